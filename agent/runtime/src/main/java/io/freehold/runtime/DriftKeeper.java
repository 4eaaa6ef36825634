package io.freehold.runtime;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.FieldChange;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry.Drift;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.DriftDetails;
import io.freehold.engine.DriftDetector;
import io.freehold.engine.Fingerprint;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Prepared;
import io.freehold.engine.ResourceVersions;
import io.freehold.engine.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every new version of an application's objects: takes their health, and reverts what
 * somebody else changed. Owned by the application's actor.
 */
final class DriftKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(DriftKeeper.class);

  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

  private final Host host;
  private final ObjectTable table;
  private final DriftDetector detector;
  private final Clock clock;

  /** The actor around it. */
  interface Host {
    /** Whether drift is reverted now. */
    boolean repairs();

    /** Starts to write an object; answered by {@link #written}. */
    void repair(Prepared object);

    /** Asks the API server for an object; answered by {@link #looked}. */
    void look(Prepared object);

    /** Compares an object with what is wanted; answered by {@link #compared}. */
    void compare(Prepared object, WriteRules rules);

    /** Reminds of an object after a pause. */
    void remind(ObjectRef ref, Duration pause);

    /** Tells the world of a drift. */
    void journal(Drift drift, String message);
  }

  DriftKeeper(Host host, ObjectTable table, DriftDetector detector, Clock clock) {
    this.host = host;
    this.table = table;
    this.detector = detector;
    this.clock = clock;
  }

  /** A version of an object that was not seen before. */
  void seen(LiveObject live) {
    table.find(live.ref()).ifPresent(entry -> seen(entry, live));
  }

  /** A watch says that an object is gone; it may only have lost its label. */
  void gone(ObjectRef ref) {
    table
        .find(ref)
        .ifPresent(entry -> {
          Prepared applied = entry.applied;
          if (entry.busy) {
            // Before or after the write arrived? Only a look can tell.
            entry.goneMeanwhile = true;
          } else if (applied != null) {
            host.look(applied);
          }
        });
  }

  /** The answer to a look. */
  void looked(ObjectRef ref, Optional<LiveObject> live) {
    ObjectEntry entry = table.find(ref).orElse(null);
    if (entry == null || entry.busy) {
      return;
    }
    if (live.isPresent()) {
      seen(entry, live.get());
    } else if (entry.applied != null) {
      missing(entry);
    }
  }

  /** A write was answered. */
  void written(ObjectEntry entry, Prepared object, WriteOutcome outcome, boolean repair) {
    entry.busy = false;
    switch (outcome) {
      case WriteOutcome.Written written -> {
        entry.applied = object;
        entry.fingerprint = written.fingerprint();
        entry.state = ObjectEntry.State.SYNCED;
        entry.exact = true;
        entry.problem = "";
        entry.outdated = false;
        entry.verdict = null;
        entry.drift = null;
        entry.health = written.health();
        entry.resourceVersion = written.resourceVersion();
        if (repair) {
          entry.budget.repaired(clock.instant());
        }
      }
      case WriteOutcome.NotWritten refused -> {
        if (repair) {
          entry.budget.repaired(clock.instant());
          LOG.warn("{} could not be repaired: {}", entry.ref, refused.rejection().message());
          remind(entry, AFTER_REFUSAL);
        } else {
          entry.state = ObjectEntry.State.REFUSED;
          entry.problem = refused.rejection().message();
          if (entry.applied == null) {
            entry.health = ObjectEntry.GONE;
          }
        }
      }
    }
    LiveObject held = entry.held;
    entry.held = null;
    boolean goneMeanwhile = entry.goneMeanwhile;
    entry.goneMeanwhile = false;
    Runnable next = entry.next;
    entry.next = null;
    if (next != null) {
      next.run();
    } else if (goneMeanwhile && entry.applied != null) {
      host.look(entry.applied);
    } else if (held != null) {
      // It may be older than the write, or a change that came in between: both are decided there.
      seen(entry, held);
    }
  }

  /**
   * An object was compared with what Git wants.
   *
   * @param applied whether that was applied before, so that a difference is somebody's doing
   * @return false when it changed meanwhile, so that it has to be compared again
   */
  boolean compared(Prepared object, Comparison result, boolean applied) {
    ObjectEntry entry = table.find(object.ref()).orElse(null);
    if (entry == null) {
      return true;
    }
    entry.comparing = false;
    if (entry.busy) {
      // The write that came in between tells more.
      return true;
    }
    switch (result) {
      case Comparison.Present(LiveObject live, Verdict verdict) -> {
        if (!entry.resourceVersion.isEmpty()
            && ResourceVersions.isNewer(entry.resourceVersion, live.resourceVersion())) {
          return false;
        }
        entry.applied = object;
        entry.problem = "";
        entry.outdated = !applied;
        judged(entry, live, verdict);
      }
      case Comparison.Absent _ -> {
        entry.applied = object;
        entry.problem = "";
        entry.outdated = !applied;
        entry.state = applied ? ObjectEntry.State.SYNCED : ObjectEntry.State.MISSING;
        missing(entry);
      }
      case Comparison.Untold(ApplyResult.Rejected why) -> {
        LOG.warn("{} cannot be compared: {}", entry.ref, why.message());
        entry.state = ObjectEntry.State.REFUSED;
        entry.problem = why.message();
        entry.health = new Health(HealthState.UNKNOWN, why.message());
      }
    }
    return true;
  }

  private void judged(ObjectEntry entry, LiveObject live, Verdict verdict) {
    entry.fingerprint = verdict.wanted();
    entry.verdict = verdict;
    entry.resourceVersion = live.resourceVersion();
    entry.health = table.rules().health().rules().of(live.content());
    entry.exact = detector.same(verdict.wanted(), live);
    LiveObject held = entry.held;
    entry.held = null;
    if (verdict.changes().isEmpty()) {
      entry.state = ObjectEntry.State.SYNCED;
      entry.outdated = false;
      entry.drift = null;
    } else {
      DriftDetails drift = new DriftDetails(verdict.changes());
      boolean told = drift.equals(entry.drift);
      entry.state = ObjectEntry.State.DRIFTED;
      entry.drift = drift;
      if (repairs(entry)) {
        repair(entry, drift, "was changed");
      } else if (!told && !entry.outdated) {
        tell(entry, drift, "was changed", false);
      }
    }
    if (held != null) {
      seen(entry, held);
    }
  }

  /** An object was compared because of an event. */
  void comparedAgain(Prepared object, Comparison result) {
    ObjectEntry entry = table.find(object.ref()).orElse(null);
    if (entry == null || entry.applied != object) {
      // Git wants something else by now, and that is compared or applied on its own.
      return;
    }
    if (!compared(object, result, !entry.outdated)) {
      entry.comparing = true;
      host.compare(object, table.rules().of(object));
    }
  }

  /** Repairs are allowed now: looks at everything that is not as it should be. */
  void resume() {
    for (ObjectEntry entry : table.all()) {
      Prepared applied = entry.applied;
      boolean changed =
          entry.state == ObjectEntry.State.DRIFTED || entry.state == ObjectEntry.State.MISSING;
      if (changed && applied != null && !entry.busy) {
        host.look(applied);
      }
    }
  }

  /** Health is told by other rules now: looks at everything. */
  void judgeAgain() {
    for (ObjectEntry entry : table.all()) {
      if (entry.applied != null && !entry.busy) {
        entry.resourceVersion = "";
        host.look(entry.applied);
      }
    }
  }

  /** The time has come to look again at an object whose repair was put off. */
  void due(ObjectRef ref) {
    ObjectEntry entry = table.find(ref).orElse(null);
    if (entry == null) {
      return;
    }
    entry.reminded = false;
    if (entry.busy || entry.applied == null) {
      return;
    }
    if (entry.state == ObjectEntry.State.DRIFTED || entry.state == ObjectEntry.State.MISSING) {
      host.look(entry.applied);
    }
  }

  private void seen(ObjectEntry entry, LiveObject live) {
    if (entry.busy || entry.comparing) {
      entry.held = live;
      return;
    }
    boolean newer =
        entry.resourceVersion.isEmpty()
            || ResourceVersions.isNewer(live.resourceVersion(), entry.resourceVersion);
    if (!newer && entry.state != ObjectEntry.State.DRIFTED) {
      return;
    }
    entry.resourceVersion = live.resourceVersion();
    entry.health = table.rules().health().rules().of(live.content());
    Prepared applied = entry.applied;
    Fingerprint fingerprint = entry.fingerprint;
    if (fingerprint == null || applied == null) {
      return;
    }
    if (!repairs(entry)) {
      report(entry, fingerprint, applied, live);
      return;
    }
    DriftDetails drift =
        detector.compare(fingerprint, live, () -> applied.manifest().content()).orElse(null);
    entry.drift = drift;
    entry.exact = drift == null;
    if (drift == null) {
      entry.state = ObjectEntry.State.SYNCED;
    } else {
      entry.state = ObjectEntry.State.DRIFTED;
      repair(entry, drift, "was changed");
    }
  }

  /**
   * Nothing is reverted, so what an apply would change is what counts, not who holds the fields:
   * somebody may have put a value back. The API server is asked only when something changed that
   * matters for that.
   */
  private void report(
      ObjectEntry entry, Fingerprint fingerprint, Prepared applied, LiveObject live) {
    if (detector.same(fingerprint, live)) {
      entry.state = ObjectEntry.State.SYNCED;
      entry.exact = true;
      entry.drift = null;
    } else if (entry.verdict == null || !detector.holds(entry.verdict, live)) {
      entry.comparing = true;
      host.compare(applied, table.rules().of(applied));
    }
  }

  /** What was never applied is left to a sync, which knows what comes before it. */
  private boolean repairs(ObjectEntry entry) {
    return host.repairs() && !entry.outdated;
  }

  private void missing(ObjectEntry entry) {
    boolean told = entry.state == ObjectEntry.State.MISSING;
    entry.health = ObjectEntry.GONE;
    entry.state = ObjectEntry.State.MISSING;
    entry.verdict = null;
    entry.drift = null;
    entry.resourceVersion = "";
    if (repairs(entry)) {
      repair(entry, null, "was deleted");
    } else if (!told) {
      tell(entry, null, "was deleted", false);
    }
  }

  private void repair(ObjectEntry entry, @Nullable DriftDetails drift, String happened) {
    Prepared applied = entry.applied;
    if (applied == null || entry.reminded) {
      return;
    }
    Duration pause = entry.budget.pause(clock.instant());
    if (!pause.isZero()) {
      remind(entry, pause);
      return;
    }
    entry.busy = true;
    entry.fought = drift;
    host.repair(applied);
    tell(entry, drift, happened, true);
  }

  private void remind(ObjectEntry entry, Duration pause) {
    entry.reminded = true;
    host.remind(entry.ref, pause);
  }

  private void tell(
      ObjectEntry entry, @Nullable DriftDetails drift, String happened, boolean repaired) {
    String manager = drift == null ? "" : drift.manager();
    List<String> fields = drift == null ? List.of() : drift.fields();
    List<FieldChange> changes = drift == null ? List.of() : drift.changes();
    host.journal(
        new Drift(entry.ref.toString(), manager, fields, repaired, changes),
        describe(entry.ref, manager, fields, happened, repaired));
  }

  private static String describe(
      ObjectRef ref, String manager, List<String> fields, String happened, boolean repairs) {
    return ref
        + " "
        + happened
        + (manager.isEmpty() ? "" : " by " + manager)
        + (fields.isEmpty() ? "" : " at " + String.join(", ", fields))
        + (repairs ? ", reverted" : "");
  }
}
