package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Puts the tasks of a sync in the order in which they run, as Argo CD does. */
public final class TaskOrder {
  private TaskOrder() {}

  /**
   * Gives prune tasks their waves: what was created first goes last. The distinct waves of the
   * prune tasks are swapped, first with last, second with second to last; then everything that is
   * to be pruned last moves to a wave behind all others of its phase.
   */
  public static <T> List<SyncTask<T>> mirrorPrunes(List<SyncTask<T>> tasks) {
    SortedSet<Integer> distinct = new TreeSet<>();
    tasks.stream().filter(SyncTask::prunes).forEach(task -> distinct.add(task.wave()));
    List<Integer> waves = List.copyOf(distinct);
    Map<Integer, Integer> mirrored = new HashMap<>();
    for (int i = 0; i < waves.size(); i++) {
      mirrored.put(waves.get(i), waves.get(waves.size() - 1 - i));
    }
    List<SyncTask<T>> moved =
        tasks.stream()
            .map(task ->
                task.prunes()
                    ? task.at(task.phase(), mirrored.getOrDefault(task.wave(), task.wave()))
                    : task)
            .toList();
    int last =
        1
            + moved.stream()
                .filter(task -> task.phase() == SyncPhase.SYNC)
                .mapToInt(SyncTask::wave)
                .reduce(0, Math::max);
    return moved.stream()
        .map(task ->
            task.action() == SyncTask.Action.PRUNE_LAST ? task.at(task.phase(), last) : task)
        .toList();
  }

  /**
   * Sorts by phase, wave, kind and name. Tasks that agree in all of them keep their order, so that
   * sorting again changes nothing.
   */
  public static <T> List<SyncTask<T>> sort(List<SyncTask<T>> tasks, KindOrder kinds) {
    return tasks.stream()
        .sorted(
            Comparator.comparing((SyncTask<T> task) -> task.phase())
                .thenComparingInt(SyncTask::wave)
                .thenComparingInt(task -> kinds.rank(task.ref()))
                .thenComparing(task -> task.ref().name()))
        .toList();
  }

  /**
   * Pulls what others need in front of the first of them: a namespace before its first inhabitant,
   * a definition before the first object of its kind. What is pulled takes over phase and wave, so
   * that a hook of PreSync finds its namespace.
   *
   * @param sorted sorted tasks
   */
  public static <T> List<SyncTask<T>> pullUp(List<SyncTask<T>> sorted) {
    List<SyncTask<T>> withNamespaces =
        pullUp(
            sorted,
            task -> isNamespace(task.ref()) ? Optional.of(task.ref().name()) : Optional.empty(),
            task -> Optional.of(task.ref().namespace()).filter(name -> !name.isEmpty()));
    return pullUp(
        withNamespaces,
        SyncTask::defines,
        task -> Optional.of(task.ref().group() + "/" + task.ref().kind()));
  }

  private static <T> List<SyncTask<T>> pullUp(
      List<SyncTask<T>> tasks,
      Function<SyncTask<T>, Optional<String>> provides,
      Function<SyncTask<T>, Optional<String>> needs) {
    List<SyncTask<T>> result = new ArrayList<>(tasks.size());
    Map<String, Integer> firstNeed = new HashMap<>();
    for (SyncTask<T> task : tasks) {
      Optional<String> provided = task.prunes() ? Optional.empty() : provides.apply(task);
      Integer before = provided.map(firstNeed::get).orElse(null);
      if (before != null) {
        SyncTask<T> dependent = result.get(before);
        result.add(before, task.at(dependent.phase(), dependent.wave()));
        firstNeed.replaceAll((_, index) -> index >= before ? index + 1 : index);
      } else {
        if (provided.isEmpty() && !task.prunes()) {
          int index = result.size();
          needs.apply(task).ifPresent(need -> firstNeed.putIfAbsent(need, index));
        }
        result.add(task);
      }
    }
    return List.copyOf(result);
  }

  private static boolean isNamespace(ObjectRef ref) {
    return ref.kind().equals("Namespace") && ref.group().isEmpty();
  }

  /**
   * Whether tasks run in more than one step, so that each step has to become healthy before the
   * next one.
   *
   * @param ordered tasks in order
   */
  public static boolean multiStep(List<? extends SyncTask<?>> ordered) {
    return !ordered.isEmpty()
        && (ordered.getFirst().phase() != ordered.getLast().phase()
            || ordered.getFirst().wave() != ordered.getLast().wave());
  }
}
