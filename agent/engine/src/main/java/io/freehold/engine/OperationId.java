package io.freehold.engine;

import java.time.Instant;
import java.util.Locale;

/**
 * What tells one operation of an application from all its others, over restarts too.
 *
 * @param revision commit it applies
 * @param startedAt when it started
 */
public record OperationId(String revision, Instant startedAt) {
  private static final int SHORT = 7;

  /** What hooks of the operation carry, so that a restarted agent knows that they ran. */
  String mark(SyncPhase phase) {
    return "%s-%d-%s".formatted(shortRevision(), startedAt.toEpochMilli(), phase);
  }

  /** What follows {@code generateName}: the same within an operation, another one in the next. */
  String suffix(SyncPhase phase) {
    return "%s-%s-%d"
        .formatted(shortRevision(), phase, startedAt.getEpochSecond())
        .toLowerCase(Locale.ROOT);
  }

  private String shortRevision() {
    return revision.length() <= SHORT ? revision : revision.substring(0, SHORT);
  }
}
