package io.freehold.engine;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Operation.State;
import io.freehold.engine.Operation.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The transitions of an {@link Operation}; one instance makes one step. */
final class Stepper {
  /**
   * How often an object is tried whose definition is established, but not served yet: about 10 s.
   */
  private static final int DISCOVERY_TRIES = 12;

  private static final Duration DISCOVERY_PAUSE = Duration.ofMillis(100);
  private static final Duration DISCOVERY_PAUSE_MAX = Duration.ofSeconds(1);

  private Operation operation;
  private final List<Command> commands = new ArrayList<>();

  Stepper(Operation operation) {
    this.operation = operation;
  }

  Step on(Observation observation) {
    switch (operation.state()) {
      case State.Applying applying -> applying(applying, observation);
      case State.Waiting waiting -> waiting(waiting, observation);
      case State.Listing _ -> listing(observation);
      case State.Pruning pruning -> pruning(pruning, observation);
      case State.Draining draining -> draining(draining, observation);
      case State.Ended _ -> {}
    }
    return new Step(operation, commands);
  }

  /** Goes on with a group, or with pruning after the last one. */
  Step enter(int index) {
    boolean waveEnds =
        index > 0
            && (index == operation.groups().size()
                || operation.groups().get(index).wave()
                    != operation.groups().get(index - 1).wave());
    if (waveEnds && !operation.failures().isEmpty()) {
      end(OperationPhase.FAILED, Failures.describe(operation.failures()));
    } else if (index == operation.groups().size()) {
      afterApply();
    } else {
      Set<ObjectRef> awaits = new HashSet<>(operation.groups().get(index).awaits());
      awaits.removeAll(operation.failures().keySet());
      if (awaits.isEmpty()) {
        begin(index);
      } else {
        operation = operation.with(new State.Waiting(index, Set.copyOf(awaits)));
        commands.add(new Command.Look(Set.copyOf(awaits)));
        commands.add(new Command.Wake(operation.policy().healthTimeout(), index));
      }
    }
    return new Step(operation, commands);
  }

  Step supersede() {
    Set<ObjectRef> inFlight =
        switch (operation.state()) {
          case State.Applying applying -> applying.inFlight();
          case State.Pruning pruning -> pruning.inFlight();
          case State.Draining draining -> draining.inFlight();
          case State.Waiting _, State.Listing _, State.Ended _ -> Set.of();
        };
    if (!operation.ended()) {
      drain(inFlight);
    }
    return new Step(operation, commands);
  }

  private void begin(int index) {
    fill(new State.Applying(index, 0, Set.of(), Map.of()));
  }

  /** Asks for as much of the group as may be in flight; goes on when all of it was answered. */
  private void fill(State.Applying applying) {
    List<Prepared> work = operation.groups().get(applying.group()).work();
    Set<ObjectRef> inFlight = new HashSet<>(applying.inFlight());
    int next = applying.next();
    while (next < work.size() && inFlight.size() < operation.policy().parallel()) {
      inFlight.add(work.get(next).ref());
      commands.add(new Command.Apply(work.get(next), Duration.ZERO));
      next++;
    }
    operation =
        operation.with(
            new State.Applying(applying.group(), next, Set.copyOf(inFlight), applying.tries()));
    if (inFlight.isEmpty()) {
      enter(applying.group() + 1);
    }
  }

  private void applying(State.Applying applying, Observation observation) {
    switch (observation) {
      case Observation.Applied applied when applying.inFlight().contains(applied.ref()) -> {
        operation = operation.with(operation.tally().plus(applied.change()));
        fill(without(applying, applied.ref()));
      }
      case Observation.Refused refused when applying.inFlight().contains(refused.ref()) ->
          refused(applying, refused);
      default -> {}
    }
  }

  private void refused(State.Applying applying, Observation.Refused refused) {
    ObjectRef ref = refused.ref();
    Prepared object =
        operation.groups().get(applying.group()).work().stream()
            .filter(candidate -> candidate.ref().equals(ref))
            .findFirst()
            .orElseThrow();
    int tries = applying.tries().getOrDefault(ref, 0) + 1;
    if (refused.rejection().retry() == ApplyResult.Retry.AFTER_DISCOVERY
        && definedHere(applying.group(), ref)
        && tries < DISCOVERY_TRIES) {
      // Established only means that the API server will serve the kind in a moment.
      Map<ObjectRef, Integer> counted = new HashMap<>(applying.tries());
      counted.put(ref, tries);
      operation =
          operation.with(
              new State.Applying(
                  applying.group(), applying.next(), applying.inFlight(), Map.copyOf(counted)));
      commands.add(new Command.Apply(object, pause(tries)));
    } else {
      operation =
          operation.withFailure(ref, refused.rejection().message() + " (" + object.origin() + ")");
      fill(without(applying, ref));
    }
  }

  /** Whether the group waited for a definition; then its kind appears in a moment. */
  private boolean definedHere(int group, ObjectRef ref) {
    return operation.groups().get(group).awaits().stream()
        .anyMatch(awaited ->
            KindRank.isDefinition(awaited)
                && awaited.name().endsWith("." + ref.group())
                && !operation.failures().containsKey(awaited));
  }

  private static Duration pause(int tries) {
    Duration pause = DISCOVERY_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(DISCOVERY_PAUSE_MAX) < 0 ? pause : DISCOVERY_PAUSE_MAX;
  }

  private static State.Applying without(State.Applying applying, ObjectRef ref) {
    return new State.Applying(
        applying.group(), applying.next(), minus(applying.inFlight(), ref), applying.tries());
  }

  private void waiting(State.Waiting waiting, Observation observation) {
    switch (observation) {
      case Observation.Healths(Map<ObjectRef, HealthState> states) -> {
        Set<ObjectRef> remaining = new HashSet<>(waiting.remaining());
        remaining.removeIf(ref -> states.get(ref) == HealthState.HEALTHY);
        if (remaining.isEmpty()) {
          begin(waiting.group());
        } else {
          operation = operation.with(new State.Waiting(waiting.group(), Set.copyOf(remaining)));
        }
      }
      case Observation.Woken woken when woken.ticket() == waiting.group() ->
          end(
              OperationPhase.FAILED,
              "not healthy within %s: %s"
                  .formatted(
                      operation.policy().healthTimeout(), Failures.some(waiting.remaining())));
      default -> {}
    }
  }

  private void afterApply() {
    boolean empty = operation.desired().objects().isEmpty();
    if (operation.policy().prune() && (!empty || operation.policy().allowEmpty())) {
      operation = operation.with(new State.Listing());
      commands.add(new Command.TakeInventory());
    } else {
      succeed();
    }
  }

  private void listing(Observation observation) {
    if (observation instanceof Observation.Inventory(List<Owned> owned)) {
      List<List<Owned>> stages =
          PruneRules.stages(operation.desired().application(), operation.desired().refs(), owned);
      if (stages.isEmpty()) {
        succeed();
      } else {
        fill(new State.Pruning(stages, 0, 0, Set.of()));
      }
    }
  }

  private void fill(State.Pruning pruning) {
    List<Owned> work = pruning.stages().get(pruning.stage());
    Set<ObjectRef> inFlight = new HashSet<>(pruning.inFlight());
    int next = pruning.next();
    while (next < work.size() && inFlight.size() < operation.policy().parallel()) {
      inFlight.add(work.get(next).ref());
      commands.add(new Command.Delete(work.get(next)));
      next++;
    }
    if (!inFlight.isEmpty()) {
      operation =
          operation.with(
              new State.Pruning(pruning.stages(), pruning.stage(), next, Set.copyOf(inFlight)));
    } else if (pruning.stage() + 1 < pruning.stages().size()) {
      fill(new State.Pruning(pruning.stages(), pruning.stage() + 1, 0, Set.of()));
    } else if (operation.failures().isEmpty()) {
      succeed();
    } else {
      end(OperationPhase.FAILED, Failures.describe(operation.failures()));
    }
  }

  private void pruning(State.Pruning pruning, Observation observation) {
    switch (observation) {
      case Observation.Deleted(ObjectRef ref) when pruning.inFlight().contains(ref) -> {
        operation = operation.with(operation.tally().plusPruned());
        fill(without(pruning, ref));
      }
      case Observation.NotDeleted(ObjectRef ref, String message)
          when pruning.inFlight().contains(ref) -> {
        operation = operation.withFailure(ref, "not deleted: " + message);
        fill(without(pruning, ref));
      }
      default -> {}
    }
  }

  private static State.Pruning without(State.Pruning pruning, ObjectRef ref) {
    return new State.Pruning(
        pruning.stages(), pruning.stage(), pruning.next(), minus(pruning.inFlight(), ref));
  }

  private void draining(State.Draining draining, Observation observation) {
    switch (observation) {
      case Observation.Applied(ObjectRef ref, Tally.Change change) -> {
        operation = operation.with(operation.tally().plus(change));
        drain(minus(draining.inFlight(), ref));
      }
      case Observation.Refused(ObjectRef ref, _) -> drain(minus(draining.inFlight(), ref));
      case Observation.Deleted(ObjectRef ref) -> {
        operation = operation.with(operation.tally().plusPruned());
        drain(minus(draining.inFlight(), ref));
      }
      case Observation.NotDeleted(ObjectRef ref, _) -> drain(minus(draining.inFlight(), ref));
      case Observation.Healths _, Observation.Inventory _, Observation.Woken _ -> {}
    }
  }

  private void drain(Set<ObjectRef> inFlight) {
    if (inFlight.isEmpty()) {
      end(OperationPhase.SUPERSEDED, "a newer revision took over");
    } else {
      operation = operation.with(new State.Draining(inFlight));
    }
  }

  private void succeed() {
    Tally tally = operation.tally();
    end(
        OperationPhase.SUCCEEDED,
        "%d objects: %d created, %d changed, %d as wanted, %d pruned"
            .formatted(
                operation.desired().objects().size(),
                tally.created(),
                tally.updated(),
                tally.unchanged(),
                tally.pruned()));
  }

  private void end(OperationPhase phase, String message) {
    operation = operation.with(new State.Ended(phase, message));
  }

  private static Set<ObjectRef> minus(Set<ObjectRef> set, ObjectRef ref) {
    Set<ObjectRef> rest = new HashSet<>(set);
    rest.remove(ref);
    return Set.copyOf(rest);
  }
}
