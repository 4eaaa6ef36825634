package io.freehold.server;

import io.freehold.notify.DeliveryException;
import io.freehold.notify.Happening;
import io.freehold.notify.Mailer;
import io.freehold.notify.Message;
import io.freehold.notify.Outbound;
import io.freehold.notify.Rules;
import io.freehold.notify.Secrets;
import io.freehold.notify.Silence;
import io.freehold.notify.Stored;
import io.freehold.notify.Wires;
import io.freehold.store.Database;
import io.freehold.store.NotificationChanges;
import io.freehold.store.NotificationOutbox;
import io.freehold.store.NotificationOutbox.Taken;
import io.freehold.store.NotificationOutbox.Waiting;
import io.freehold.store.NotificationOutbox.Written;
import io.freehold.store.SilenceTable;
import io.freehold.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what changes: one thread looks at changes, one sends. Both may run in several planes
 * on one database, and all they know is there.
 */
final class Notifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration CLUSTERS_EVERY = Duration.ofSeconds(2);
  // Longer than any delivery takes.
  private static final Duration LEASE = Duration.ofMinutes(3);
  private static final Duration OUTAGE = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration PRUNE_EVERY = Duration.ofMinutes(20);
  private static final int MOST_ATTEMPTS = 20;
  private static final int MOST_AT_A_TIME = 32;

  private final Supplier<Rules> rules;
  private final NotificationChanges changes;
  private final NotificationOutbox outbox;
  private final SilenceTable silences;
  private final Wires wires;
  private final InstantSource clock;
  private final Semaphore sending = new Semaphore(MOST_AT_A_TIME);
  private final Rounds watcher;
  private final Rounds sender;
  // Used by the watcher only.
  private Instant listeningSince;
  private long lastLook = System.nanoTime();
  private long lastClusters;
  // Used by the sender only.
  private long lastPrune;

  Notifier(
      Supplier<Rules> rules,
      NotificationChanges changes,
      NotificationOutbox outbox,
      SilenceTable silences,
      Wires wires) {
    this.rules = rules;
    this.changes = changes;
    this.outbox = outbox;
    this.silences = silences;
    this.wires = wires;
    this.clock = wires.clock();
    this.listeningSince = clock.instant();
    this.lastPrune = System.nanoTime() - PRUNE_EVERY.toNanos();
    this.lastClusters = System.nanoTime() - CLUSTERS_EVERY.toNanos();
    this.watcher = new Rounds("notification-triggers", EVERY, () -> guarded(this::watch));
    this.sender = new Rounds("notification-sender", EVERY, () -> guarded(this::send));
  }

  /** With the tables of a database. */
  static Notifier of(
      Database database,
      Supplier<Rules> rules,
      NotificationSettings settings,
      InstantSource clock) {
    return new Notifier(
        rules,
        new NotificationChanges(database),
        new NotificationOutbox(database),
        new SilenceTable(database),
        new Wires(
            new Outbound(settings.addresses()),
            new Mailer(settings.addresses()),
            settings.secrets(),
            clock));
  }

  /** Messages on their way out, and the log. */
  NotificationOutbox outbox() {
    return outbox;
  }

  /** Secrets that rules may name. */
  Secrets secrets() {
    return wires.secrets();
  }

  void start() {
    watcher.start();
    sender.start();
  }

  /** Silences of the rules and of operators. */
  List<Silence> silences() {
    List<Silence> all = new ArrayList<>(rules.get().silences());
    for (SilenceTable.Row row : silences.open(clock.instant())) {
      all.add(
          new Silence(
              row.id(), Stored.matchers(row.about()), row.until(), row.author(), row.reason()));
    }
    return all;
  }

  @Override
  public void close() {
    for (Rounds rounds : List.of(watcher, sender)) {
      rounds.close();
      rounds.join(CLOSE_TIMEOUT);
    }
  }

  private void watch() {
    Rules current = rules.get();
    if (current.idle()) {
      // Nothing is noted: when there are rules again, everything is looked at once.
      lastLook = System.nanoTime();
      return;
    }
    long began = System.nanoTime();
    if (began - lastLook > OUTAGE.toNanos()) {
      // The database was away, and clusters could not report.
      listeningSince = clock.instant();
    }
    boolean clusters = began - lastClusters > CLUSTERS_EVERY.toNanos();
    List<Silence> silent = silences();
    boolean more = true;
    while (more && !Thread.currentThread().isInterrupted()) {
      Instant now = clock.instant();
      more =
          changes.advance(
              current.digest(),
              clusters,
              now,
              new NotificationJudge(current, silent, now, listeningSince));
      if (clusters) {
        lastClusters = began;
        clusters = false;
      }
      lastLook = System.nanoTime();
    }
  }

  private void send() {
    Rules current = rules.get();
    Instant now = clock.instant();
    if (System.nanoTime() - lastPrune > PRUNE_EVERY.toNanos()) {
      lastPrune = System.nanoTime();
      outbox.prune(now.minus(KEPT));
    }
    outbox.collect(
        now, current::perMinute, (id, target, group) -> write(current, id, target, group));
    int room = sending.availablePermits();
    if (room > 0) {
      for (Taken taken : outbox.take(now, LEASE, room)) {
        sending.acquireUninterruptibly();
        Thread.ofVirtual()
            .name("notification")
            .start(() -> {
              try {
                deliver(current, taken);
              } finally {
                sending.release();
              }
            });
      }
    }
  }

  private static Optional<Written> write(
      Rules rules, String id, String target, List<Waiting> group) {
    List<Rules.Occurrence> occurrences =
        group.stream()
            .map(one ->
                new Rules.Occurrence(
                    new Happening(one.trigger(), Happening.Phase.valueOf(one.phase())),
                    one.at(),
                    Stored.values(one.happened())))
            .toList();
    return rules
        .write(id, target, group.getFirst().incident(), occurrences)
        .map(message ->
            new Written(
                message.title(),
                message.after().getOrDefault("name", "").equals("")
                    ? ""
                    : message.after().get("namespace") + "/" + message.after().get("name"),
                message.clusters(),
                message.count(),
                Stored.write(message)));
  }

  private void deliver(Rules current, Taken taken) {
    try {
      Message message = Stored.message(taken.message());
      current.deliver(taken.target(), message, wires);
      outbox.sent(taken.id(), clock.instant());
    } catch (DeliveryException e) {
      failed(taken, e);
    } catch (StoreException e) {
      // It arrived, or not; the lease ends and it is sent again with the same id.
      log.debug("a delivery cannot be noted: {}", e.toString());
    }
  }

  private void failed(Taken taken, DeliveryException e) {
    String problem = String.valueOf(e.getMessage());
    try {
      if (e.worthRetrying() && taken.attempts() < MOST_ATTEMPTS) {
        outbox.failed(taken.id(), problem, clock.instant().plus(pause(taken.attempts(), e)));
      } else {
        log.warn("Notification {} for {} is given up: {}", taken.id(), taken.target(), problem);
        outbox.dead(taken.id(), problem, clock.instant());
      }
    } catch (StoreException lost) {
      log.debug("a failed delivery cannot be noted: {}", lost.toString());
    }
  }

  /** One second, two, four … ten minutes, give or take a fifth, or what the target asks for. */
  private static Duration pause(int attempts, DeliveryException e) {
    Duration pause = Duration.ofSeconds(1L << Math.min(attempts - 1, 10));
    Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    long millis = bounded.toMillis();
    Duration jittered =
        Duration.ofMillis(
            millis + ThreadLocalRandom.current().nextLong(-millis / 5, millis / 5 + 1));
    return jittered.compareTo(e.pause()) < 0 ? e.pause() : jittered;
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (StoreException e) {
      log.debug("notifications wait for the database: {}", e.toString());
    } catch (RuntimeException e) {
      log.error("Notifications met a fault of the plane", e);
    }
  }
}
