package io.freehold.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.access.Role;
import io.freehold.store.Change;
import io.freehold.store.ChangeLog;
import io.freehold.store.EventId;
import io.freehold.store.FleetQueries;
import io.freehold.store.LoggedChange;
import io.freehold.store.Scope;
import io.freehold.store.StoreException;
import io.helidon.http.HeaderName;
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
import java.util.Set;

/**
 * Changes as server-sent events. An event only says what to look at again, so several of the same
 * are one. Who comes back with {@code Last-Event-ID}, to whichever plane, gets what was missed, or
 * {@code reset} when that is no longer known and everything has to be looked at again.
 */
final class EventStream implements HttpService {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final Duration COALESCE = Duration.ofMillis(200);

  private final ChangeHub hub;
  private final ChangeLog log;
  private final FleetQueries fleet;
  private final Callers callers;

  EventStream(ChangeHub hub, ChangeLog log, FleetQueries fleet, Callers callers) {
    this.hub = hub;
    this.log = log;
    this.fleet = fleet;
    this.callers = callers;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/api/v1/events", this::stream);
  }

  private void stream(ServerRequest request, ServerResponse response) {
    callers.require(request, Role.VIEWER);
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
      EventId sent = resume(request, out);
      while (changes.open()) {
        // What was told in between is also among what was missed.
        EventId before = sent;
        List<LoggedChange> taken =
            changes.take(KEEP_ALIVE).stream()
                .filter(change -> change.id().compareTo(before) > 0)
                .toList();
        if (taken.isEmpty()) {
          // Also here: whoever signed out, or lost their rights, hears nothing more.
          scope(request);
          write(out, ": keep-alive\n\n");
        } else {
          write(out, events(visible(request, taken)));
          sent = taken.getLast().id();
          Thread.sleep(COALESCE);
        }
      }
    } catch (IOException | UncheckedIOException | RefusedException | StoreException _) {
      // The reader went away, or has to come back to be known again.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what a reader that comes back has missed; the position that it has reached. */
  private EventId resume(ServerRequest request, OutputStream out) throws IOException {
    String last = request.headers().first(LAST_EVENT_ID).orElse("");
    if (last.isEmpty()) {
      return EventId.START;
    }
    Optional<EventId> position = EventId.parse(last).filter(log::reaches);
    if (position.isEmpty()) {
      write(out, "event: reset\ndata: {}\n\n");
      return EventId.START;
    }
    EventId reached = position.get();
    for (List<LoggedChange> page = log.after(reached); !page.isEmpty(); page = log.after(reached)) {
      write(out, events(visible(request, page)));
      reached = page.getLast().id();
    }
    return reached;
  }

  private List<LoggedChange> visible(ServerRequest request, List<LoggedChange> changes) {
    Set<Change> visible =
        fleet.visible(scope(request), changes.stream().map(LoggedChange::change).toList());
    return changes.stream().filter(change -> visible.contains(change.change())).toList();
  }

  private Scope scope(ServerRequest request) {
    return callers.require(request, Role.VIEWER).rights().scope(Role.VIEWER);
  }

  private static String events(List<LoggedChange> taken) {
    var text = new StringBuilder();
    for (LoggedChange logged : taken) {
      Change change = logged.change();
      ObjectNode data = JSON.createObjectNode();
      data.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
      data.put("cluster", change.cluster());
      if (!change.name().isEmpty()) {
        data.put("namespace", change.namespace()).put("name", change.name());
      }
      text.append("event: change\nid: ")
          .append(logged.id())
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
