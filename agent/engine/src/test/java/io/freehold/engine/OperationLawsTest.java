package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Operation.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every set of objects, every order of answers and every pattern of refusals. */
class OperationLawsTest {
  private static final int PARALLEL = 3;

  /**
   * @param kind index into a few kinds
   * @param wave wave
   * @param refused whether the cluster refuses it
   * @param known whether it is in place already
   */
  record Spec(int kind, int wave, boolean refused, boolean known) {}

  private static final List<String> KINDS =
      List.of("v1 Namespace", "v1 ConfigMap", "apps/v1 Deployment", "example.org/v1 Widget");

  @Provide
  Arbitrary<List<Spec>> specs() {
    return Combinators.combine(
            Arbitraries.integers().between(0, KINDS.size() - 1),
            Arbitraries.integers().between(-1, 2),
            Arbitraries.integers().between(0, 9).map(n -> n == 0),
            Arbitraries.integers().between(0, 3).map(n -> n == 0))
        .as(Spec::new)
        .list()
        .ofMaxSize(20);
  }

  @Property(tries = 300)
  void laws(@ForAll("specs") List<Spec> specs, @ForAll Random random) {
    Set<ObjectRef> refused = new HashSet<>();
    Set<ObjectRef> known = new HashSet<>();
    Manifest[] manifests =
        IntStream.range(0, specs.size())
            .mapToObj(index -> {
              Spec spec = specs.get(index);
              String[] kind = KINDS.get(spec.kind()).split(" ", -1);
              Manifest manifest = Objects.inWave(spec.wave(), kind[0], kind[1], "object-" + index);
              if (spec.known()) {
                known.add(manifest.ref());
              } else if (spec.refused()) {
                refused.add(manifest.ref());
              }
              return manifest;
            })
            .toArray(Manifest[]::new);
    Desired desired = Objects.desired(manifests);
    Operation operation =
        Operation.plan(
            desired,
            object -> known.contains(object.ref()),
            new OperationPolicy(true, false, PARALLEL, Duration.ofMinutes(1)),
            1);

    List<Prepared> applied = new ArrayList<>();
    List<Observation> answers = new ArrayList<>();
    Set<ObjectRef> healthy = new HashSet<>();
    boolean inventory = false;
    Step step = operation.start();
    while (true) {
      for (Command command : step.commands()) {
        switch (command) {
          case Command.Apply(Prepared object, _) -> {
            assertAllEarlierWavesHealthy(desired, object, healthy);
            applied.add(object);
            answers.add(
                refused.contains(object.ref())
                    ? new Observation.Refused(
                        object.ref(),
                        new ApplyResult.Rejected(ApplyResult.Retry.NEVER, 422, "Invalid", "no"))
                    : new Observation.Applied(object.ref(), Tally.Change.UPDATED));
          }
          case Command.Look(Set<ObjectRef> refs) ->
              refs.forEach(ref -> {
                healthy.add(ref);
                answers.add(new Observation.Healths(Map.of(ref, HealthState.HEALTHY)));
              });
          case Command.TakeInventory() -> {
            inventory = true;
            answers.add(new Observation.Inventory(List.of()));
          }
          case Command.Delete _, Command.AwaitGone _ ->
              throw new AssertionError("nothing is left over");
          case Command.Check _, Command.Save _, Command.ClearHook _, Command.EndHook _ ->
              throw new AssertionError("there are no hooks, and no checks are asked for");
          case Command.Wake _ -> {}
        }
      }
      assertThat(answers.stream().filter(answer -> !(answer instanceof Observation.Healths)))
          .hasSizeLessThanOrEqualTo(PARALLEL);
      operation = step.operation();
      if (answers.isEmpty()) {
        break;
      }
      step = operation.on(answers.remove(random.nextInt(answers.size())));
    }

    assertThat(operation.ended()).isTrue();
    assertThat(applied).doesNotHaveDuplicates().noneMatch(object -> known.contains(object.ref()));
    assertThat(applied.stream().map(Prepared::order)).isSorted();
    if (refused.isEmpty()) {
      assertThat(operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
      assertThat(applied).hasSize(specs.size() - known.size());
    } else {
      assertThat(operation.phase()).isEqualTo(OperationPhase.FAILED);
      assertThat(inventory).isFalse();
    }
  }

  private static void assertAllEarlierWavesHealthy(
      Desired desired, Prepared object, Set<ObjectRef> healthy) {
    assertThat(desired.objects())
        .filteredOn(other -> other.wave() < object.wave())
        .allMatch(other -> healthy.contains(other.ref()));
  }

  @Property(tries = 200)
  void pausesGrowUpToTheLongest(@ForAll("factors") int factor, @ForAll("pauses") int first) {
    Duration longest = Duration.ofMinutes(3);
    RetryPauses pauses = new RetryPauses(Duration.ofMillis(first), factor, longest);

    assertThat(pauses.after(1)).isEqualTo(Duration.ofMillis(first));
    for (int failures = 1; failures < 2000; failures += 37) {
      assertThat(pauses.after(failures + 1)).isBetween(pauses.after(failures), longest);
    }
  }

  @Provide
  Arbitrary<Integer> factors() {
    return Arbitraries.integers().between(1, 10);
  }

  @Provide
  Arbitrary<Integer> pauses() {
    return Arbitraries.integers().between(1, 100_000);
  }
}
