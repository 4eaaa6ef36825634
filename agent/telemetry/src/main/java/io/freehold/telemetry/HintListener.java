package io.freehold.telemetry;

import io.freehold.api.RepositoryId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the plane for hints that a repository moved. Of what comes it understands one form of
 * line, {@link HintLines}; everything else, too much of it, a redirect or an error ends the stream,
 * and it is tried again later. Without it the agent polls as always.
 */
final class HintListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HintListener.class);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final int OK = 200;

  private final Tokens tokens;
  private final Consumer<String> onHint;
  private final RandomGenerator random;
  private final Connections connections;
  private final Thread thread;
  // Guarded by this.
  private String endpoint = "";
  private boolean moved;

  /**
   * @param onHint told of digests as {@link RepositoryId#digest()}; must not block
   */
  HintListener(
      Tokens tokens, Consumer<String> onHint, RandomGenerator random, Optional<SSLContext> tls) {
    this.tokens = tokens;
    this.onHint = onHint;
    this.random = random;
    this.connections = new Connections("hint-http", tls);
    this.thread = Thread.ofVirtual().name("hints").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Changes whom to listen to; an empty endpoint is nobody. */
  synchronized void target(String newEndpoint) {
    if (!endpoint.equals(newEndpoint)) {
      endpoint = newEndpoint;
      moved = true;
      notifyAll();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    connections.close();
  }

  private void run() {
    Duration pause = SHORTEST_PAUSE;
    try {
      while (true) {
        String from = awaitEndpoint();
        boolean useful = listen(from);
        pause = useful ? SHORTEST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        pause(pause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listens until the stream ends; whether it was one. */
  private boolean listen(String from) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(from + "/v1/hints")).timeout(ANSWER_TIMEOUT);
    tokens.header().forEach(request::header);
    try {
      HttpResponse<InputStream> answer =
          connections.client().send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != OK) {
          return false;
        }
        log.info("Listening to {} for hints", from);
        return HintLines.read(body, onHint, () -> isTarget(from));
      }
    } catch (IOException | RuntimeException e) {
      log.debug("No hints from {}: {}", from, e.toString());
      connections.renew();
      return false;
    }
  }

  private synchronized boolean isTarget(String from) {
    return endpoint.equals(from);
  }

  private synchronized String awaitEndpoint() throws InterruptedException {
    while (endpoint.isEmpty()) {
      wait();
    }
    moved = false;
    return endpoint;
  }

  /** Half to one and a half of it, so that a fleet does not come back in step. */
  private synchronized void pause(Duration about) throws InterruptedException {
    long end = System.nanoTime() + about.toNanos() / 2 + random.nextLong(about.toNanos() + 1);
    for (long left = end - System.nanoTime(); left > 0 && !moved; left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
