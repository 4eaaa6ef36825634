package io.freehold.kube;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterPort.ResourceKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The open watches of a cluster, one virtual thread each, and the watchdog that looks for silent
 * ones.
 */
final class Watches implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
  // Bookmarks come about once a minute.
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(3);
  private static final Duration AUDIT_EVERY = Duration.ofMinutes(30);

  private final ApiServer server;
  private final RandomGenerator random;
  private final Map<Key, ResourceWatch> open = new ConcurrentHashMap<>();
  private final Set<ObjectWatch> singles = ConcurrentHashMap.newKeySet();
  private final Thread watchdog;
  private volatile Duration auditEvery = AUDIT_EVERY;

  Watches(ApiServer server, RandomGenerator random) {
    this.server = server;
    this.random = random;
    this.watchdog = Thread.ofVirtual().name("watchdog").start(this::watchOverAll);
  }

  /** The same objects may be watched for several purposes, each with a sink of its own. */
  private record Key(ResourceWatch.Target target, Class<?> purpose) {}

  /** Opens a watch, unless the same is open for the same purpose. */
  void open(ResourceWatch.Target target, ObjectSink sink) {
    open.computeIfAbsent(
        new Key(target, sink.getClass()),
        _ -> {
          ResourceWatch watch = new ResourceWatch(server, target, sink, random, () -> auditEvery);
          Thread.ofVirtual().name("watch " + ResourcePath.all(target.kind())).start(watch);
          return watch;
        });
  }

  /** Starts to watch one object; whoever asked for it closes it. */
  ObjectWatch one(
      Supplier<Optional<ResourceKind>> kind, ObjectRef ref, ClusterPort.WatchListener listener) {
    ObjectWatch watch =
        new ObjectWatch(
            kind,
            listener,
            known ->
                new ResourceWatch(
                    server,
                    ResourceWatch.Target.one(known, ref),
                    new ListenerSink(known, listener),
                    random,
                    () -> auditEvery),
            singles::remove);
    singles.add(watch);
    Thread.ofVirtual().name("watch " + ref).start(watch::look);
    return watch;
  }

  /** Sets the pause between two full lists of a resource; counts from the next list on. */
  void auditEvery(Duration pause) {
    auditEvery = pause;
  }

  /** Lets watches that wait after a failure try at once. */
  void wakeUp() {
    open.values().forEach(ResourceWatch::wakeUp);
    singles.forEach(ObjectWatch::wakeUp);
  }

  @Override
  public void close() {
    watchdog.interrupt();
    open.values().forEach(ResourceWatch::close);
    singles.forEach(ObjectWatch::close);
  }

  private void watchOverAll() {
    try {
      while (true) {
        Thread.sleep(LOOK_EVERY);
        long now = System.nanoTime();
        open.values().forEach(watch -> watch.breakIfSilent(now, SILENCE_LIMIT));
        singles.forEach(watch -> watch.breakIfSilent(now, SILENCE_LIMIT));
      }
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }
}
