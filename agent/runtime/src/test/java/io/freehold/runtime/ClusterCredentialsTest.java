package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.source.GitCredentials;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterCredentialsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final GitCredentials OWN = new GitCredentials("", "", "me", "own", "");

  private final List<JsonNode> secrets = new ArrayList<>();
  private boolean unreachable;
  private Instant now = Instant.EPOCH;

  private final ClusterCredentials credentials =
      new ClusterCredentials(
          "https://git.example.org/fleet/registry.git", () -> OWN, this::read, clock());

  @Test
  void the_registrys_credentials_go_to_its_server_only() {
    assertThat(credentials.forUrl("https://git.example.org/other.git")).isEqualTo(OWN);
    assertThat(credentials.forUrl("https://git.example.org.evil/fleet/registry.git"))
        .isEqualTo(GitCredentials.NONE);
    assertThat(credentials.forUrl("http://git.example.org/fleet/registry.git"))
        .isEqualTo(GitCredentials.NONE);
  }

  @Test
  void a_labelled_secret_is_for_the_urls_it_names() {
    secrets.add(
        secret(
            "charts",
            Map.of("url", "https://charts.example.org/team", "username", "u", "password", "p")));
    secrets.add(secret("broken", Map.of("url", "no url", "username", "u", "password", "secret!")));
    secrets.add(
        secret(
            "special",
            Map.of("url", "https://git.example.org/x", "username", "x", "password", "y")));

    assertThat(credentials.forUrl("https://charts.example.org/team/a").password()).isEqualTo("p");
    assertThat(credentials.forUrl("https://charts.example.org/teams"))
        .isEqualTo(GitCredentials.NONE);
    assertThat(credentials.forUrl("https://git.example.org/x/y.git").password()).isEqualTo("y");
  }

  @Test
  void secrets_are_read_again_and_kept_while_the_api_server_is_away() {
    String url = "https://charts.example.org/a";
    assertThat(credentials.forUrl(url)).isEqualTo(GitCredentials.NONE);
    secrets.add(secret("charts", Map.of("url", url, "username", "u", "password", "p")));
    assertThat(credentials.forUrl(url)).as("not asked each time").isEqualTo(GitCredentials.NONE);
    now = now.plusSeconds(60);
    assertThat(credentials.forUrl(url).password()).isEqualTo("p");
    unreachable = true;
    now = now.plusSeconds(60);
    assertThat(credentials.forUrl(url).password()).isEqualTo("p");
  }

  private List<JsonNode> read() {
    if (unreachable) {
      throw new IllegalStateException("no answer");
    }
    return secrets;
  }

  private static JsonNode secret(String name, Map<String, String> entries) {
    ObjectNode secret = JSON.createObjectNode();
    secret.putObject("metadata").put("name", name);
    ObjectNode data = secret.putObject("data");
    entries.forEach((key, value) ->
        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return secret;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }
}
