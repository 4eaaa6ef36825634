package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows all objects of one resource for ever: lists them in pages, then watches from the list's
 * resourceVersion. A broken connection is resumed from the last version seen; only when the API
 * server has forgotten it (410), and for an audit at long intervals in case an event was missed, is
 * everything listed again. Runs on one thread.
 */
final class ResourceWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
  private static final int PAGE = 500;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  // A watch that lasted this long was no failure, whatever ended it.
  private static final Duration HEALTHY_AFTER = Duration.ofSeconds(5);
  private static final Duration WATCH_TIMEOUT = Duration.ofMinutes(8);
  private static final Duration AFTER_FAILED_AUDIT = Duration.ofMinutes(1);

  private final ApiServer server;
  private final Target target;
  private final ObjectSink sink;
  private final RandomGenerator random;
  private final Supplier<Duration> auditEvery;
  private final Semaphore wakeUps = new Semaphore(0);

  private Duration pause = FIRST_PAUSE;
  private String resourceVersion = "";
  private long auditAt;
  private String told = "";
  private volatile boolean closed;
  private volatile long heardAt;
  private volatile @Nullable OpenBody body;

  /**
   * @param server where it is
   * @param target what is followed
   * @param sink is told
   * @param random jitter
   * @param auditEvery pause between two full lists, give or take half of it
   */
  ResourceWatch(
      ApiServer server,
      Target target,
      ObjectSink sink,
      RandomGenerator random,
      Supplier<Duration> auditEvery) {
    this.server = server;
    this.target = target;
    this.sink = sink;
    this.random = random;
    this.auditEvery = auditEvery;
  }

  /**
   * What is followed.
   *
   * @param kind the resource
   * @param selector label selector, empty for all objects
   * @param metadataOnly whether only metadata is asked for
   * @param namespace of one object; empty otherwise
   * @param name of one object; empty otherwise
   */
  record Target(
      ResourceKind kind, String selector, boolean metadataOnly, String namespace, String name) {
    /** The objects of a kind, or those that a selector selects. */
    Target(ResourceKind kind, String selector, boolean metadataOnly) {
      this(kind, selector, metadataOnly, "", "");
    }

    /** The metadata of one object. */
    static Target one(ResourceKind kind, ObjectRef ref) {
      return new Target(kind, "", true, ref.namespace(), ref.name());
    }

    String path(String more) {
      String query =
          selector.isEmpty() ? more : "labelSelector=" + ResourcePath.query(selector) + "&" + more;
      String one =
          name.isEmpty()
              ? ""
              : "fieldSelector=" + ResourcePath.query("metadata.name=" + name) + "&";
      return ResourcePath.list(kind, namespace) + "?" + one + query;
    }

    String accept(boolean list) {
      // A watch that is asked for the list form is answered by an empty stream.
      return metadataOnly
          ? "application/json;as=PartialObjectMetadata"
              + (list ? "List" : "")
              + ";g=meta.k8s.io;v=v1"
          : ApiServer.JSON;
    }
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        listAndWatch();
      } catch (IOException | ClusterUnreachableException e) {
        broke(e);
      } catch (RuntimeException e) {
        // A defect here or in a listener: start over rather than stop seeing drift.
        LOG.error("Watch of {} failed, listing again", name(), e);
        resourceVersion = "";
      }
      pauseBeforeNext();
    }
  }

  private void listAndWatch() throws IOException {
    try {
      if (resourceVersion.isEmpty() || System.nanoTime() - auditAt >= 0) {
        // If this fails, go on watching for a while before the next try.
        auditAt = System.nanoTime() + AFTER_FAILED_AUDIT.toNanos();
        resourceVersion = list();
        auditAt = System.nanoTime() + jittered(auditEvery.get()).toNanos();
        told = "";
      }
      watch();
    } catch (Refused e) {
      refused(e.failure);
    }
  }

  private void broke(Exception e) {
    if (closed) {
      return;
    }
    tell("broke, going on", String.valueOf(e.getMessage()));
  }

  /** What goes wrong again and again in the same way is logged once. */
  private void tell(String what, String why) {
    LOG.atLevel(why.equals(told) ? Level.DEBUG : Level.WARN)
        .log("Watch of {} {} (pause {} ms): {}", name(), what, pause.toMillis(), why);
    told = why;
    sink.failed(why);
  }

  /** Goes on at once where it is pausing after a failure. */
  void wakeUp() {
    wakeUps.release();
  }

  /** Breaks a connection that has been silent for longer than bookmarks ever are. */
  void breakIfSilent(long nowNanos, Duration limit) {
    OpenBody open = body;
    if (open != null && nowNanos - heardAt > limit.toNanos()) {
      LOG.warn("Watch of {} is silent, connecting again", name());
      open.abandon();
    }
  }

  void close() {
    closed = true;
    OpenBody open = body;
    if (open != null) {
      open.close();
    }
    wakeUp();
  }

  private String list() throws IOException {
    sink.listing();
    String next = "";
    JsonNode metadata;
    do {
      String more =
          "limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + ResourcePath.query(next));
      try (OpenBody page = open(target.path(more), target.accept(true))) {
        metadata = new ObjectStream(target.kind(), page.stream()).list(sink::seen);
      } finally {
        body = null;
      }
      next = metadata.path("continue").asText("");
    } while (!next.isEmpty());
    sink.listed();
    return metadata.path("resourceVersion").asText();
  }

  private void watch() throws IOException {
    long untilAudit = Duration.ofNanos(auditAt - System.nanoTime()).toSeconds();
    long seconds =
        Math.clamp(
            untilAudit,
            1,
            WATCH_TIMEOUT.toSeconds() + random.nextLong(WATCH_TIMEOUT.toSeconds() / 4));
    long openedAt = System.nanoTime();
    String more =
        "watch=true&allowWatchBookmarks=true&timeoutSeconds="
            + seconds
            + "&resourceVersion="
            + resourceVersion;
    try (OpenBody open = open(target.path(more), target.accept(false))) {
      ObjectStream events = new ObjectStream(target.kind(), open.stream());
      while (!closed && events.next(event -> handle(events, event))) {
        heardAt = System.nanoTime();
        pause = FIRST_PAUSE;
        told = "";
      }
    } finally {
      body = null;
      if (System.nanoTime() - openedAt > HEALTHY_AFTER.toNanos()) {
        pause = FIRST_PAUSE;
      }
    }
  }

  private void handle(ObjectStream events, ObjectStream.Event event) {
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> sink.seen(events.named(event.object()));
      case "DELETED" -> sink.gone(events.named(event.object()));
      case "BOOKMARK" -> {}
      case "ERROR" ->
          throw new Refused(
              new Answer.Failure(
                  event.object().path("code").asInt(),
                  event.object().path("reason").asText(),
                  event.object().path("message").asText(),
                  event.object().path("details")));
      default -> LOG.debug("Watch of {}: unknown event {}", name(), event.type());
    }
    // After the sink: an event it failed on is seen again.
    resourceVersion = event.resourceVersion();
  }

  private OpenBody open(String path, String accept) throws IOException {
    OpenBody open = server.open(path, accept);
    if (open.status() != 200) {
      try (open) {
        throw new Refused(open.refusal().failure());
      }
    }
    heardAt = System.nanoTime();
    body = open;
    return open;
  }

  private void refused(Answer.Failure failure) {
    switch (failure.status()) {
      case 410 -> {
        LOG.info("Watch of {}: its version is forgotten, listing again", name());
        resourceVersion = "";
      }
      case 404 -> {
        // Also while it is not served yet: nothing of it exists either way.
        LOG.debug("{} is not served", name());
        resourceVersion = "";
        sink.listing();
        sink.listed();
      }
      case 401, 403, 429, 503 -> tell("refused", failure.toString());
      default -> {
        tell("refused, listing again", failure.toString());
        resourceVersion = "";
      }
    }
  }

  private void pauseBeforeNext() {
    long millis = jittered(pause).toMillis();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    try {
      if (wakeUps.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        wakeUps.drainPermits();
        pause = FIRST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Half to one and a half of it, so that watches that broke together do not return together. */
  private Duration jittered(Duration duration) {
    return Duration.ofMillis(duration.toMillis() / 2 + random.nextLong(duration.toMillis() + 1));
  }

  private String name() {
    return target.kind().apiVersion() + "/" + target.kind().plural();
  }

  /** The API server said no. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Answer.Failure failure;

    Refused(Answer.Failure failure) {
      super(failure.toString(), null, false, false);
      this.failure = failure;
    }
  }
}
