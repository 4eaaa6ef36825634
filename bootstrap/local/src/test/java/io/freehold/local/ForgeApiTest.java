package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgeApiTest {
  private static final String KEYS = "/api/v1/repos/acme/registry/keys";

  @TempDir Path temp;
  private GitServer server;
  private TestForge forge;

  @BeforeEach
  void start() {
    server = GitServer.start(temp);
    server.createRepository("acme/registry");
    forge = new TestForge(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void addsReadsAndRemovesAKey() throws Exception {
    var line = SshKeyPair.generate("agent").publicLine();
    var added = forge.call("POST", KEYS, body("freehold/prod", line, ",\"read_only\":true"));
    assertThat(added.statusCode()).isEqualTo(201);
    var key = TestForge.json(added);
    assertThat(key.path("read_only").asBoolean()).isTrue();
    assertThat(line).startsWith(key.path("key").asText());

    var one = forge.call("GET", KEYS + "/" + key.path("id").asLong(), "");
    assertThat(TestForge.json(one)).isEqualTo(key);
    var all = forge.call("GET", KEYS, "");
    assertThat(all.headers().firstValue("X-Total-Count")).hasValue("1");
    assertThat(TestForge.json(all).get(0)).isEqualTo(key);

    assertThat(forge.delete("acme/registry", key.path("id").asLong())).isEqualTo(204);
    assertThat(forge.delete("acme/registry", key.path("id").asLong())).isEqualTo(404);
    assertThat(TestForge.json(forge.call("GET", KEYS, ""))).isEmpty();
  }

  @Test
  void aKeyCanWriteUnlessAskedOtherwise() throws Exception {
    var added =
        forge.call("POST", KEYS, body("careless", SshKeyPair.generate("x").publicLine(), ""));
    assertThat(TestForge.json(added).path("read_only").asBoolean(true)).isFalse();
  }

  @Test
  void listsPageByPage() throws Exception {
    for (var i = 0; i < 3; i++) {
      server.addDeployKey("acme/registry", "k" + i, SshKeyPair.generate("k").publicLine(), true);
    }
    var second = forge.call("GET", KEYS + "?limit=2&page=2", "");
    assertThat(TestForge.json(second)).hasSize(1);
    assertThat(TestForge.json(second).get(0).path("title").asText()).isEqualTo("k2");
    assertThat(second.headers().firstValue("X-Total-Count")).hasValue("3");
  }

  @Test
  void refusesWithoutTheToken() throws Exception {
    for (var token : new String[] {"", "wrong"}) {
      var response = forge.call("GET", KEYS, token, "");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(TestForge.json(response).path("message").asText()).isEqualTo("token is required");
    }
  }

  @Test
  void errorsAreJson() throws Exception {
    var line = SshKeyPair.generate("agent").publicLine();
    server.addDeployKey("acme/registry", "agent", line, true);
    expect(422, "key is already in use", "POST", KEYS, body("again", line, ""));
    expect(422, "title and key are required", "POST", KEYS, "{}");
    expect(422, "not a public key in OpenSSH format", "POST", KEYS, body("x", "nonsense", ""));
    expect(400, "the body is not JSON", "POST", KEYS, "{");
    expect(413, "the body is too large", "POST", KEYS, "x".repeat(70_000));
    expect(405, "method not allowed", "PATCH", KEYS, "");
    expect(404, "repository not found", "GET", KEYS.replace("registry", "absent"), "");
    expect(404, "key not found", "GET", KEYS + "/99", "");
    expect(404, "not found", "GET", "/api/v1/users", "");
  }

  private void expect(int status, String message, String method, String path, String body)
      throws Exception {
    var response = forge.call(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestForge.json(response).path("message").asText()).isEqualTo(message);
  }

  private static String body(String title, String key, String more) {
    return "{\"title\":\"%s\",\"key\":\"%s\"%s}".formatted(title, key, more);
  }
}
