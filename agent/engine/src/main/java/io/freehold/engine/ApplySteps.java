package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How objects are checked and applied, group by group. */
final class ApplySteps {
  /**
   * How often an object is tried whose definition is established, but not served yet: about 10 s.
   */
  private static final int DISCOVERY_TRIES = 12;

  private static final Duration DISCOVERY_PAUSE = Duration.ofMillis(100);
  private static final Duration DISCOVERY_PAUSE_MAX = Duration.ofSeconds(1);

  private final Stepper stepper;

  ApplySteps(Stepper stepper) {
    this.stepper = stepper;
  }

  /** Asks about all objects of the step that begins with a group. */
  void check(int index) {
    List<Group> groups = stepper.operation().groups();
    Set<ObjectRef> inFlight = new HashSet<>();
    Newcomers newcomers = Newcomers.of(groups);
    for (int i = index; i < groups.size() && groups.get(i).sameStep(groups.get(index)); i++) {
      for (Prepared object : groups.get(i).work()) {
        if (!object.options().skipMissing() && !newcomers.concern(object.ref())) {
          inFlight.add(object.ref());
          stepper.ask(new Command.Check(object));
        }
      }
    }
    if (inFlight.isEmpty()) {
      stepper.checked(index);
    } else {
      stepper.become(new OperationState.Checking(index, Set.copyOf(inFlight)));
    }
  }

  /**
   * What the API server cannot judge yet, because it comes with the operation.
   *
   * @param namespaces namespaces
   * @param groups API groups of custom resources
   */
  private record Newcomers(Set<String> namespaces, Set<String> groups) {
    static Newcomers of(List<Group> groups) {
      Newcomers newcomers = new Newcomers(new HashSet<>(), new HashSet<>());
      for (Group group : groups) {
        for (Prepared object : group.work()) {
          ObjectRef ref = object.ref();
          if (KindRank.isDefinition(ref)) {
            newcomers.groups().add(ref.name().substring(ref.name().indexOf('.') + 1));
          } else if (ref.kind().equals("Namespace")) {
            newcomers.namespaces().add(ref.name());
          }
        }
      }
      return newcomers;
    }

    boolean concern(ObjectRef ref) {
      return groups.contains(ref.group()) || namespaces.contains(ref.namespace());
    }
  }

  void checking(OperationState.Checking checking, Observation observation) {
    switch (observation) {
      case Observation.Checked(ObjectRef ref) when checking.inFlight().contains(ref) ->
          checked(checking, ref);
      case Observation.Refused refused when checking.inFlight().contains(refused.ref()) -> {
        stepper.become(
            stepper.progress().withFailure(refused.ref(), refused.rejection().message()));
        checked(checking, refused.ref());
      }
      default -> {}
    }
  }

  private void checked(OperationState.Checking checking, ObjectRef ref) {
    Set<ObjectRef> rest = Stepper.minus(checking.inFlight(), ref);
    stepper.become(new OperationState.Checking(checking.group(), rest));
    if (rest.isEmpty()) {
      stepper.checked(checking.group());
    }
  }

  void begin(int index) {
    fill(new OperationState.Applying(index, 0, Set.of(), Map.of()));
  }

  /** Asks for as much of the group as may be in flight; goes on when all of it was answered. */
  private void fill(OperationState.Applying applying) {
    List<Prepared> work = group(applying).work();
    Set<ObjectRef> inFlight = new HashSet<>(applying.inFlight());
    int next = applying.next();
    while (next < work.size() && inFlight.size() < stepper.operation().policy().parallel()) {
      ObjectRef ref = work.get(next).ref();
      if (!stepper.operation().failures().containsKey(ref) && !isCreated(applying, ref)) {
        inFlight.add(ref);
        stepper.ask(new Command.Apply(work.get(next), Duration.ZERO));
      }
      next++;
    }
    stepper.become(
        new OperationState.Applying(
            applying.group(), next, Set.copyOf(inFlight), applying.tries()));
    if (inFlight.isEmpty()) {
      stepper.enter(applying.group() + 1);
    }
  }

  /**
   * Whether an object is a hook that the process before this one created; if it has vanished since,
   * it must not run again.
   */
  private boolean isCreated(OperationState.Applying applying, ObjectRef ref) {
    return stepper.operation().hooks().containsKey(new HookKey(group(applying).phase(), ref));
  }

  void applying(OperationState.Applying applying, Observation observation) {
    switch (observation) {
      case Observation.Applied applied when applying.inFlight().contains(applied.ref()) -> {
        count(applied.ref(), applied.change());
        fill(without(applying, applied.ref()));
      }
      case Observation.Refused refused when applying.inFlight().contains(refused.ref()) ->
          refused(applying, refused);
      default -> {}
    }
  }

  private static boolean isOver(@Nullable HookOutcome outcome) {
    return outcome != null && outcome.over();
  }

  /** Notes what was applied; a hook runs from now on. */
  void count(ObjectRef ref, Tally.Change change) {
    Operation operation = stepper.operation();
    Set<SyncPhase> phases =
        operation.groups().stream()
            .filter(group -> group.hooks().containsKey(ref))
            .map(Group::phase)
            .collect(Collectors.toSet());
    if (phases.isEmpty()) {
      stepper.become(operation.progress().with(operation.tally().plus(change)));
      return;
    }
    // A hook of several phases is one object: it runs in the first of them that has not been. After
    // a crash that may be the one in which it was created before.
    phases.stream()
        .sorted()
        .map(phase -> new HookKey(phase, ref))
        .filter(key -> !isOver(operation.hooks().get(key)))
        .findFirst()
        .ifPresent(key -> stepper.become(operation.progress().withHook(key, HookOutcome.RUNNING)));
  }

  private void refused(OperationState.Applying applying, Observation.Refused refused) {
    ObjectRef ref = refused.ref();
    Prepared object =
        group(applying).work().stream()
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
      stepper.become(
          new OperationState.Applying(
              applying.group(), applying.next(), applying.inFlight(), Map.copyOf(counted)));
      stepper.ask(new Command.Apply(object, pause(tries)));
    } else {
      stepper.become(
          stepper
              .progress()
              .withFailure(ref, refused.rejection().message() + " (" + object.origin() + ")"));
      fill(without(applying, ref));
    }
  }

  /** Whether the group waited for a definition; then its kind appears in a moment. */
  private boolean definedHere(int group, ObjectRef ref) {
    return stepper.operation().groups().get(group).awaits().stream()
        .anyMatch(awaited ->
            KindRank.isDefinition(awaited)
                && awaited.name().endsWith("." + ref.group())
                && !stepper.operation().failures().containsKey(awaited));
  }

  private static Duration pause(int tries) {
    Duration pause = DISCOVERY_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(DISCOVERY_PAUSE_MAX) < 0 ? pause : DISCOVERY_PAUSE_MAX;
  }

  private Group group(OperationState.Applying applying) {
    return stepper.operation().groups().get(applying.group());
  }

  private static OperationState.Applying without(OperationState.Applying applying, ObjectRef ref) {
    return new OperationState.Applying(
        applying.group(),
        applying.next(),
        Stepper.minus(applying.inFlight(), ref),
        applying.tries());
  }
}
