package io.freehold.ingest;

import com.google.rpc.Code;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The stream on which an agent hears that repositories moved: lines of {@code hint} and a digest,
 * and empty lines that keep it open. There is no other line, and nothing that an agent could be
 * told to do. It ends after a while, so that whoever listens proves again who it is.
 */
final class HintStream implements HttpService {
  static final String PATH = "/v1/hints";

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  // Hints that follow each other faster are one.
  private static final Duration COALESCE = Duration.ofMillis(250);

  private final Hints hints;
  private final Authenticator authenticator;
  private final InstantSource clock;

  HintStream(Hints hints, Authenticator authenticator, InstantSource clock) {
    this.hints = hints;
    this.authenticator = authenticator;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH, this::stream);
  }

  private void stream(ServerRequest request, ServerResponse response) {
    OtlpReply reply = OtlpReply.to(request, response);
    Optional<Sender> sender =
        authenticator.sender(
            request.headers().first(HeaderNames.AUTHORIZATION).orElse(""),
            "http",
            request.remotePeer().host());
    if (sender.isEmpty()) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
      reply.fail(401, Code.UNAUTHENTICATED, "hints are for the clusters of the registry");
      return;
    }
    Optional<Hints.Reader> reader =
        sender.get() instanceof Sender.OfCluster(String cluster, _, _)
            ? hints.open(cluster)
            : Optional.empty();
    if (reader.isEmpty()) {
      reply.fail(429, Code.RESOURCE_EXHAUSTED, "this sender listens already");
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, "text/plain");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header("X-Accel-Buffering", "no");
    Instant end = clock.instant().plus(LONGEST);
    try (Hints.Reader moved = reader.get();
        OutputStream out = response.outputStream()) {
      write(out, "\n");
      while (moved.open() && clock.instant().isBefore(end)) {
        var lines = new StringBuilder();
        moved.take(KEEP_ALIVE).forEach(digest -> lines.append("hint ").append(digest).append('\n'));
        write(out, lines.isEmpty() ? "\n" : lines.toString());
        Thread.sleep(COALESCE);
      }
    } catch (IOException | UncheckedIOException _) {
      // The agent went away.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
