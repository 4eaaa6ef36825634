package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.RepositoryId;
import io.freehold.api.SyncState;
import io.freehold.telemetry.OtlpReporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a forge's webhook to the agents, and nothing for those who do not know the secret. */
@Timeout(60)
class WebhookTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String SECRET = "0123456789abcdef-github";
  private static final String BODY =
      """
      {"ref": "refs/heads/main", "repository": {"default_branch": "main",
        "html_url": "https://github.com/Acme/Registry",
        "ssh_url": "git@github.com:acme/registry.git"}}
      """;
  private static final String REGISTRY =
      RepositoryId.of("ssh://git@github.com/acme/registry").orElseThrow().digest();

  @TempDir private Path directory;
  private TestPlane plane;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    plane.webhooks(
        WebhookSecrets.parse(
            "# two forges\ngithub " + SECRET + "\ngitlab 0123456789abcdef-gitlab"));
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void a_push_is_heard_by_the_agents_of_every_plane_once() throws Exception {
    try (Plane other = plane.another();
        OtlpReporter agent =
            plane.agent(plane.name("east"), plane.east, Duration.ofSeconds(5), heard::add)) {
      agent.application(Reports.application("shop", SyncState.SYNCED));
      String hint = "";
      // The agent's stream is opened in the background: a hint before that is lost, and may be.
      for (int i = 0; hint.isEmpty() && i < 100; i++) {
        assertThat(post(other.webhooks(), github(SECRET), BODY).statusCode()).isEqualTo(202);
        String next = heard.poll(200, TimeUnit.MILLISECONDS);
        hint = next == null ? "" : next;
      }
      assertThat(hint).isEqualTo(REGISTRY);
    }
  }

  @Test
  void who_does_not_know_the_secret_is_refused() throws Exception {
    String url = plane.plane().webhooks();
    assertThat(post(url, github("another secret"), BODY).statusCode()).isEqualTo(401);
    assertThat(post(url, Map.of("X-GitHub-Event", "push"), BODY).statusCode()).isEqualTo(401);
    // The signature of another body.
    assertThat(post(url, github(SECRET), BODY + " ").statusCode()).isEqualTo(401);
    // A forge for which there is no secret, though the sender knows one.
    assertThat(
            post(url, Map.of("X-Gogs-Event", "push", "X-Gogs-Signature", hmac(SECRET, BODY)), BODY)
                .statusCode())
        .isEqualTo(401);
    assertThat(post(url, Map.of("X-Odd-Event", "push"), BODY).statusCode()).isEqualTo(400);
    assertThat(
            post(
                    url,
                    Map.of(
                        "X-Gitlab-Event", "Push Hook", "X-Gitlab-Token", "0123456789abcdef-gitlab"),
                    "{\"object_kind\": \"push\", \"project\": {\"web_url\": \"https://x.example/a/b\"}}")
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void nothing_else_is_answered_there() throws Exception {
    String url = plane.plane().webhooks();
    var get = CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(post(url + "/../api/v1/clusters", github(SECRET), BODY).statusCode()).isIn(400, 404);
    assertThat(post(url, github(SECRET, "no json"), "no json").statusCode()).isEqualTo(400);
    assertThat(
            post(
                    url,
                    Map.of(
                        "X-GitHub-Event",
                        "ping",
                        "X-Hub-Signature-256",
                        "sha256=" + hmac(SECRET, "{}")),
                    "{}")
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void without_secrets_there_is_no_listener_and_bad_ones_are_never_repeated() throws Exception {
    plane.webhooks(WebhookSecrets.NONE);
    assertThat(plane.plane().webhooks()).isEmpty();
    assertThatThrownBy(() -> WebhookSecrets.parse("github short-secret"))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("short-secret");
    assertThat(WebhookSecrets.parse("github " + SECRET).toString()).doesNotContain(SECRET);
  }

  private static Map<String, String> github(String secret) {
    return github(secret, BODY);
  }

  private static Map<String, String> github(String secret, String body) {
    return Map.of("X-GitHub-Event", "push", "X-Hub-Signature-256", "sha256=" + hmac(secret, body));
  }

  private static String hmac(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> post(String url, Map<String, String> headers, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
