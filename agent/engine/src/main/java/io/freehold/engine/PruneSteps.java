package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How what is left over is deleted, stage by stage; what is in a lower wave is only deleted when
 * everything above is gone.
 */
final class PruneSteps {
  /** Of the ticket of a wait between two waves; others are group indexes or their complements. */
  private static final int TICKETS = 1 << 20;

  private final Stepper stepper;

  PruneSteps(Stepper stepper) {
    this.stepper = stepper;
  }

  /** All that Git wants was applied: looks for what it does not want. */
  void begin() {
    if (mayPrune()) {
      stepper.become(new OperationState.Listing());
      stepper.ask(new Command.TakeInventory());
    } else {
      stepper.pruned();
    }
  }

  /** Whether the operation deletes anything at all. */
  boolean mayPrune() {
    Operation operation = stepper.operation();
    Desired desired = operation.desired();
    return operation.policy().prune()
        && desired.whole()
        && operation.policy().check() != Precheck.DRY_RUN
        && (!desired.objects().isEmpty() || operation.policy().allowEmpty());
  }

  void listing(Observation observation) {
    if (observation instanceof Observation.Inventory(List<Owned> owned)) {
      Operation operation = stepper.operation();
      Set<ObjectRef> wanted = new HashSet<>(operation.desired().refs());
      wanted.addAll(operation.desired().spared());
      List<List<Owned>> stages =
          PruneRules.stages(
              operation.desired().application(), wanted, owned, operation.policy().confirmed());
      stepper.become(
          operation
              .progress()
              .withUnconfirmed(
                  operation.policy().confirmed()
                      ? List.of()
                      : PruneRules.unconfirmed(operation.desired().application(), wanted, owned)));
      if (stages.isEmpty()) {
        stepper.pruned();
      } else {
        fill(new OperationState.Pruning(stages, 0, 0, Set.of()));
      }
    }
  }

  private void fill(OperationState.Pruning pruning) {
    List<Owned> work = pruning.stages().get(pruning.stage());
    Set<ObjectRef> inFlight = new HashSet<>(pruning.inFlight());
    int next = pruning.next();
    while (next < work.size() && inFlight.size() < stepper.operation().policy().parallel()) {
      inFlight.add(work.get(next).ref());
      stepper.ask(new Command.Delete(work.get(next)));
      next++;
    }
    if (!inFlight.isEmpty()) {
      stepper.become(
          new OperationState.Pruning(
              pruning.stages(), pruning.stage(), next, Set.copyOf(inFlight)));
    } else if (pruning.stage() + 1 < pruning.stages().size()) {
      next(pruning.stages(), pruning.stage() + 1);
    } else {
      stepper.pruned();
    }
  }

  /** Goes on with a stage, after everything above its wave is gone. */
  private void next(List<List<Owned>> stages, int stage) {
    if (stages.get(stage).getFirst().sameWave(stages.get(stage - 1).getFirst())) {
      fill(new OperationState.Pruning(stages, stage, 0, Set.of()));
      return;
    }
    Set<ObjectRef> awaited = new HashSet<>();
    stages.subList(0, stage).forEach(one -> one.forEach(object -> awaited.add(object.ref())));
    awaited.removeAll(stepper.operation().failures().keySet());
    int ticket = TICKETS + stage;
    stepper.become(new OperationState.Vanishing(stages, stage, Set.copyOf(awaited), ticket));
    stepper.ask(new Command.Wake(stepper.operation().policy().healthTimeout(), ticket));
    stepper.ask(new Command.AwaitGone(Set.copyOf(awaited)));
  }

  void vanishing(OperationState.Vanishing vanishing, Observation observation) {
    switch (observation) {
      case Observation.Gone(Set<ObjectRef> refs) -> {
        Set<ObjectRef> remaining = new HashSet<>(vanishing.remaining());
        remaining.removeAll(refs);
        if (remaining.isEmpty()) {
          fill(new OperationState.Pruning(vanishing.stages(), vanishing.stage(), 0, Set.of()));
        } else {
          stepper.become(
              new OperationState.Vanishing(
                  vanishing.stages(),
                  vanishing.stage(),
                  Set.copyOf(remaining),
                  vanishing.ticket()));
        }
      }
      case Observation.Woken(int ticket) when ticket == vanishing.ticket() ->
          stepper.fail(
              "not gone within %s: %s"
                  .formatted(
                      stepper.operation().policy().healthTimeout(),
                      Failures.some(vanishing.remaining())));
      default -> {}
    }
  }

  void pruning(OperationState.Pruning pruning, Observation observation) {
    switch (observation) {
      case Observation.Deleted(ObjectRef ref) when pruning.inFlight().contains(ref) -> {
        Operation operation = stepper.operation();
        stepper.become(operation.progress().with(operation.tally().plusPruned()));
        fill(without(pruning, ref));
      }
      case Observation.NotDeleted(ObjectRef ref, String message)
          when pruning.inFlight().contains(ref) -> {
        stepper.become(stepper.progress().withFailure(ref, "not deleted: " + message));
        fill(without(pruning, ref));
      }
      default -> {}
    }
  }

  private static OperationState.Pruning without(OperationState.Pruning pruning, ObjectRef ref) {
    return new OperationState.Pruning(
        pruning.stages(), pruning.stage(), pruning.next(), Stepper.minus(pruning.inFlight(), ref));
  }
}
