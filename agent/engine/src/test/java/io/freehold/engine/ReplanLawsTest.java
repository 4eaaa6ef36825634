package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Operation.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.jspecify.annotations.Nullable;

/**
 * Wherever an operation is given up, a new one planned from what is there does the rest; and
 * nothing is deleted before everything that could replace it is there.
 */
class ReplanLawsTest {
  private static final OperationPolicy POLICY =
      new OperationPolicy(true, false, 3, Duration.ofMinutes(5));
  private static final List<String> KINDS =
      List.of("v1 Namespace", "v1 ConfigMap", "apps/v1 Deployment", "example.org/v1 Widget");

  /**
   * @param kind index into a few kinds
   * @param wave wave
   * @param wanted whether Git has it; what it has not is in the cluster
   */
  record Spec(int kind, int wave, boolean wanted) {}

  @Provide
  Arbitrary<List<Spec>> specs() {
    return Combinators.combine(
            Arbitraries.integers().between(0, KINDS.size() - 1),
            Arbitraries.integers().between(-1, 2),
            Arbitraries.of(true, true, false))
        .as(Spec::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(15);
  }

  @Property(tries = 500)
  void planning_again_after_any_step_converges(
      @ForAll("specs") List<Spec> specs, @ForAll Random random) {
    List<Manifest> manifests =
        IntStream.range(0, specs.size())
            .mapToObj(index -> {
              Spec spec = specs.get(index);
              String[] kind = KINDS.get(spec.kind()).split(" ", -1);
              return Objects.inWave(spec.wave(), kind[0], kind[1], "object-" + index);
            })
            .toList();
    List<Manifest> wanted = new ArrayList<>();
    Cluster cluster = new Cluster();
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).wanted()) {
        wanted.add(manifests.get(i));
      } else {
        cluster.leftovers.put(manifests.get(i).ref(), Objects.owned(manifests.get(i)));
      }
    }
    Set<ObjectRef> leftovers = Set.copyOf(cluster.leftovers.keySet());
    Desired desired = Objects.desired(wanted.toArray(Manifest[]::new));

    int plans = 1;
    Step step = plan(desired, cluster).start();
    List<Command> pending = new ArrayList<>(step.commands());
    while (!step.operation().ended()) {
      if (plans < 6 && random.nextInt(5) == 0) {
        plans++;
        step = plan(desired, cluster).start();
        pending = new ArrayList<>(step.commands());
      } else {
        Command command = pending.remove(random.nextInt(pending.size()));
        Observation answer = cluster.answer(command, desired);
        if (answer == null) {
          continue;
        }
        step = step.operation().on(answer);
        pending.addAll(step.commands());
      }
    }

    assertThat(step.operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(cluster.applied.keySet()).isEqualTo(desired.refs());
    assertThat(cluster.applied.values()).allMatch(count -> count == 1);
    assertThat(cluster.leftovers.keySet()).isEqualTo(wanted.isEmpty() ? leftovers : Set.of());
  }

  private static Operation plan(Desired desired, Cluster cluster) {
    return Operation.plan(desired, object -> cluster.applied.containsKey(object.ref()), POLICY, 1);
  }

  private static final class Cluster {
    final Map<ObjectRef, Integer> applied = new HashMap<>();
    final Map<ObjectRef, Owned> leftovers = new HashMap<>();

    @Nullable Observation answer(Command command, Desired desired) {
      return switch (command) {
        case Command.Apply(Prepared object, Duration _) -> {
          applied.merge(object.ref(), 1, Integer::sum);
          yield new Observation.Applied(object.ref(), Tally.Change.CREATED);
        }
        case Command.Delete(Owned object) -> {
          assertThat(applied.keySet()).isEqualTo(desired.refs());
          leftovers.remove(object.ref());
          yield new Observation.Deleted(object.ref());
        }
        case Command.TakeInventory() ->
            new Observation.Inventory(List.copyOf(new HashSet<>(leftovers.values())));
        case Command.AwaitGone(Set<ObjectRef> refs) -> {
          assertThat(leftovers.keySet()).doesNotContainAnyElementsOf(refs);
          yield new Observation.Gone(refs);
        }
        case Command.Look(Set<ObjectRef> refs) -> {
          Map<ObjectRef, HealthState> states = new HashMap<>();
          refs.forEach(ref -> states.put(ref, HealthState.HEALTHY));
          yield new Observation.Healths(states);
        }
        case Command.Wake _ -> null;
        case Command.Check _, Command.Save _, Command.ClearHook _, Command.EndHook _ ->
            throw new AssertionError(command);
      };
    }
  }
}
