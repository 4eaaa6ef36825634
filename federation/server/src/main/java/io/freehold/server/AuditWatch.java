package io.freehold.server;

import io.freehold.store.AuditCheck;
import io.freehold.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the chains of the audit log as they grow. */
final class AuditWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final AuditCheck check;
  private final Rounds rounds;

  AuditWatch(AuditCheck check) {
    this.check = check;
    this.rounds = new Rounds("audit", EVERY, this::check);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void check() {
    try {
      int found = check.run();
      if (found > 0) {
        log.warn("{} chains of the audit log are not whole; see /api/v1/audit/chains", found);
      }
    } catch (StoreException e) {
      log.warn("The audit log could not be checked, trying again: {}", e.toString());
    }
  }
}
