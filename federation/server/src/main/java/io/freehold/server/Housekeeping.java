package io.freehold.server;

import io.freehold.store.AuditMonths;
import io.freehold.store.ChangeLog;
import io.freehold.store.History;
import io.freehold.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes room in the database from time to time. */
final class Housekeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofMinutes(20);

  private final History history;
  private final AuditMonths audit;
  private final ChangeLog changes;
  private final InstantSource clock;
  private final Rounds rounds;

  Housekeeping(History history, AuditMonths audit, ChangeLog changes, InstantSource clock) {
    this.history = history;
    this.audit = audit;
    this.changes = changes;
    this.clock = clock;
    this.rounds = new Rounds("housekeeping", EVERY, this::clean);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void clean() {
    try {
      List<String> dropped = new ArrayList<>(history.maintain(clock.instant()));
      dropped.addAll(audit.maintain(clock.instant()));
      if (!dropped.isEmpty()) {
        log.info("History older than it is kept was dropped: {}", dropped);
      }
      changes.prune();
    } catch (StoreException e) {
      log.warn("The database could not be tidied up, trying again later: {}", e.toString());
    }
  }
}
