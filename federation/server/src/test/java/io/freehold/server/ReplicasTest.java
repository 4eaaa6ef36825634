package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.SyncState;
import io.freehold.store.Database;
import io.freehold.telemetry.OtlpReporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several planes on one database, and a plane whose database was lost. */
@Timeout(90)
class ReplicasTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  void a_stream_of_one_plane_tells_what_another_received_and_goes_on_at_a_third() throws Exception {
    try (var plane = new TestPlane(directory);
        Plane second = plane.another();
        Plane third = plane.another();
        OtlpReporter agent = plane.agent(plane.name("east"), plane.east, Duration.ofSeconds(30))) {
      String id;
      try (Events events = Events.open(second.http(), "")) {
        agent.application(Reports.application("shop", SyncState.SYNCED));
        id = events.await("\"name\":\"shop\"");
      }
      agent.application(Reports.application("blog", SyncState.SYNCED));
      plane.await(
          "/api/v1/applications?cluster=" + plane.name("east"),
          page -> page.get("total").longValue() == 2);
      try (Events events = Events.open(third.http(), id)) {
        String next = events.await("\"name\":\"");
        assertThat(next).isNotEqualTo(id);
        assertThat(events.last).contains("blog");
      }
      try (Events events = Events.open(third.http(), "1-1")) {
        events.await("event: reset");
      }
    }
  }

  @Test
  void a_plane_whose_database_was_lost_learns_everything_again_from_the_agents() throws Exception {
    String name = "rebuilt";
    try (Database database = SharedPostgres.empty(name);
        var plane = new TestPlane(directory, database);
        OtlpReporter agent = plane.agent(plane.name("east"), plane.east, Duration.ofSeconds(1))) {
      agent.cluster(Reports.cluster(plane.name("east"), "apps/shop"));
      agent.application(Reports.application("shop", SyncState.SYNCED));
      plane.await("/api/v1/applications", page -> page.get("total").longValue() == 1);

      SharedPostgres.execute(
          name,
          "truncate registry_cluster, registry_read, cluster_state, application_state, journal,"
              + " sync_span, change_event, commit_sync, commit_seen");
      plane.stop();
      plane.start();
      plane.plane().registry().look();

      // Nobody asks the agent: it repeats itself.
      plane.await("/api/v1/applications", page -> page.get("total").longValue() == 1);
      plane.await(
          "/api/v1/clusters/" + plane.name("east"),
          cluster -> cluster.path("state").asText().equals("fresh"));
    }
  }

  /** A stream of events. */
  private static final class Events implements AutoCloseable {
    private final BufferedReader lines;
    private String last = "";

    private Events(BufferedReader lines) {
      this.lines = lines;
    }

    static Events open(String plane, String lastId) throws IOException, InterruptedException {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(plane + "/api/v1/events"));
      if (!lastId.isEmpty()) {
        request.header("Last-Event-ID", lastId);
      }
      var response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
      return new Events(
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    /** Reads until a line contains a text; the id that was read last before. */
    String await(String text) throws IOException {
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        }
        if (line.contains(text)) {
          return id;
        }
      }
      throw new AssertionError("the stream ended before " + text);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
