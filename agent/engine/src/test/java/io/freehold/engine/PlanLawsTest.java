package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ObjectRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the plan of every set of objects, hooks and leftovers. */
class PlanLawsTest {
  private static final List<String> KINDS =
      List.of("v1 Namespace", "v1 ConfigMap", "apps/v1 Deployment", "example.org/v1 Widget");

  /**
   * @param kind index into a few kinds
   * @param wave wave
   * @param phase phase of a hook; empty for an object
   * @param wanted whether Git wants it; otherwise it is left over in the cluster
   * @param last whether it asks to be pruned last
   */
  record Spec(int kind, int wave, String phase, boolean wanted, boolean last) {}

  @Provide
  Arbitrary<List<Spec>> specs() {
    return Combinators.combine(
            Arbitraries.integers().between(0, KINDS.size() - 1),
            Arbitraries.integers().between(-1, 2),
            Arbitraries.of("", "", "", "PreSync", "Sync", "PostSync", "SyncFail"),
            Arbitraries.integers().between(0, 3).map(n -> n > 0),
            Arbitraries.integers().between(0, 4).map(n -> n == 0))
        .as(Spec::new)
        .list()
        .ofMaxSize(20);
  }

  @Property(tries = 300)
  void every_object_is_in_exactly_one_step_whatever_order_git_has_them_in(
      @ForAll("specs") List<Spec> specs, @ForAll Random random) {
    List<Manifest> manifests = manifests(specs);
    List<String> planned = steps(manifests);
    assertThat(planned.stream().map(step -> step.substring(step.indexOf(' '))))
        .hasSameSizeAs(manifests)
        .doesNotHaveDuplicates();

    List<Manifest> shuffled = new ArrayList<>(manifests);
    Collections.shuffle(shuffled, random);
    assertThat(steps(shuffled)).isEqualTo(planned);
  }

  @Property(tries = 300)
  void steps_are_in_the_order_of_phases_and_waves_but_for_what_others_need(
      @ForAll("specs") List<Spec> specs) {
    List<Group> groups = plan(manifests(specs)).groups();
    for (int i = 1; i < groups.size(); i++) {
      Group before = groups.get(i - 1);
      Group group = groups.get(i);
      assertThat(before.phase()).isLessThanOrEqualTo(group.phase());
      if (before.phase() == group.phase()) {
        assertThat(before.wave()).isLessThanOrEqualTo(group.wave());
      }
    }
  }

  @Property(tries = 300)
  void every_leftover_is_pruned_in_exactly_one_stage_from_the_last_wave_on(
      @ForAll("specs") List<Spec> specs) {
    Set<ObjectRef> wanted =
        manifests(specs).stream().map(Manifest::ref).collect(Collectors.toUnmodifiableSet());
    List<Owned> leftovers =
        IntStream.range(0, specs.size())
            .filter(index -> !specs.get(index).wanted())
            .mapToObj(index -> Objects.owned(manifest(specs, index)))
            .toList();
    List<Owned> pruned =
        PruneRules.stages(Objects.SHOP, wanted, leftovers, false).stream()
            .flatMap(List::stream)
            .toList();

    assertThat(pruned)
        .containsExactlyInAnyOrderElementsOf(
            leftovers.stream().filter(object -> !object.hook()).toList());
    for (int i = 1; i < pruned.size(); i++) {
      Owned before = pruned.get(i - 1);
      Owned after = pruned.get(i);
      assertThat(before.options().pruneLast() && !after.options().pruneLast()).isFalse();
      if (before.options().pruneLast() == after.options().pruneLast()) {
        assertThat(before.wave()).isGreaterThanOrEqualTo(after.wave());
      }
    }
  }

  private static List<Manifest> manifests(List<Spec> specs) {
    return IntStream.range(0, specs.size())
        .filter(index -> specs.get(index).wanted())
        .mapToObj(index -> manifest(specs, index))
        .toList();
  }

  private static Manifest manifest(List<Spec> specs, int index) {
    Spec spec = specs.get(index);
    String[] kind = KINDS.get(spec.kind()).split(" ", -1);
    Manifest manifest =
        spec.phase().isEmpty()
            ? Objects.manifest(kind[0], kind[1], "object-" + index)
            : Objects.hook("hook-" + index, spec.phase());
    if (spec.last()) {
      Objects.annotated(manifest, "freehold.io/sync-options", "PruneLast=true");
    }
    return Objects.annotated(manifest, "freehold.io/wave", Integer.toString(spec.wave()));
  }

  private static Operation plan(List<Manifest> manifests) {
    return Operation.plan(
        Objects.desired(manifests.toArray(Manifest[]::new)),
        _ -> false,
        new OperationPolicy(true, false, 3, java.time.Duration.ofMinutes(1)),
        1);
  }

  /** Every object with the number of its step, in order. */
  private static List<String> steps(List<Manifest> manifests) {
    List<Group> groups = plan(manifests).groups();
    return IntStream.range(0, groups.size())
        .boxed()
        .flatMap(
            index -> groups.get(index).work().stream().map(object -> index + " " + object.ref()))
        .toList();
  }
}
