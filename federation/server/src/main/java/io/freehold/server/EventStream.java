package io.freehold.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.store.Change;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Changes as server-sent events. An event only says what to look at again, so losing one costs
 * nothing but time, and several of the same are one.
 */
final class EventStream implements HttpService {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final Duration COALESCE = Duration.ofMillis(200);

  private final ChangeHub hub;

  EventStream(ChangeHub hub) {
    this.hub = hub;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/api/v1/events", this::stream);
  }

  private void stream(ServerRequest request, ServerResponse response) {
    Optional<ChangeReader> reader = hub.subscribe();
    if (reader.isEmpty()) {
      Answers.problem(response, 503, "Too many streams", "Try again later.");
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    // A proxy that collects the answer would make it useless.
    response.header("X-Accel-Buffering", "no");
    try (ChangeReader changes = reader.get();
        OutputStream out = response.outputStream()) {
      write(out, ": connected\n\n");
      while (changes.open()) {
        List<Change> taken = changes.take(KEEP_ALIVE);
        if (taken.isEmpty()) {
          write(out, ": keep-alive\n\n");
        } else {
          write(out, events(taken, changes));
          Thread.sleep(COALESCE);
        }
      }
    } catch (IOException | UncheckedIOException _) {
      // The reader went away.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String events(List<Change> taken, ChangeReader changes) {
    var text = new StringBuilder();
    for (Change change : taken) {
      ObjectNode data = JSON.createObjectNode();
      data.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
      data.put("cluster", change.cluster());
      if (!change.name().isEmpty()) {
        data.put("namespace", change.namespace()).put("name", change.name());
      }
      text.append("event: change\nid: ")
          .append(changes.nextId())
          .append("\ndata: ")
          .append(data)
          .append("\n\n");
    }
    return text.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
