package io.freehold.runtime;

import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.ApplicationStatus.Summary;
import io.freehold.api.Condition;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectDifference;
import io.freehold.api.OperationPhase;
import io.freehold.api.OrphanedObject;
import io.freehold.api.RolledBack;
import io.freehold.api.SyncState;
import io.freehold.engine.Desired;
import io.freehold.engine.DriftDetails;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an Application's status says, as the actor learns it; starts with what the last
 * process wrote. Owned by the actor.
 */
final class StatusBoard {
  /** Reason for being busy: what is known of the objects is about to change. */
  static final String COMPARING = "Comparing";

  /** Reason for being busy: objects are being applied. */
  static final String SYNCING = "Syncing";

  /** Reason for being stalled: a person ended the sync. */
  static final String TERMINATED = "Terminated";

  private final ObjectTable table;
  private final Clock clock;
  private final ApplicationStatus inherited;
  private ApplicationStatus before;
  private final SyncLog syncs;

  private long generation;
  private String revision;
  private String digest;
  private long driftRepairs;
  private String comparedRevision;
  private String healthyRevision;
  private String healthyDigest;
  private @Nullable RolledBack rolledBack;
  private List<String> deletionHooks;
  private List<ObjectDifference> extras = List.of();
  private List<OrphanedObject> orphans = List.of();
  private boolean fighting;
  private boolean looked;
  private boolean inSync;
  private Fact source = new Fact("Unknown", "NotAsked", "");
  private Fact rendered = new Fact("Unknown", "NotRendered", "");
  private String unlisted = "";
  private String unreadable = "";
  private String refused = "";
  private String pinned = "";
  private boolean asked;
  private String stalledReason = "";
  private String stalledMessage = "";
  private String busyReason = "Starting";
  private String busyMessage = "";

  /** How many fields of an object are named in a message. */
  private static final int NAMED_FIELDS = 5;

  private record Fact(String status, String reason, String message) {}

  /**
   * How the last sync failed.
   *
   * @param attempt its number, 1 for the first
   * @param message why
   * @param terminated whether a person ended it
   */
  record Failure(int attempt, String message, boolean terminated) {}

  StatusBoard(ApplicationStatus before, ObjectTable table, Clock clock) {
    this.inherited = before;
    this.before = before;
    this.table = table;
    this.clock = clock;
    this.syncs = new SyncLog(before, clock);
    this.revision = before.revision();
    this.digest = before.digest();
    this.comparedRevision = before.comparedRevision();
    this.healthyRevision = before.healthyRevision();
    this.healthyDigest = before.healthyDigest();
    this.rolledBack = before.rolledBack();
    this.deletionHooks = before.deletionHooks();
    this.driftRepairs = before.summary().driftRepairs();
  }

  /** What the status says of syncs. */
  SyncLog syncs() {
    return syncs;
  }

  void generation(long newGeneration) {
    generation = newGeneration;
  }

  long generation() {
    return generation;
  }

  /** The revision at which everything was last synced and healthy; empty when it never was. */
  String healthyRevision() {
    return healthyRevision;
  }

  /** Digest of the objects of {@link #healthyRevision}. */
  String healthyDigest() {
    return healthyDigest;
  }

  /** The revision that was last applied. */
  String revision() {
    return revision;
  }

  /** The phases of hooks that run when the Application is deleted, and did not run yet. */
  List<String> deletionHooks() {
    return deletionHooks;
  }

  /** What is applied from now on has these hooks of a deletion. */
  void wantsDeletionHooks(Desired desired) {
    deletionHooks =
        Stream.concat(deletionHooks.stream(), phases(desired)).distinct().sorted().toList();
  }

  /** What was applied as a whole has these hooks of a deletion, and no others. */
  void hasDeletionHooks(Desired desired) {
    deletionHooks = phases(desired).distinct().sorted().toList();
  }

  private static Stream<String> phases(Desired desired) {
    return desired.deletionHooks().stream().map(hook -> hook.phase().text());
  }

  /** All hooks of a phase of the deletion ran. */
  void ranDeletionHooks(String phase) {
    deletionHooks = deletionHooks.stream().filter(left -> !left.equals(phase)).toList();
  }

  /** What it went back from; null while it follows Git. */
  @Nullable RolledBack rolledBack() {
    return rolledBack;
  }

  /** It went back from something, or follows Git again when null. */
  void rolledBack(@Nullable RolledBack from) {
    rolledBack = from;
  }

  void source(Fetched state) {
    if (state.available()) {
      source = new Fact("True", "Fetched", "");
    } else if (!state.error().isEmpty()) {
      source =
          new Fact("False", state.refused() ? "SignatureRefused" : "FetchFailed", state.error());
    }
  }

  void rendered() {
    rendered = new Fact("True", "Rendered", "");
  }

  void notRendered(String reason, String message) {
    rendered = new Fact("False", reason, message);
  }

  /** Why the newest spec cannot be read; empty when it can. */
  void unreadable(String problem) {
    unreadable = problem;
  }

  /** Somebody wants to know how things are. */
  void asked() {
    asked = true;
  }

  /** Whether somebody asked since this was asked the last time. */
  boolean takeAsked() {
    boolean was = asked;
    asked = false;
    return was;
  }

  /** The revision that the spec holds it at; empty when it follows Git. */
  void pinned(String at) {
    pinned = at;
  }

  /** The kinds of ours that cannot be listed, and why. */
  void unlisted(Map<KindName, String> problems) {
    unlisted =
        problems.entrySet().stream()
            .map(problem ->
                "%s cannot be listed: %s; its changes are not seen and none of it is pruned"
                    .formatted(problem.getKey(), problem.getValue()))
            .collect(Collectors.joining("; "));
  }

  /** What the project does not allow; empty when it allows everything. */
  void refused(String refusal) {
    refused = refusal;
  }

  /** Nothing happens until somebody changes something; an empty reason takes it back. */
  void stalled(String reason, String message) {
    stalledReason = reason;
    stalledMessage = message;
  }

  /** Work is under way or waits; an empty reason takes it back. */
  void busy(String reason, String message) {
    busyReason = reason;
    busyMessage = message;
  }

  /** The cluster holds what Git wants at a commit. */
  void applied(String newRevision, String newDigest) {
    revision = newRevision;
    digest = newDigest;
  }

  /** Whether the newest render that could be made has been applied as a whole. */
  void inSync(boolean applied) {
    looked = true;
    inSync = applied;
  }

  /** The cluster was compared with what Git wants at a commit. */
  void compared(String newRevision) {
    comparedRevision = newRevision;
  }

  /** Objects that Git does not want any more and that stay until somebody asks. */
  void extras(List<ObjectDifference> objects) {
    extras = objects;
  }

  /** Objects near ours whose Application does not exist. */
  void orphans(List<OrphanedObject> objects) {
    orphans = objects;
  }

  void driftRepaired() {
    driftRepairs++;
  }

  /** Whether the last status told of a fight, which may end without any event. */
  boolean fighting() {
    return fighting;
  }

  /** Whether the status is expected to stay until something happens outside. */
  boolean settled() {
    return busyReason.isEmpty() || busyReason.startsWith("Waiting");
  }

  String digest() {
    return digest;
  }

  /** Whether the process before this one applied just these objects, of just this spec. */
  boolean wasApplied(String objects) {
    return inherited.digest().equals(objects)
        && inherited.operation().phase() == OperationPhase.SUCCEEDED
        && inherited.observedGeneration() == generation;
  }

  /** How the process before this one failed to apply just these objects, of just this spec. */
  Optional<Failure> failedBefore(String objects) {
    ApplicationStatus.Operation last = inherited.operation();
    boolean same =
        last.phase() == OperationPhase.FAILED
            && last.id().isEmpty()
            && inherited.observedGeneration() == generation
            && !inherited.history().isEmpty()
            && inherited.history().getFirst().phase() == OperationPhase.FAILED
            && inherited.history().getFirst().digest().equals(objects);
    boolean terminated =
        inherited.conditions().stream()
            .anyMatch(c -> c.type().equals(Condition.STALLED) && c.reason().equals(TERMINATED));
    return same
        ? Optional.of(new Failure(Math.max(1, last.attempt()), last.message(), terminated))
        : Optional.empty();
  }

  /** The status as of now. */
  ApplicationStatus compose() {
    SyncState sync = looked ? sync() : before.sync();
    Health health = health();
    if (looked && sync == SyncState.SYNCED && health.status() == HealthState.HEALTHY) {
      healthyRevision = revision;
      healthyDigest = digest;
    }
    Summary summary =
        looked
            ? new Summary(table.size(), table.synced(), table.healthy(), driftRepairs)
            : new Summary(
                before.summary().objects(),
                before.summary().synced(),
                before.summary().healthy(),
                driftRepairs);
    Conditions conditions = new Conditions(before.conditions(), generation, clock);
    Fact stalled = stalled();
    ready(conditions, stalled, sync, health);
    conditions.add(
        Condition.RECONCILING,
        !busyReason.isEmpty(),
        busyReason.isEmpty() ? "Idle" : busyReason,
        busyMessage);
    conditions.add(Condition.STALLED, stalled.status, stalled.reason, stalled.message);
    conditions.add(Condition.SOURCE_AVAILABLE, source.status, source.reason, source.message);
    conditions.add(Condition.RENDERED, rendered.status, rendered.reason, rendered.message);
    if (!refused.isEmpty()) {
      conditions.add(Condition.PERMITTED, false, "ProjectRefused", refused);
    }
    if (!unlisted.isEmpty()) {
      conditions.add(Condition.WATCHED, false, "KindNotListed", unlisted);
    }
    if (!pinned.isEmpty()) {
      conditions.add(
          Condition.PINNED,
          true,
          "Pinned",
          "spec.pin holds it at " + pinned + ", whatever Git wants");
    }
    RolledBack back = rolledBack;
    if (back != null) {
      conditions.add(Condition.ROLLED_BACK, true, back.reason(), describe(back));
    }
    if (!orphans.isEmpty()) {
      OrphanedObject first = orphans.getFirst();
      conditions.add(
          Condition.ORPHANS,
          true,
          "ApplicationMissing",
          "%d objects belong to no Application any more, as %s of %s; nothing deletes them"
              .formatted(orphans.size(), first.ref(), first.application()));
    }
    List<ObjectEntry> fights = table.fights(clock.instant());
    fighting = !fights.isEmpty();
    if (!fights.isEmpty()) {
      conditions.add("Fight", true, "RepeatedDrift", describe(fights));
    }
    before =
        new ApplicationStatus(
            generation,
            revision,
            digest,
            sync,
            health,
            healthyRevision,
            healthyDigest,
            rolledBack,
            deletionHooks,
            syncs.operation(),
            syncs.history(),
            conditions.list(),
            summary,
            comparedRevision,
            differences(),
            orphans.stream().limit(ApplicationStatus.ORPHANS_LIMIT).toList());
    return before;
  }

  private List<ObjectDifference> differences() {
    // While objects are being looked at or applied, each of them would come and go.
    if (!looked || busyReason.equals(COMPARING) || busyReason.equals(SYNCING)) {
      return before.differences();
    }
    if (table.synced() == table.size() && extras.isEmpty()) {
      return List.of();
    }
    int limit = ApplicationStatus.DIFFERENCES_LIMIT;
    List<ObjectDifference> all = new ArrayList<>(table.differences(limit));
    extras.stream().limit(limit - all.size()).forEach(all::add);
    return all;
  }

  /** The health of what there is now. */
  Health health() {
    if (!unreadable.isEmpty() && !looked) {
      return new Health(HealthState.UNKNOWN, unreadable);
    }
    if (!unlisted.isEmpty()) {
      return new Health(HealthState.UNKNOWN, unlisted);
    }
    return looked ? table.health() : before.health();
  }

  private SyncState sync() {
    // What is in place is the last good state; whether Git still wants that cannot be told.
    if (rendered.status.equals("False") || !refused.isEmpty()) {
      return SyncState.UNKNOWN;
    }
    if (busyReason.equals(COMPARING)) {
      return before.sync();
    }
    return inSync && rolledBack == null && table.synced() == table.size() && extras.isEmpty()
        ? SyncState.SYNCED
        : SyncState.OUT_OF_SYNC;
  }

  private Fact stalled() {
    if (!unreadable.isEmpty()) {
      return new Fact(
          "True",
          "Unreadable",
          unreadable + (looked ? "; what it said before stays in force" : "; nothing is done"));
    }
    if (!refused.isEmpty()) {
      return new Fact("True", "ProjectRefused", refused);
    }
    if (rolledBack != null && stalledReason.isEmpty()) {
      return new Fact("True", "RolledBack", describe(rolledBack));
    }
    return stalledReason.isEmpty()
        ? new Fact("False", "NotStalled", "")
        : new Fact("True", stalledReason, stalledMessage);
  }

  private void ready(Conditions conditions, Fact stalled, SyncState sync, Health health) {
    if (rendered.status.equals("False")) {
      conditions.add(Condition.READY, false, rendered.reason, rendered.message);
    } else if (stalled.status.equals("True")) {
      conditions.add(Condition.READY, false, stalled.reason, stalled.message);
    } else if (sync != SyncState.SYNCED) {
      conditions.add(
          Condition.READY,
          false,
          sync.toString(),
          !busyMessage.isEmpty()
              ? busyMessage
              : inSync ? differing() : syncs.operation().message());
    } else if (health.status() != HealthState.HEALTHY) {
      conditions.add(Condition.READY, false, health.status().toString(), health.message());
    } else {
      conditions.add(Condition.READY, true, "SyncedAndHealthy", "");
    }
  }

  private String differing() {
    if (table.synced() < table.size()) {
      return table.differing();
    }
    return extras.getFirst().ref()
        + (extras.size() == 1 ? " is" : " and " + (extras.size() - 1) + " more are")
        + " not in Git any more and not pruned";
  }

  private static String describe(RolledBack back) {
    return "revision %s was bad (%s); it stays at %s until Git wants something else"
        .formatted(back.revision(), back.message(), back.to());
  }

  private static String describe(List<ObjectEntry> fights) {
    return fights.stream()
        .limit(3)
        .map(entry -> entry.ref + " is changed again and again" + by(entry.fought))
        .collect(Collectors.joining("; "));
  }

  private static String by(@Nullable DriftDetails drift) {
    if (drift == null) {
      return "";
    }
    String fields = drift.fields().stream().limit(NAMED_FIELDS).collect(Collectors.joining(", "));
    return (drift.manager().isEmpty() ? "" : " by " + drift.manager()) + " at " + fields;
  }
}
