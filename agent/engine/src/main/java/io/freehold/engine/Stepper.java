package io.freehold.engine;

import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Operation.Step;
import io.freehold.engine.OperationRecord.Ending;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The transitions of an {@link Operation}; one instance makes one step. It decides what comes next;
 * how a state is worked through is with {@link ApplySteps}, {@link PruneSteps} and {@link
 * HookSteps}.
 */
final class Stepper {
  /** Ticket of the bound for the whole operation. */
  private static final int TIMEOUT = Integer.MIN_VALUE;

  private Operation operation;
  private final List<Command> commands = new ArrayList<>();
  private final ApplySteps apply = new ApplySteps(this);
  private final PruneSteps prune = new PruneSteps(this);
  private final HookSteps hooks = new HookSteps(this);

  Stepper(Operation operation) {
    this.operation = operation;
  }

  Operation operation() {
    return operation;
  }

  Progress progress() {
    return operation.progress();
  }

  void become(Progress progress) {
    operation = operation.with(progress);
  }

  void become(OperationState state) {
    operation = operation.with(state);
  }

  void ask(Command command) {
    commands.add(command);
  }

  Step start() {
    if (!operation.policy().timeout().isZero()) {
      ask(new Command.Wake(operation.policy().timeout(), TIMEOUT));
    }
    if (operation.ending().isPresent()) {
      hooks.tidy();
    } else if (operation.state() instanceof OperationState.Saving
        && !operation.plannedHooks().isEmpty()
        && operation.policy().check() != Precheck.DRY_RUN) {
      // The id has to be known before the first hook carries it, else a crash would run it twice.
      ask(new Command.Save(operation.record()));
    } else {
      first();
    }
    return step();
  }

  Step on(Observation observation) {
    boolean late =
        observation instanceof Observation.Woken(int ticket)
            && ticket == TIMEOUT
            && operation.ending().isEmpty();
    if (late) {
      return stop(
          new Ending(
              OperationPhase.FAILED,
              "not done within " + operation.policy().timeout() + ": " + operation.message()));
    }
    switch (operation.state()) {
      case OperationState.Saving saving when observation instanceof Observation.Saved -> {
        switch (saving.then()) {
          case START -> first();
          case CLEAR -> hooks.clear(saving.group());
          case TIDY -> hooks.tidy();
        }
      }
      case OperationState.Checking checking -> apply.checking(checking, observation);
      case OperationState.Clearing clearing -> hooks.clearing(clearing, observation);
      case OperationState.Applying applying -> apply.applying(applying, observation);
      case OperationState.Waiting waiting -> hooks.waiting(waiting, observation);
      case OperationState.Listing _ -> prune.listing(observation);
      case OperationState.Pruning pruning -> prune.pruning(pruning, observation);
      case OperationState.Vanishing vanishing -> prune.vanishing(vanishing, observation);
      case OperationState.Draining draining -> draining(draining, observation);
      case OperationState.Tidying tidying -> hooks.tidying(tidying, observation);
      case OperationState.Saving _, OperationState.Ended _ -> {}
    }
    return step();
  }

  /** Ends the operation as soon as nothing is on its way. */
  Step stop(Ending ending) {
    boolean decided = operation.ending().isPresent() || operation.ended();
    if (!decided) {
      become(progress().with(ending));
      drain(
          switch (operation.state()) {
            case OperationState.Applying applying -> applying.inFlight();
            case OperationState.Pruning pruning -> pruning.inFlight();
            case OperationState.Checking checking -> checking.inFlight();
            case OperationState.Clearing clearing -> clearing.inFlight();
            case OperationState.Draining draining -> draining.inFlight();
            case OperationState.Saving _,
                OperationState.Waiting _,
                OperationState.Listing _,
                OperationState.Vanishing _,
                OperationState.Tidying _,
                OperationState.Ended _ ->
                Set.of();
          });
    }
    return step();
  }

  private Step step() {
    return new Step(operation, commands);
  }

  private void first() {
    if (operation.failures().isEmpty()) {
      enter(0);
    } else {
      // Taken up after a crash that came when a hook had failed.
      fail(Failures.describe(operation.failures()));
    }
  }

  /** Goes on with a group; with what follows when there is no more. */
  void enter(int index) {
    List<Group> groups = operation.groups();
    boolean failing = operation.ending().isPresent();
    int end = failing ? groups.size() : operation.mainEnd();
    boolean stepEnds =
        index > 0 && (index == end || !groups.get(index).sameStep(groups.get(index - 1)));
    List<ObjectRef> running =
        !stepEnds ? List.of() : index == end ? operation.running() : runningBefore(index);
    if (stepEnds && !failing && !operation.failures().isEmpty() && !passesOver(index)) {
      if (running.isEmpty()) {
        fail(Failures.describe(operation.failures()));
      } else {
        hooks.await(index, new HashSet<>(running));
      }
    } else if (!failing && index == operation.pruneAt() && !operation.progress().pruned()) {
      Set<ObjectRef> awaits = new HashSet<>(running);
      if (operation.policy().pruneLast() && prune.mayPrune()) {
        awaits.addAll(operation.desired().refs());
      }
      if (awaits.isEmpty()) {
        prune.begin();
      } else {
        hooks.await(index, awaits);
      }
    } else if (index == end) {
      if (running.isEmpty()) {
        succeedOrEnd();
      } else {
        hooks.await(index, new HashSet<>(running));
      }
    } else {
      Set<ObjectRef> awaits = new HashSet<>(failing ? Set.of() : groups.get(index).awaits());
      awaits.removeAll(operation.failures().keySet());
      awaits.addAll(running);
      if (awaits.isEmpty() || operation.policy().check() == Precheck.DRY_RUN) {
        begin(index);
      } else {
        hooks.await(index, awaits);
      }
    }
  }

  /**
   * The running hooks of earlier steps. After a crash those of later ones may run, too, while
   * others of their step were not created yet: they belong together, whatever becomes of the first.
   */
  private List<ObjectRef> runningBefore(int index) {
    Set<HookKey> later = new HashSet<>();
    for (Group group : operation.groups().subList(index, operation.groups().size())) {
      group.hooks().keySet().forEach(ref -> later.add(new HookKey(group.phase(), ref)));
    }
    return operation.hooks().entrySet().stream()
        .filter(hook -> !hook.getValue().over() && !later.contains(hook.getKey()))
        .map(hook -> hook.getKey().ref())
        .toList();
  }

  /** Whether failures so far do not keep the groups from an index on from being applied. */
  boolean passesOver(int index) {
    return operation.policy().continueOnError() && index < operation.pruneAt();
  }

  /** Everything that had to be there before anything is pruned is there. */
  void beginPruning() {
    prune.begin();
  }

  /** Everything that a group had to wait for is there. */
  void begin(int index) {
    boolean stepStarts =
        index == 0 || !operation.groups().get(index).sameStep(operation.groups().get(index - 1));
    if (stepStarts && operation.policy().check() != Precheck.NOTHING) {
      apply.check(index);
    } else if (stepStarts) {
      hooks.prepare(index);
    } else {
      apply.begin(index);
    }
  }

  /** The objects of a step would be taken. */
  void checked(int index) {
    if (operation.policy().check() == Precheck.DRY_RUN) {
      int next = index;
      while (next < operation.groups().size()
          && operation.groups().get(next).sameStep(operation.groups().get(index))) {
        next++;
      }
      enter(next);
    } else if (operation.failures().isEmpty()) {
      hooks.prepare(index);
    } else {
      fail(Failures.describe(operation.failures()));
    }
  }

  /** Nothing is in the way of the hooks of a step. */
  void cleared(int index) {
    apply.begin(index);
  }

  /** What was left over is gone, or nothing is to be pruned. */
  void pruned() {
    become(progress().withPruned());
    if (operation.failures().isEmpty()) {
      enter(operation.pruneAt());
    } else {
      fail(Failures.describe(operation.failures()));
    }
  }

  /** Gives up; the hooks of SyncFail run first. */
  void fail(String message) {
    boolean first = operation.ending().isEmpty();
    if (first) {
      become(progress().with(new Ending(OperationPhase.FAILED, message)));
    }
    boolean dry = operation.policy().check() == Precheck.DRY_RUN;
    if (first && !dry && operation.mainEnd() < operation.groups().size()) {
      begin(operation.mainEnd());
    } else {
      hooks.save();
    }
  }

  private void succeedOrEnd() {
    if (operation.ending().isEmpty()) {
      Tally tally = operation.tally();
      become(
          progress()
              .with(
                  new Ending(
                      OperationPhase.SUCCEEDED,
                      operation.desired().deletes()
                          ? operation.hooks().size() + " hooks finished"
                          : "%d objects: %d created, %d changed, %d as wanted, %d pruned%s"
                              .formatted(
                                  operation.desired().objects().size(),
                                  tally.created(),
                                  tally.updated(),
                                  tally.unchanged(),
                                  tally.pruned(),
                                  unconfirmed()))));
    }
    hooks.save();
  }

  private String unconfirmed() {
    return operation.progress().unconfirmed().isEmpty()
        ? ""
        : "; a person has to confirm the deletion of "
            + Failures.some(operation.progress().unconfirmed());
  }

  private void draining(OperationState.Draining draining, Observation observation) {
    switch (observation) {
      case Observation.Applied(ObjectRef ref, Tally.Change change)
          when draining.inFlight().contains(ref) -> {
        apply.count(ref, change);
        drain(minus(draining.inFlight(), ref));
      }
      case Observation.Deleted(ObjectRef ref) when draining.inFlight().contains(ref) -> {
        become(progress().with(operation.tally().plusPruned()));
        drain(minus(draining.inFlight(), ref));
      }
      case Observation.Refused(ObjectRef ref, _) -> drain(minus(draining.inFlight(), ref));
      case Observation.NotDeleted(ObjectRef ref, _) -> drain(minus(draining.inFlight(), ref));
      case Observation.Checked(ObjectRef ref) -> drain(minus(draining.inFlight(), ref));
      case Observation.HookCleared(ObjectRef ref) -> drain(minus(draining.inFlight(), ref));
      default -> {}
    }
  }

  private void drain(Set<ObjectRef> inFlight) {
    if (inFlight.isEmpty()) {
      hooks.save();
    } else {
      become(new OperationState.Draining(inFlight));
    }
  }

  static Set<ObjectRef> minus(Set<ObjectRef> set, ObjectRef ref) {
    Set<ObjectRef> rest = new HashSet<>(set);
    rest.remove(ref);
    return Set.copyOf(rest);
  }
}
