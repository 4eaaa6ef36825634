package io.freehold.runtime;

import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HookRun;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.HookKey;
import io.freehold.engine.HookOutcome;
import io.freehold.engine.OperationId;
import io.freehold.engine.OperationRecord;
import io.freehold.engine.OperationRecord.Ending;
import io.freehold.engine.SyncPhase;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Operations as an Application's status keeps them over a crash. */
final class Records {
  private Records() {}

  /** The hooks of an operation, for its status. */
  static List<HookRun> hooks(OperationRecord record) {
    return record.hooks().entrySet().stream().map(Records::run).toList();
  }

  private static HookRun run(Map.Entry<HookKey, HookOutcome> hook) {
    ObjectRef ref = hook.getKey().ref();
    return new HookRun(
        hook.getKey().phase().text(),
        ref.group(),
        ref.kind(),
        ref.namespace(),
        ref.name(),
        hook.getValue().text());
  }

  /** What a status says of an operation that was running; empty when there is none to take up. */
  static Optional<OperationRecord> of(ApplicationStatus.Operation operation) {
    if (operation.phase() != OperationPhase.RUNNING || operation.digest().isEmpty()) {
      return Optional.empty();
    }
    try {
      SortedMap<HookKey, HookOutcome> hooks = new TreeMap<>();
      for (HookRun run : operation.hooks()) {
        hooks.put(
            new HookKey(
                SyncPhase.of(run.phase()),
                new ObjectRef(run.group(), run.kind(), run.namespace(), run.name())),
            HookOutcome.of(run.outcome()));
      }
      return Optional.of(
          new OperationRecord(
              new OperationId(operation.revision(), Instant.parse(operation.startedAt())),
              operation.digest(),
              operation.attempt(),
              hooks,
              ending(operation)));
    } catch (DateTimeParseException | IllegalArgumentException _) {
      // Somebody wrote it who is not us: a new operation finds what is there.
      return Optional.empty();
    }
  }

  private static Optional<Ending> ending(ApplicationStatus.Operation operation) {
    for (OperationPhase phase : OperationPhase.values()) {
      if (phase.toString().equals(operation.ending())) {
        return Optional.of(new Ending(phase, operation.endingMessage()));
      }
    }
    return Optional.empty();
  }
}
