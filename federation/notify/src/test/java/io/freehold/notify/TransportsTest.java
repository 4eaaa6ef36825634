package io.freehold.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.freehold.notify.Happening.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each transport says to its service, over real HTTP. */
class TransportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String SECRET = "s3cr3t-of-the-service";
  private static final AddressRules LOOPBACK = AddressRules.allowing("127.0.0.0/8");

  @TempDir private Path secrets;
  private HttpServer server;
  private final List<Said> said = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile int status = 200;

  private record Said(String method, String path, Headers headers, String body) {
    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  @BeforeEach
  void start() throws IOException {
    Files.writeString(secrets.resolve("key"), SECRET + "\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().toString();
            said.add(
                new Said(
                    exchange.getRequestMethod(),
                    path,
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            // What services say about mistakes often repeats what they were sent.
            byte[] body =
                answers
                    .getOrDefault(path, "{\"echo\": \"" + SECRET + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void slack_and_teams_get_a_text_and_a_card() throws Exception {
    Files.writeString(secrets.resolve("chat"), url() + "/services/T/" + SECRET);
    deliver("slack: {url: {file: chat}}", message("shop & co", Phase.FIRED));
    assertThat(said.getFirst().path()).isEqualTo("/services/T/" + SECRET);
    assertThat(said.getFirst().json().get("text").asText()).isEqualTo("*shop & co*\nthe text");
    deliver("teams: {url: {file: chat}}", message("title", Phase.FIRED));
    JsonNode card = said.getLast().json().at("/attachments/0/content");
    assertThat(card.get("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.at("/body/0/text").asText()).isEqualTo("title");
  }

  @Test
  void a_webhook_is_signed_over_its_time_and_body() throws Exception {
    deliver(
        "webhook: {url: \"" + url() + "/hook\", secret: {file: key}}", message("t", Phase.FIRED));
    Said one = said.getFirst();
    assertThat(one.headers().getFirst("X-Freehold-Delivery")).isEqualTo("id-1");
    assertThat(one.headers().getFirst("X-Freehold-Timestamp"))
        .isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(one.headers().getFirst("X-Freehold-Signature"))
        .isEqualTo("sha256=" + Signature.of(SECRET, NOW, one.body()))
        .isNotEqualTo("sha256=" + Signature.of(SECRET, NOW.plusSeconds(1), one.body()));
    assertThat(one.json().at("/after/name").asText()).isEqualTo("shop");
    assertThat(one.body()).doesNotContain(SECRET);
  }

  @Test
  void pagers_open_and_close_one_incident() throws Exception {
    String pager = "pagerduty: {routingKey: {file: key}, url: \"" + url() + "/v2/enqueue\"}";
    deliver(pager, message("t", Phase.FIRED));
    deliver(pager, message("t", Phase.RESOLVED));
    assertThat(said.getFirst().json().get("event_action").asText()).isEqualTo("trigger");
    assertThat(said.getFirst().json().at("/payload/severity").asText()).isEqualTo("error");
    assertThat(said.getLast().json().get("event_action").asText()).isEqualTo("resolve");
    assertThat(said.getLast().json().get("dedup_key"))
        .isEqualTo(said.getFirst().json().get("dedup_key"));
    String ops = "opsgenie: {key: {file: key}, url: \"" + url() + "\"}";
    deliver(ops, message("t".repeat(500), Phase.FIRED));
    assertThat(said.getLast().json().get("message").asText()).hasSize(130);
    assertThat(said.getLast().headers().getFirst("Authorization")).isEqualTo("GenieKey " + SECRET);
    deliver(ops, message("t", Phase.RESOLVED));
    assertThat(said.getLast().path()).isEqualTo("/v2/alerts/incident-1/close?identifierType=alias");
  }

  @Test
  void forges_get_a_status_of_the_commit() throws Exception {
    deliver(
        "github: {repository: acme/registry, token: {file: key}, url: \"" + url() + "\"}",
        message("t", Phase.FIRED));
    assertThat(said.getLast().path()).isEqualTo("/repos/acme/registry/statuses/" + COMMIT);
    assertThat(said.getLast().json().get("state").asText()).isEqualTo("failure");
    assertThat(said.getLast().json().get("context").asText())
        .isEqualTo("freehold/prod-1/apps/shop");
    deliver(
        "gitlab: {repository: acme/deep/registry, token: {file: key}, url: \"" + url() + "\"}",
        message("t", Phase.RESOLVED));
    assertThat(said.getLast().path())
        .isEqualTo("/projects/acme%2Fdeep%2Fregistry/statuses/" + COMMIT);
    assertThat(said.getLast().json().get("state").asText()).isEqualTo("success");
    // What an agent calls a revision must not become a path.
    assertThatThrownBy(() ->
            deliver(
                "github: {repository: acme/registry, token: {file: key}, url: \"" + url() + "\"}",
                message(
                    "t",
                    Phase.FIRED,
                    RulesTest.state(Map.of("operationRevision", "../../admin/statuses/x")))))
        .hasMessageContaining("no commit");
  }

  @Test
  void pull_requests_are_commented_on_once() throws Exception {
    answers.put("/repos/acme/registry/commits/" + COMMIT + "/pulls", "[{\"number\": 7}]");
    String comments = "/repos/acme/registry/issues/7/comments";
    answers.put(comments + "?per_page=100&sort=created", "[{\"body\": \"hello\"}]");
    String github =
        "github: {repository: acme/registry, token: {file: key}, url: \""
            + url()
            + "\", comments: true}";
    deliver(github, message("t", Phase.FIRED));
    assertThat(said.getLast().method() + said.getLast().path()).isEqualTo("POST" + comments);
    answers.put(
        comments + "?per_page=100&sort=created",
        JSON.writeValueAsString(List.of(said.getLast().json())));
    int before = said.size();
    deliver(github, message("t", Phase.FIRED));
    assertThat(said.subList(before, said.size())).allMatch(one -> one.method().equals("GET"));
    answers.put(
        "/projects/acme%2Fr/repository/commits/" + COMMIT + "/merge_requests", "[{\"iid\": 3}]");
    answers.put("/projects/acme%2Fr/merge_requests/3/notes?per_page=100", "[]");
    deliver(
        "gitlab: {repository: acme/r, token: {file: key}, url: \"" + url() + "\", comments: true}",
        message("t", Phase.FIRED));
    assertThat(said.getLast().path()).isEqualTo("/projects/acme%2Fr/merge_requests/3/notes");
  }

  @Test
  void failures_say_what_to_do_and_hold_no_secret() throws Exception {
    Files.writeString(secrets.resolve("chat"), url() + "/services/T/" + SECRET);
    for (int refusal : List.of(400, 401, 403, 404, 429, 500, 503)) {
      status = refusal;
      for (String target :
          List.of(
              "slack: {url: {file: chat}}",
              "webhook: {url: {file: chat}, secret: {file: key}}",
              "pagerduty: {routingKey: {file: key}, url: \"" + url() + "\"}",
              "github: {repository: a/b, token: {file: key}, url: \"" + url() + "\"}")) {
        assertThatThrownBy(() -> deliver(target, message("t", Phase.FIRED)))
            .as(target + " " + refusal)
            .isInstanceOf(DeliveryException.class)
            .hasMessageContaining(Integer.toString(refusal))
            .hasMessageNotContaining(SECRET)
            .hasNoCause()
            .satisfies(e ->
                assertThat(((DeliveryException) e).worthRetrying())
                    .isEqualTo(refusal == 429 || refusal >= 500));
      }
    }
    assertThatThrownBy(() -> deliver("slack: {url: {file: absent}}", message("t", Phase.FIRED)))
        .hasMessageContaining("file absent");
    Files.createSymbolicLink(secrets.resolve("link"), Path.of("/etc/hostname"));
    assertThatThrownBy(() -> deliver("slack: {url: {file: link}}", message("t", Phase.FIRED)))
        .hasMessageContaining("is not there");
    assertThat(
            rules("slack: {url: {file: absent}}")
                .overview(folder())
                .targets()
                .getFirst()
                .problems())
        .hasSize(1);
  }

  private static Rules rules(String target) {
    return RulesTest.rules("targets: [{name: it, " + target + "}]");
  }

  private Secrets folder() {
    return new SecretsFolder(Optional.of(secrets), Map.of());
  }

  private void deliver(String target, Message message) throws DeliveryException {
    rules(target)
        .deliver(
            "it",
            message,
            new Wires(new Outbound(LOOPBACK), new Mailer(LOOPBACK), folder(), () -> NOW));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static Message message(String title, Phase phase) {
    return message(title, phase, RulesTest.state(Map.of("operationRevision", COMMIT)));
  }

  private static Message message(String title, Phase phase, Map<String, Object> after) {
    Message message =
        new Message(
            "id-1",
            "degraded",
            phase,
            Severity.ERROR,
            title,
            "the text",
            1,
            List.of("prod-1"),
            "incident-1",
            NOW,
            States.noApplication(),
            after);
    // As it comes back from the database.
    return Stored.message(Stored.write(message));
  }
}
