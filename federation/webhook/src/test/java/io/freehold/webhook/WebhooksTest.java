package io.freehold.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each forge's own form, its own proof, and what is none. */
class WebhooksTest {
  private static final String SECRET = "0123456789abcdef";

  static Stream<Arguments> pushes() {
    return Stream.of(
        arguments(
            Provider.GITHUB,
            Map.of("X-GitHub-Event", "push"),
            "{'ref':'refs/heads/main','repository':{'default_branch':'main','html_url':'https://github.com/a/b'}}",
            new Push(List.of("https://github.com/a/b"), "main", true)),
        arguments(
            Provider.GITEA,
            Map.of("X-Gitea-Event", "push", "X-GitHub-Event", "push", "X-Gogs-Event", "push"),
            "{'ref':'refs/heads/dev','repository':{'default_branch':'main','html_url':'https://git.example/a/b','ssh_url':'git@git.example:a/b.git'}}",
            new Push(List.of("https://git.example/a/b", "git@git.example:a/b.git"), "dev", false)),
        arguments(
            Provider.GITEA,
            Map.of("X-Forgejo-Event", "push"),
            "{'ref':'refs/tags/main','repository':{'default_branch':'main','html_url':'https://git.example/a/b'}}",
            new Push(List.of("https://git.example/a/b"), "main", false)),
        arguments(
            Provider.GITLAB,
            Map.of("X-Gitlab-Event", "System Hook"),
            "{'object_kind':'push','ref':'refs/heads/a/b','project':{'default_branch':'main','web_url':'https://gitlab.com/a/b'}}",
            new Push(List.of("https://gitlab.com/a/b"), "a/b", false)),
        arguments(
            Provider.BITBUCKET_CLOUD,
            Map.of("X-Event-Key", "repo:push", "X-Hook-UUID", "x"),
            "{'push':{'changes':[{'new':null,'old':{'name':'gone'}}]},'repository':{'links':{'html':{'href':'https://bitbucket.org/a/b'}}}}",
            new Push(List.of("https://bitbucket.org/a/b"), "gone", true)),
        arguments(
            Provider.BITBUCKET_SERVER,
            Map.of("X-Event-Key", "repo:refs_changed"),
            "{'changes':[{'ref':{'id':'refs/heads/main'}}],'repository':{'links':{'clone':[{'href':'https://b.example/scm/a/b.git'}]}}}",
            new Push(List.of("https://b.example/scm/a/b.git"), "main", true)),
        arguments(
            Provider.AZURE_DEVOPS,
            Map.of("X-Vss-ActivityId", "x"),
            "{'eventType':'git.push','resource':{'refUpdates':[{'name':'refs/heads/main'}],'repository':{'defaultBranch':'refs/heads/main','remoteUrl':'https://dev.azure.com/a/_git/b'}}}",
            new Push(List.of("https://dev.azure.com/a/_git/b"), "main", true)),
        arguments(
            Provider.GITHUB,
            Map.of("X-GitHub-Event", "package"),
            "{'action':'published','package':{'name':'app','package_type':'CONTAINER','owner':{'login':'a'},'package_version':{'container_metadata':{'tag':{'name':'1.0'}}}}}",
            new Push(List.of("https://ghcr.io/a/app"), "1.0", false)),
        arguments(
            Provider.HARBOR,
            Map.of("Authorization", "x"),
            "{'type':'PUSH_ARTIFACT','event_data':{'resources':[{'tag':'1.0','resource_url':'harbor.example/team/app:1.0'}],'repository':{'repo_full_name':'team/app'}}}",
            new Push(List.of("https://harbor.example/team/app"), "1.0", false)),
        arguments(
            Provider.GENERIC,
            Map.of("X-Freehold-Event", "push"),
            "{'repository':'https://git.example/a/b','ref':'refs/heads/main'}",
            new Push(List.of("https://git.example/a/b"), "main", true)));
  }

  @ParameterizedTest
  @MethodSource("pushes")
  void a_push_of_each_forge_is_read(
      Provider provider, Map<String, String> headers, String body, Push expected) {
    Delivery delivery = delivery(headers, body.replace('\'', '"'));
    assertThat(delivery.provider()).contains(provider);
    assertThat(Payloads.read(provider, delivery)).isEqualTo(new Reading.Pushed(List.of(expected)));
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void only_the_right_secret_of_the_same_body_proves(Provider provider) {
    assertThat(Secrets.proves(provider, SECRET, proven(provider, SECRET, "{}"))).isTrue();
    assertThat(Secrets.proves(provider, SECRET, proven(provider, SECRET + "x", "{}"))).isFalse();
    assertThat(Secrets.proves(provider, SECRET, delivery(Map.of(), "{}"))).isFalse();
    assertThat(Secrets.proves(provider, "", proven(provider, "", "{}"))).isFalse();
    boolean signsBody =
        !List.of(Provider.GITLAB, Provider.AZURE_DEVOPS, Provider.HARBOR).contains(provider);
    Delivery other =
        new Delivery(
            proven(provider, SECRET, "{}").headers(), "{} ".getBytes(StandardCharsets.UTF_8));
    assertThat(Secrets.proves(provider, SECRET, other)).isEqualTo(!signsBody);
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void hostile_bodies_are_read_as_nothing(Provider provider) {
    Map<String, String> headers =
        Map.of(
            "X-GitHub-Event",
            "push",
            "X-Gitea-Event",
            "push",
            "X-Gogs-Event",
            "push",
            "X-Event-Key",
            provider == Provider.BITBUCKET_CLOUD ? "repo:push" : "repo:refs_changed",
            "X-Freehold-Event",
            "push");
    var random = new Random(1);
    for (String body :
        List.of(
            "",
            "null",
            "[]",
            "7",
            "{",
            "[".repeat(100_000),
            "{\"a\":".repeat(50_000),
            "{\"ref\":{},\"repository\":[],\"push\":{\"changes\":7},\"changes\":\"x\",\"resource\":null,"
                + "\"object_kind\":\"push\",\"eventType\":\"git.push\"}",
            random
                .ints(5_000, 0, 0xD800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString())) {
      Reading reading = Payloads.read(provider, delivery(headers, body));
      if (reading instanceof Reading.Pushed(List<Push> pushes)) {
        assertThat(pushes).allSatisfy(push -> assertThat(push.repositories()).isEmpty());
      }
    }
  }

  @Test
  void what_no_header_names_is_of_nobody() {
    assertThat(delivery(Map.of("X-Other-Event", "push"), "{}").provider()).isEmpty();
  }

  private static Delivery proven(Provider provider, String secret, String body) {
    return delivery(
        switch (provider) {
          case GITHUB -> Map.of("X-Hub-Signature-256", "sha256=" + hmac(secret, body));
          case BITBUCKET_CLOUD, BITBUCKET_SERVER ->
              Map.of("X-Hub-Signature", "sha256=" + hmac(secret, body));
          case GENERIC -> Map.of("X-Freehold-Signature", "sha256=" + hmac(secret, body));
          case GITEA -> Map.of("X-Gitea-Signature", hmac(secret, body));
          case GOGS -> Map.of("X-Gogs-Signature", hmac(secret, body));
          case GITLAB -> Map.of("X-Gitlab-Token", secret);
          case HARBOR -> Map.of("Authorization", secret);
          case AZURE_DEVOPS ->
              Map.of(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(("user:" + secret).getBytes(StandardCharsets.UTF_8)));
        },
        body);
  }

  private static Delivery delivery(Map<String, String> headers, String body) {
    return new Delivery(headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String hmac(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // An empty key is refused by Java; whoever has none can send anything.
      mac.init(
          new SecretKeySpec(
              (secret.isEmpty() ? "\0" : secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
