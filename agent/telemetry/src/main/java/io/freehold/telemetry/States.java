package io.freehold.telemetry;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ClusterReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The newest state of every entity and when it has to be sent next. Only the newest is ever kept: a
 * state that was not delivered is worthless once there is a newer one. Not thread safe.
 */
final class States {
  /** States of one application that follow each other faster are sent as one. */
  static final Duration COALESCE = Duration.ofSeconds(1);

  /** Every application is repeated once in so many report intervals. */
  static final int REFRESH_INTERVALS = 10;

  private final RandomGenerator random;
  private final Map<Object, Slot> slots = new LinkedHashMap<>();
  private Duration interval = ReportTarget.NONE.interval();

  States(RandomGenerator random) {
    this.random = random;
  }

  /** A new receiver or rhythm: everything is due. */
  void restart(Duration newInterval, Instant now) {
    interval = newInterval;
    for (Slot slot : slots.values()) {
      // Also for states that are on their way to the old receiver at this moment.
      slot.version++;
      slot.dueAt = now;
    }
  }

  /** The end is near: what was not sent yet is due. */
  void hurry(Instant now) {
    slots.values().stream()
        .filter(slot -> slot.version != slot.sentVersion)
        .forEach(slot -> slot.dueAt = now);
  }

  void cluster(ClusterReport report, Instant now) {
    put(ClusterReport.class, new ClusterState(report), now);
  }

  void application(ApplicationReport report, Instant now) {
    put(report.id(), new ApplicationState(report), now);
  }

  /** Forgets an application and leaves word that it is gone. */
  void gone(ApplicationId application, Instant now) {
    put(application, new GoneState(application), now);
  }

  /** The newest cluster report. */
  Optional<ClusterReport> cluster() {
    Slot slot = slots.get(ClusterReport.class);
    return slot != null && slot.state instanceof ClusterState(var report)
        ? Optional.of(report)
        : Optional.empty();
  }

  /** When the next state is due. */
  Optional<Instant> nextDue() {
    return slots.values().stream().map(slot -> slot.dueAt).min(Comparator.naturalOrder());
  }

  /** What is due now, longest due first. */
  List<Pick> due(Instant now, int limit) {
    return slots.entrySet().stream()
        .filter(entry -> !entry.getValue().dueAt.isAfter(now))
        .sorted(Comparator.comparing(entry -> entry.getValue().dueAt))
        .limit(limit)
        .map(entry -> new Pick(entry.getKey(), entry.getValue().version, entry.getValue().state))
        .toList();
  }

  /** The picks need no further attempt; what changed meanwhile becomes due again. */
  void done(List<Pick> picks, Instant now) {
    for (Pick pick : picks) {
      Slot slot = slots.get(pick.key);
      if (slot != null && slot.version == pick.version) {
        slot.sentAt = now;
        slot.sentVersion = pick.version;
        slot.dueAt = now.plus(pause(pick.state));
        if (pick.state instanceof GoneState) {
          slots.remove(pick.key);
        }
      } else if (slot != null) {
        slot.sentAt = now;
        slot.dueAt = now.plus(COALESCE);
      }
    }
  }

  private void put(Object key, State state, Instant now) {
    Slot slot = slots.get(key);
    if (slot == null) {
      slots.put(key, new Slot(state, now));
    } else if (!slot.state.same(state)) {
      slot.state = state;
      slot.version++;
      Instant earliest = slot.sentAt.plus(COALESCE);
      slot.dueAt = earliest.isAfter(now) ? earliest : now;
    } else {
      slot.state = state;
    }
  }

  private Duration pause(State state) {
    // Below the interval, so that jitter never makes a receiver wait longer than was promised.
    double share = random.nextDouble(0.75, 0.95);
    return Duration.ofNanos((long) (longestSilence(state, interval).toNanos() * share));
  }

  /** How long a receiver may have to wait for the next report about the same entity. */
  static Duration longestSilence(State state, Duration interval) {
    return state instanceof ClusterState ? interval : interval.multipliedBy(REFRESH_INTERVALS);
  }

  /** What is to be said about one entity. */
  sealed interface State {
    /** Whether a receiver that has this one would learn nothing from the other. */
    default boolean same(State other) {
      return equals(other);
    }
  }

  /** A cluster. */
  record ClusterState(ClusterReport report) implements State {
    @Override
    public boolean same(State other) {
      // The outbox numbers change with every report; they travel with the next one.
      return other instanceof ClusterState(var newer)
          && report.withOutbox(0, 0).equals(newer.withOutbox(0, 0));
    }
  }

  /** An application. */
  record ApplicationState(ApplicationReport report) implements State {}

  /** An application that no longer exists. */
  record GoneState(ApplicationId application) implements State {}

  /** A state that is being sent. */
  static final class Pick {
    private final Object key;
    private final long version;
    private final State state;

    private Pick(Object key, long version, State state) {
      this.key = key;
      this.version = version;
      this.state = state;
    }

    State state() {
      return state;
    }
  }

  private static final class Slot {
    State state;
    long version;
    long sentVersion = -1;
    Instant dueAt;
    Instant sentAt = Instant.EPOCH;

    Slot(State state, Instant dueAt) {
      this.state = state;
      this.dueAt = dueAt;
    }
  }
}
