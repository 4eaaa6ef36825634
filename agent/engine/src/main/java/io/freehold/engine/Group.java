package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Objects that are applied at the same time.
 *
 * @param phase their phase
 * @param wave their wave
 * @param work what has to be applied, in order, hooks included
 * @param awaits what must be healthy before: all earlier waves, and the definitions of these kinds;
 *     hooks of earlier waves have to be over in any case
 * @param hooks those of the work that are hooks
 */
record Group(
    SyncPhase phase,
    int wave,
    List<Prepared> work,
    Set<ObjectRef> awaits,
    Map<ObjectRef, PreparedHook> hooks) {
  Group {
    work = List.copyOf(work);
    awaits = Set.copyOf(awaits);
    hooks = Map.copyOf(hooks);
  }

  /** The group without hooks that are over. */
  Group without(Predicate<HookKey> over) {
    Predicate<Prepared> gone =
        object -> hooks.containsKey(object.ref()) && over.test(new HookKey(phase, object.ref()));
    return new Group(phase, wave, work.stream().filter(gone.negate()).toList(), awaits, hooks);
  }

  /** What a task is about: an object, or a hook. */
  private record Item(Prepared object, Optional<PreparedHook> hook) {}

  /** Whether both are of the same phase and wave. */
  boolean sameStep(Group other) {
    return phase == other.phase && wave == other.wave;
  }

  /**
   * Orders objects and hooks and cuts them into groups.
   *
   * @param hooks the hooks, named and marked
   * @param inPlace whether an object is known to be in the cluster as it is wanted; it is waited
   *     for, but not applied again
   */
  static List<Group> of(
      List<Prepared> objects,
      List<PreparedHook> hooks,
      Predicate<Prepared> inPlace,
      KindOrder kinds) {
    List<SyncTask<Item>> tasks = new ArrayList<>();
    objects.forEach(object -> tasks.add(task(SyncPhase.SYNC, object, Optional.empty())));
    hooks.forEach(hook -> tasks.add(task(hook.phase(), hook.object(), Optional.of(hook))));
    return cut(TaskOrder.pullUp(TaskOrder.sort(tasks, kinds)), inPlace, kinds);
  }

  private static SyncTask<Item> task(
      SyncPhase phase, Prepared object, Optional<PreparedHook> hook) {
    Optional<String> defines =
        KindRank.isDefinition(object.ref())
            ? SyncTask.definedBy(object.ref(), object.manifest().content())
            : Optional.empty();
    return new SyncTask<>(
        phase,
        object.wave(),
        object.ref(),
        defines,
        hook.isPresent() ? SyncTask.Action.RUN_HOOK : SyncTask.Action.APPLY,
        new Item(object, hook));
  }

  private static List<Group> cut(
      List<SyncTask<Item>> ordered, Predicate<Prepared> inPlace, KindOrder kinds) {
    Map<String, ObjectRef> definitions = new HashMap<>();
    ordered.forEach(
        task -> task.defines().ifPresent(kind -> definitions.putIfAbsent(kind, task.ref())));

    List<Group> groups = new ArrayList<>();
    Set<ObjectRef> earlierSteps = Set.of();
    Set<ObjectRef> all = new HashSet<>();
    for (int start = 0, end; start < ordered.size(); start = end) {
      SyncTask<Item> first = ordered.get(start);
      end = start + 1;
      while (end < ordered.size() && together(first, ordered.get(end), kinds)) {
        end++;
      }
      if (start > 0 && !sameStep(ordered.get(start - 1), first)) {
        earlierSteps = Set.copyOf(all);
      }
      List<SyncTask<Item>> members = ordered.subList(start, end);
      add(groups, members, inPlace, earlierSteps, definitions);
      members.stream()
          .filter(task -> task.what().hook().isEmpty())
          .forEach(task -> all.add(task.ref()));
    }
    return List.copyOf(groups);
  }

  private static void add(
      List<Group> groups,
      List<SyncTask<Item>> members,
      Predicate<Prepared> inPlace,
      Set<ObjectRef> earlierSteps,
      Map<String, ObjectRef> definitions) {
    List<Prepared> work = new ArrayList<>();
    Map<ObjectRef, PreparedHook> hooks = new HashMap<>();
    Set<ObjectRef> awaits = new HashSet<>(earlierSteps);
    for (SyncTask<Item> task : members) {
      Prepared object = task.what().object();
      if (task.what().hook().isPresent() || !inPlace.test(object)) {
        work.add(object);
        task.what().hook().ifPresent(hook -> hooks.put(task.ref(), hook));
        ObjectRef definition = definitions.get(task.ref().group() + "/" + task.ref().kind());
        if (definition != null) {
          awaits.add(definition);
        }
      }
    }
    if (!work.isEmpty()) {
      SyncTask<Item> first = members.getFirst();
      groups.add(new Group(first.phase(), first.wave(), work, awaits, hooks));
    }
  }

  private static boolean sameStep(SyncTask<Item> one, SyncTask<Item> other) {
    return one.phase() == other.phase() && one.wave() == other.wave();
  }

  private static boolean together(SyncTask<Item> one, SyncTask<Item> other, KindOrder kinds) {
    return sameStep(one, other) && kinds.rank(one.ref()) == kinds.rank(other.ref());
  }
}
