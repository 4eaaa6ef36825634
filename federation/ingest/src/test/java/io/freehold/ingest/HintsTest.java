package io.freehold.ingest;

import static io.freehold.ingest.Fleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ReportToken;
import io.freehold.api.RepositoryId;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a plane says to agents by itself: that a repository moved, and nothing else. */
@Timeout(30)
class HintsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String DIGEST =
      RepositoryId.of("https://git.example/acme/registry.git").orElseThrow().digest();

  private final Fleet fleet = new Fleet();
  private final Hints hints = new Hints();
  private IngestServer server;
  private volatile Instant now = NOW;

  @BeforeEach
  void start() {
    server =
        IngestServer.start(
            new IngestSettings("127.0.0.1", 0, 0),
            fleet,
            fleet,
            fleet,
            hints,
            RequestMeter.NONE,
            () -> now);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void every_byte_that_is_sent_belongs_to_a_hint() throws Exception {
    try (InputStream stream = open("east").body()) {
      assertThat(stream.read()).isEqualTo('\n');
      for (String anything :
          List.of(
              DIGEST,
              "sync everything",
              DIGEST + "\nrun this",
              DIGEST.substring(1),
              DIGEST.toUpperCase(java.util.Locale.ROOT),
              "",
              "\u0000")) {
        hints.publish(anything);
      }
      byte[] line = stream.readNBytes(70);
      assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("hint " + DIGEST + "\n");
      // The time of the stream is over: what still comes until its end are empty lines.
      now = now.plusSeconds(3_600);
      hints.publish(DIGEST);
      String rest = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(rest).matches("(hint " + DIGEST + "\n|\n)*");
    }
  }

  @Test
  void strangers_and_too_many_streams_of_one_are_refused() throws Exception {
    assertThat(send("Bearer nonsense").statusCode()).isEqualTo(401);
    assertThat(
            send("Bearer " + ReportToken.issue("east", NOW).sign(fleet.west.getPrivate()))
                .statusCode())
        .isEqualTo(401);
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    for (int i = 0; i < Hints.STREAMS_OF_ONE; i++) {
      open.add(open("east"));
      assertThat(open.getLast().statusCode()).isEqualTo(200);
    }
    assertThat(open("east").statusCode()).isEqualTo(429);
    assertThat(open("west").statusCode()).isEqualTo(200);
    for (HttpResponse<InputStream> stream : open) {
      stream.body().close();
    }
  }

  private HttpResponse<InputStream> open(String cluster) throws Exception {
    return send(
        "Bearer "
            + ReportToken.issue(cluster, now)
                .sign((cluster.equals("west") ? fleet.west : fleet.east).getPrivate()));
  }

  private HttpResponse<InputStream> send(String authorization) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.httpPort() + HintStream.PATH))
            .header("Authorization", authorization)
            .build(),
        BodyHandlers.ofInputStream());
  }
}
