package io.freehold.engine;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.OperationRecord.Ending;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How hooks are made room for, waited for together with the health of objects, and let go. */
final class HookSteps {
  static final String FAILED = "the hook failed";

  private final Stepper stepper;

  HookSteps(Stepper stepper) {
    this.stepper = stepper;
  }

  /** Makes room for the hooks of the step that begins with a group. */
  void prepare(int index) {
    Operation operation = stepper.operation();
    boolean ranBefore =
        operation.groups().stream()
            .filter(group -> group.sameStep(operation.groups().get(index)))
            .flatMap(group -> group.hooks().keySet().stream())
            .anyMatch(
                ref -> operation.hooks().keySet().stream().anyMatch(key -> key.ref().equals(ref)));
    if (ranBefore) {
      // The object of an earlier phase is all that tells that it ran there.
      stepper.become(new OperationState.Saving(OperationState.Saving.Then.CLEAR, index));
      stepper.ask(new Command.Save(operation.record()));
    } else {
      clear(index);
    }
  }

  /** Deletes what earlier operations left of the hooks of the step that begins with a group. */
  void clear(int index) {
    List<Group> groups = stepper.operation().groups();
    Set<ObjectRef> inFlight = new HashSet<>();
    for (int i = index; i < groups.size() && groups.get(i).sameStep(groups.get(index)); i++) {
      for (Prepared object : groups.get(i).work()) {
        PreparedHook hook = groups.get(i).hooks().get(object.ref());
        if (hook != null && hook.clearsBefore()) {
          inFlight.add(object.ref());
          stepper.ask(new Command.ClearHook(hook));
        }
      }
    }
    if (inFlight.isEmpty()) {
      stepper.cleared(index);
    } else {
      stepper.become(new OperationState.Clearing(index, Set.copyOf(inFlight)));
    }
  }

  void clearing(OperationState.Clearing clearing, Observation observation) {
    switch (observation) {
      case Observation.HookCleared(ObjectRef ref) when clearing.inFlight().contains(ref) ->
          cleared(clearing, ref);
      case Observation.NotDeleted(ObjectRef ref, String message)
          when clearing.inFlight().contains(ref) -> {
        stepper.become(
            stepper.progress().withFailure(ref, "the one before was not deleted: " + message));
        cleared(clearing, ref);
      }
      default -> {}
    }
  }

  private void cleared(OperationState.Clearing clearing, ObjectRef ref) {
    Set<ObjectRef> rest = Stepper.minus(clearing.inFlight(), ref);
    stepper.become(new OperationState.Clearing(clearing.group(), rest));
    if (rest.isEmpty()) {
      stepper.cleared(clearing.group());
    }
  }

  /** Waits before a group. */
  void await(int index, Set<ObjectRef> awaited) {
    Operation operation = stepper.operation();
    // The same index is waited for twice where pruning comes between; their wakes differ.
    int ticket = operation.progress().pruned() ? ~index : index;
    stepper.become(new OperationState.Waiting(index, Set.copyOf(awaited), ticket));
    stepper.ask(new Command.Look(Set.copyOf(awaited)));
    if (!operation.running().containsAll(awaited)) {
      stepper.ask(new Command.Wake(operation.policy().healthTimeout(), ticket));
    }
  }

  void waiting(OperationState.Waiting waiting, Observation observation) {
    switch (observation) {
      case Observation.Healths(Map<ObjectRef, HealthState> states) -> healths(waiting, states);
      case Observation.Woken(int ticket) when ticket == waiting.ticket() -> late(waiting);
      default -> {}
    }
  }

  private void healths(OperationState.Waiting waiting, Map<ObjectRef, HealthState> states) {
    Set<ObjectRef> remaining = new HashSet<>(waiting.remaining());
    for (ObjectRef ref : waiting.remaining()) {
      HealthState state = states.getOrDefault(ref, HealthState.UNKNOWN);
      HookKey running = running(ref);
      if (running != null ? over(running, state) : state == HealthState.HEALTHY) {
        remaining.remove(ref);
      }
    }
    Operation operation = stepper.operation();
    boolean failed =
        operation.ending().isEmpty()
            && !operation.failures().isEmpty()
            && !stepper.passesOver(waiting.group());
    if (failed) {
      // Nothing of the next step starts any more: only hooks that run are worth waiting for.
      remaining.retainAll(operation.running());
    }
    if (!remaining.isEmpty()) {
      stepper.become(
          new OperationState.Waiting(waiting.group(), Set.copyOf(remaining), waiting.ticket()));
    } else if (failed) {
      stepper.fail(Failures.describe(operation.failures()));
    } else {
      goOn(waiting.group());
    }
  }

  private void goOn(int index) {
    Operation operation = stepper.operation();
    boolean failing = operation.ending().isPresent();
    int end = failing ? operation.groups().size() : operation.mainEnd();
    boolean prunesFirst =
        !failing && index == operation.pruneAt() && !operation.progress().pruned();
    if (prunesFirst) {
      stepper.beginPruning();
    } else if (index == end) {
      stepper.enter(index);
    } else {
      stepper.begin(index);
    }
  }

  /** Notes the end of a hook and returns whether it has come. */
  private boolean over(HookKey hook, HealthState state) {
    switch (state) {
      case HEALTHY -> stepper.become(stepper.progress().withHook(hook, HookOutcome.SUCCEEDED));
      case DEGRADED, MISSING -> {
        String why = state == HealthState.MISSING ? "the hook vanished" : FAILED;
        stepper.become(
            stepper.progress().withHook(hook, HookOutcome.FAILED).withFailure(hook.ref(), why));
      }
      case PROGRESSING, SUSPENDED, UNKNOWN -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable HookKey running(ObjectRef ref) {
    return stepper.operation().hooks().entrySet().stream()
        .filter(hook -> hook.getKey().ref().equals(ref) && !hook.getValue().over())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private void late(OperationState.Waiting waiting) {
    Operation operation = stepper.operation();
    Set<ObjectRef> unhealthy = new HashSet<>(waiting.remaining());
    unhealthy.removeAll(operation.running());
    if (!unhealthy.isEmpty()) {
      stepper.fail(
          "not healthy within %s: %s"
              .formatted(operation.policy().healthTimeout(), Failures.some(unhealthy)));
    }
  }

  /** Its end is decided: writes it down, then lets the hooks go. */
  void save() {
    Operation operation = stepper.operation();
    boolean superseded =
        operation.ending().map(Ending::phase).orElse(OperationPhase.FAILED)
            == OperationPhase.SUPERSEDED;
    for (Map.Entry<HookKey, HookOutcome> hook : operation.hooks().entrySet()) {
      if (!hook.getValue().over()) {
        stepper.become(
            stepper
                .progress()
                .withHook(
                    hook.getKey(), superseded ? HookOutcome.ABANDONED : HookOutcome.TERMINATED));
      }
    }
    if (operation.hooks().isEmpty()) {
      end();
    } else {
      // Once a hook is let go it may vanish, and a restarted agent could not tell that it ran.
      stepper.become(new OperationState.Saving(OperationState.Saving.Then.TIDY, 0));
      stepper.ask(new Command.Save(stepper.operation().record()));
    }
  }

  /** Lets go of all hooks; the last phase of a hook decides whether it is deleted. */
  void tidy() {
    Operation operation = stepper.operation();
    Map<ObjectRef, Command.EndHook> ends = new TreeMap<>();
    for (Group group : operation.groups()) {
      group
          .hooks()
          .forEach((ref, hook) -> {
            HookOutcome outcome = operation.hooks().get(new HookKey(group.phase(), ref));
            if (outcome != null) {
              ends.put(ref, new Command.EndHook(hook, outcome.deletes(hook)));
            }
          });
    }
    if (ends.isEmpty()) {
      end();
    } else {
      stepper.become(new OperationState.Tidying(Set.copyOf(ends.keySet())));
      ends.values().forEach(stepper::ask);
    }
  }

  void tidying(OperationState.Tidying tidying, Observation observation) {
    if (observation instanceof Observation.HookEnded(ObjectRef ref, String error)
        && tidying.inFlight().contains(ref)) {
      if (!error.isEmpty()) {
        stepper.become(stepper.progress().withFailure(ref, "the hook was not let go: " + error));
      }
      Set<ObjectRef> rest = Stepper.minus(tidying.inFlight(), ref);
      stepper.become(new OperationState.Tidying(rest));
      if (rest.isEmpty()) {
        end();
      }
    }
  }

  private void end() {
    Ending ending =
        stepper.operation().ending().orElseGet(() -> new Ending(OperationPhase.FAILED, ""));
    stepper.become(new OperationState.Ended(ending.phase(), ending.message()));
  }
}
