package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ObjectRef;
import io.freehold.engine.SyncTask.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the order of every set of tasks. */
class TaskOrderLawsTest {
  private static final List<String> KINDS =
      List.of("v1 Namespace", "v1 ConfigMap", "apps/v1 Deployment", "example.org/v1 Widget", "crd");

  @Provide
  Arbitrary<List<SyncTask<Integer>>> tasks() {
    return Combinators.combine(
            Arbitraries.of(SyncPhase.PRE_SYNC, SyncPhase.SYNC, SyncPhase.POST_SYNC),
            Arbitraries.integers().between(-2, 3),
            Arbitraries.of(KINDS),
            Arbitraries.of("", "blue", "green"),
            Arbitraries.of(Action.APPLY, Action.APPLY, Action.PRUNE, Action.PRUNE_LAST))
        .as(TaskOrderLawsTest::task)
        .list()
        .ofMaxSize(25)
        .map(TaskOrderLawsTest::numbered);
  }

  private static SyncTask<Integer> task(
      SyncPhase phase, int wave, String kind, String namespace, Action action) {
    boolean definition = kind.equals("crd");
    String[] parts =
        (definition ? "apiextensions.k8s.io/v1 CustomResourceDefinition" : kind).split(" ", -1);
    boolean clusterWide = definition || parts[1].equals("Namespace");
    ObjectRef ref =
        new ObjectRef(
            ObjectRef.groupOf(parts[0]),
            parts[1],
            clusterWide ? "" : namespace,
            parts[1].equals("Namespace") ? namespace : "");
    return new SyncTask<>(
        phase,
        wave,
        ref,
        definition ? Optional.of("example.org/Widget") : Optional.empty(),
        action,
        0);
  }

  private static List<SyncTask<Integer>> numbered(List<SyncTask<Integer>> tasks) {
    return IntStream.range(0, tasks.size())
        .mapToObj(index -> {
          SyncTask<Integer> task = tasks.get(index);
          ObjectRef ref = task.ref();
          String name = ref.name().isEmpty() ? "object-" + index % 7 : ref.name();
          return new SyncTask<>(
              task.phase(),
              task.wave(),
              new ObjectRef(ref.group(), ref.kind(), ref.namespace(), name),
              task.defines(),
              task.action(),
              index);
        })
        .toList();
  }

  @Property
  void sorting_again_changes_nothing(@ForAll("tasks") List<SyncTask<Integer>> tasks) {
    List<SyncTask<Integer>> sorted = TaskOrder.sort(tasks, KindOrder.ARGO_CD);

    assertThat(TaskOrder.sort(sorted, KindOrder.ARGO_CD)).isEqualTo(sorted);
  }

  @Property
  void only_tasks_that_agree_in_everything_depend_on_the_order_of_the_input(
      @ForAll("tasks") List<SyncTask<Integer>> tasks, @ForAll Random random) {
    List<SyncTask<Integer>> shuffled = new ArrayList<>(tasks);
    Collections.shuffle(shuffled, random);

    assertThat(keys(TaskOrder.sort(shuffled, KindOrder.ARGO_CD)))
        .isEqualTo(keys(TaskOrder.sort(tasks, KindOrder.ARGO_CD)));
  }

  private static List<String> keys(List<SyncTask<Integer>> tasks) {
    return tasks.stream()
        .map(task ->
            "%s %d %d %s"
                .formatted(
                    task.phase(),
                    task.wave(),
                    ArgoKindRank.of(task.ref().kind()),
                    task.ref().name()))
        .toList();
  }

  @Property
  void every_task_is_in_exactly_one_step(@ForAll("tasks") List<SyncTask<Integer>> tasks) {
    List<SyncTask<Integer>> planned = plan(tasks);

    assertThat(planned.stream().map(SyncTask::what))
        .containsExactlyInAnyOrderElementsOf(tasks.stream().map(SyncTask::what).toList());
    for (int i = 1; i < planned.size(); i++) {
      SyncTask<Integer> before = planned.get(i - 1);
      SyncTask<Integer> after = planned.get(i);
      // Steps do not interleave, else one of them would run twice.
      assertThat(before.phase()).isLessThanOrEqualTo(after.phase());
      if (before.phase() == after.phase()) {
        assertThat(before.wave()).isLessThanOrEqualTo(after.wave());
      }
    }
  }

  @Property
  void what_others_need_comes_before_them(@ForAll("tasks") List<SyncTask<Integer>> tasks) {
    Map<String, Integer> namespaces = new HashMap<>();
    List<SyncTask<Integer>> applied = plan(tasks).stream().filter(task -> !task.prunes()).toList();
    for (int i = 0; i < applied.size(); i++) {
      ObjectRef ref = applied.get(i).ref();
      if (ref.kind().equals("Namespace")) {
        namespaces.putIfAbsent(ref.name(), i);
      }
    }
    for (int i = 0; i < applied.size(); i++) {
      Integer namespace = namespaces.get(applied.get(i).ref().namespace());
      if (namespace != null) {
        assertThat(namespace).isLessThan(i);
      }
    }
  }

  @Property
  void mirroring_twice_gives_the_first_waves(@ForAll("tasks") List<SyncTask<Integer>> tasks) {
    List<SyncTask<Integer>> plain =
        tasks.stream().filter(task -> task.action() != Action.PRUNE_LAST).toList();

    assertThat(TaskOrder.mirrorPrunes(TaskOrder.mirrorPrunes(plain))).isEqualTo(plain);
  }

  @Property
  void what_is_pruned_last_is_behind_all_others_of_its_phase(
      @ForAll("tasks") List<SyncTask<Integer>> tasks) {
    Map<Boolean, List<SyncTask<Integer>>> byLast =
        TaskOrder.mirrorPrunes(tasks).stream()
            .filter(task -> task.phase() == SyncPhase.SYNC)
            .collect(Collectors.partitioningBy(task -> task.action() == Action.PRUNE_LAST));

    byLast
        .getOrDefault(true, List.of())
        .forEach(last ->
            assertThat(byLast.getOrDefault(false, List.of()))
                .allMatch(task -> task.wave() < last.wave()));
  }

  private static List<SyncTask<Integer>> plan(List<SyncTask<Integer>> tasks) {
    return TaskOrder.pullUp(TaskOrder.sort(TaskOrder.mirrorPrunes(tasks), KindOrder.ARGO_CD));
  }
}
