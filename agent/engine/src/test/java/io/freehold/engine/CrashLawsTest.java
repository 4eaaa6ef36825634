package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Operation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * However often the agent dies, wherever it does: the operation ends as it would have without, and
 * no hook runs twice in it.
 */
class CrashLawsTest {
  private static final OperationPolicy POLICY =
      new OperationPolicy(true, false, 3, Duration.ofMinutes(5));

  /**
   * @param phase phases of a hook, empty for an ordinary object
   * @param wave wave
   * @param policy when it is deleted
   * @param fails whether it fails
   */
  record Spec(String phase, int wave, String policy, boolean fails) {}

  @Provide
  Arbitrary<List<Spec>> specs() {
    return Combinators.combine(
            Arbitraries.of("", "", "PreSync", "Sync", "PostSync", "PreSync,PostSync", "SyncFail"),
            Arbitraries.integers().between(-1, 1),
            Arbitraries.of("HookSucceeded", "HookFailed", "BeforeHookCreation", "Never"),
            Arbitraries.integers().between(0, 7).map(n -> n == 0))
        .as(Spec::new)
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 600)
  void no_hook_runs_twice_and_the_end_is_the_same(
      @ForAll("specs") List<Spec> specs, @ForAll Random random) {
    World quiet = new World(specs, random, 0);
    World crashing = new World(specs, random, 6);
    Operation expected = quiet.run();
    Operation ended = crashing.run();

    assertThat(ended.phase()).isEqualTo(expected.phase());
    assertThat(crashing.runs.values()).allMatch(count -> count == 1);
    assertThat(crashing.applied).isEqualTo(quiet.applied);
    assertThat(crashing.held).isEmpty();
    assertThat(crashing.hookNames()).isEqualTo(quiet.hookNames());
    if (ended.phase() == OperationPhase.SUCCEEDED) {
      assertThat(crashing.applied).hasSize(ended.desired().objects().size());
    }
  }

  /** The cluster and the agent's memory of it, for one application. */
  private static final class World {
    final Map<String, Integer> runs = new HashMap<>();
    final Set<ObjectRef> applied = new HashSet<>();

    /** Marks of the hook objects that exist. */
    final Map<ObjectRef, String> hooks = new HashMap<>();

    /** Hook objects that have our finalizer. */
    final Set<ObjectRef> held = new HashSet<>();

    private final List<Spec> specs;
    private final Desired desired;
    private final Random random;
    private int crashes;
    private int operations;
    private @Nullable OperationRecord saved;

    World(List<Spec> specs, Random random, int crashes) {
      this.specs = specs;
      this.random = random;
      this.crashes = crashes;
      this.desired =
          Objects.desired(
              IntStream.range(0, specs.size()).mapToObj(this::manifest).toArray(Manifest[]::new));
    }

    private Manifest manifest(int index) {
      Spec spec = specs.get(index);
      Manifest manifest =
          spec.phase().isEmpty()
              ? Objects.configMap("object-" + index)
              : Objects.hook("hook-" + index, spec.phase(), spec.policy());
      return Objects.annotated(manifest, "freehold.io/wave", Integer.toString(spec.wave()));
    }

    Set<String> hookNames() {
      Set<String> names = new TreeSet<>();
      hooks.keySet().forEach(ref -> names.add(ref.name()));
      return names;
    }

    Operation run() {
      Step step = begin().start();
      List<Command> pending = new ArrayList<>(step.commands());
      Operation operation = step.operation();
      while (!operation.ended()) {
        if (crashes > 0 && random.nextInt(4) == 0) {
          crashes--;
          // What was on its way may still arrive, though nobody hears of it.
          pending.stream().filter(_ -> random.nextBoolean()).forEach(this::answer);
          step = begin().start();
          pending.clear();
        } else {
          assertThat(pending).as("an operation that waits for something").isNotEmpty();
          Command command = pending.remove(random.nextInt(pending.size()));
          Observation answer = answer(command);
          if (answer == null) {
            continue;
          }
          step = operation.on(answer);
        }
        operation = step.operation();
        pending.addAll(step.commands());
        if (saved != null && random.nextInt(3) == 0) {
          // The status is written now and then without being asked for.
          saved = operation.record();
        }
      }
      return operation;
    }

    private Operation begin() {
      OperationRecord record = saved;
      if (record != null) {
        return Operation.resume(desired, _ -> false, POLICY, record);
      }
      OperationId id = new OperationId("c0ffee", Instant.ofEpochSecond(operations++));
      return Operation.plan(desired, _ -> false, POLICY, id, 1);
    }

    private @Nullable Observation answer(Command command) {
      return switch (command) {
        case Command.Save(OperationRecord record) -> {
          saved = record;
          yield new Observation.Saved();
        }
        case Command.Apply(Prepared object, Duration _) -> {
          apply(object);
          yield new Observation.Applied(object.ref(), Tally.Change.UPDATED);
        }
        case Command.ClearHook(PreparedHook hook) -> {
          if (!mark(hook.object()).equals(hooks.get(hook.object().ref()))) {
            hooks.remove(hook.object().ref());
            held.remove(hook.object().ref());
          }
          yield new Observation.HookCleared(hook.object().ref());
        }
        case Command.EndHook(PreparedHook hook, boolean delete) -> {
          held.remove(hook.object().ref());
          if (delete) {
            hooks.remove(hook.object().ref());
          }
          yield new Observation.HookEnded(hook.object().ref(), "");
        }
        case Command.Look(Set<ObjectRef> refs) -> {
          Map<ObjectRef, HealthState> states = new HashMap<>();
          refs.forEach(ref -> states.put(ref, state(ref)));
          yield new Observation.Healths(states);
        }
        case Command.TakeInventory() -> new Observation.Inventory(List.of());
        case Command.Wake _ -> null;
        case Command.Check _, Command.Delete _, Command.AwaitGone _ ->
            throw new AssertionError(command);
      };
    }

    private void apply(Prepared object) {
      String mark = mark(object);
      if (mark.isEmpty()) {
        applied.add(object.ref());
      } else if (!mark.equals(hooks.put(object.ref(), mark))) {
        held.add(object.ref());
        runs.merge(mark + " " + object.ref(), 1, Integer::sum);
      }
    }

    private HealthState state(ObjectRef ref) {
      int index = Integer.parseInt(ref.name().substring(ref.name().indexOf('-') + 1));
      boolean hook = ref.name().startsWith("hook");
      return hook && specs.get(index).fails() ? HealthState.DEGRADED : HealthState.HEALTHY;
    }

    private static String mark(Prepared object) {
      return object
          .manifest()
          .content()
          .at("/metadata/annotations/freehold.io~1operation")
          .asText("");
    }
  }
}
