package io.freehold.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Hook;
import io.freehold.engine.KindOrder;
import io.freehold.engine.SyncPhase;
import io.freehold.engine.SyncTask;
import io.freehold.engine.TaskOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sync has to do, in order. Planning again in the same operation gives the same. */
public final class SyncPlan {
  private static final int REVISION_DIGITS = 7;

  private final ArgoOperation.Sync sync;
  private final SyncOptions options;
  private final String hookSuffix;
  private final Owner owner;
  private final List<SyncTask<SyncWork>> tasks = new ArrayList<>();

  /**
   * @param sync what was asked for
   * @param revision commit that is synced, for the names of hooks that have none
   * @param startedAt when the operation began, for the same
   * @param owner whose objects they are
   */
  public SyncPlan(ArgoOperation.Sync sync, String revision, Instant startedAt, Owner owner) {
    this.owner = owner;
    this.sync = sync;
    this.options = new SyncOptions(sync.syncOptions());
    this.hookSuffix =
        revision.substring(0, Math.min(REVISION_DIGITS, revision.length()))
            + "-%s-"
            + startedAt.getEpochSecond();
  }

  /**
   * Whose objects are synced.
   *
   * @param tracking how they are marked
   * @param application name of the Application
   * @param namespace its destination namespace
   */
  public record Owner(Tracking tracking, String application, String namespace) {}

  /**
   * All that is to be done.
   *
   * @param targets what Git wants, for hooks without a name, which comparisons leave out
   * @param namespace target of the namespace that is created first; null when none is
   */
  public List<SyncWork> of(
      Comparison comparison, List<Target> targets, @Nullable Target namespace) {
    tasks.clear();
    for (Comparison.Item item : comparison.items()) {
      if (item.compared() && sync.selects(item.ref())) {
        plain(item);
      } else if (item.hook() && item.target() != null && sync.hooks()) {
        hooks(item.target(), item);
      }
    }
    if (sync.hooks()) {
      targets.stream().filter(target -> target.ref().name().isEmpty()).forEach(this::nameless);
    }
    if (namespace != null
        && targets.stream().noneMatch(target -> target.ref().equals(namespace.ref()))) {
      Comparison.Item there =
          comparison.items().stream()
              .filter(item -> item.ref().equals(namespace.ref()))
              .findFirst()
              .orElse(null);
      add(
          SyncTask.Action.APPLY,
          new SyncWork(
              SyncPhase.PRE_SYNC,
              Hook.of(namespace.content()).wave(),
              namespace.ref(),
              namespace,
              there == null ? null : there.live(),
              false));
    }
    return TaskOrder.pullUp(TaskOrder.sort(TaskOrder.mirrorPrunes(tasks), KindOrder.ARGO_CD))
        .stream()
        .map(task -> task.what().at(task.phase(), task.wave()))
        .toList();
  }

  private void plain(Comparison.Item item) {
    int wave = Hook.of(item.content()).wave();
    SyncWork work =
        new SyncWork(SyncPhase.SYNC, wave, item.ref(), item.target(), item.live(), false);
    boolean last = item.target() == null && options.on("PruneLast", SyncOptions.of(item.content()));
    add(
        item.target() != null
            ? SyncTask.Action.APPLY
            : last ? SyncTask.Action.PRUNE_LAST : SyncTask.Action.PRUNE,
        work);
  }

  private void hooks(Target target, Comparison.Item item) {
    Hook hook = target.hook();
    for (SyncPhase phase : hook.phases()) {
      add(
          SyncTask.Action.RUN_HOOK,
          new SyncWork(phase, hook.wave(), target.ref(), held(target), item.live(), true));
    }
  }

  private void nameless(Target target) {
    Hook hook = target.hook();
    if (!hook.isHook()) {
      return;
    }
    String prefix = target.content().path("metadata").path("generateName").asText();
    for (SyncPhase phase : hook.phases()) {
      String name = (prefix + hookSuffix.formatted(phase.text())).toLowerCase(Locale.ROOT);
      ObjectNode content = target.content().deepCopy();
      content.withObjectProperty("metadata").put("name", name).remove("generateName");
      ObjectRef ref =
          new ObjectRef(target.ref().group(), target.ref().kind(), target.ref().namespace(), name);
      owner.tracking().mark(content, ref, owner.application(), owner.namespace());
      Target named = held(new Target(target.apiVersion(), ref, content));
      add(SyncTask.Action.RUN_HOOK, new SyncWork(phase, hook.wave(), ref, named, null, true));
    }
  }

  /** A hook stays until its outcome is known, whoever deletes it. */
  private static Target held(Target target) {
    ObjectNode content = target.content().deepCopy();
    ObjectNode metadata = content.withObjectProperty("metadata");
    var finalizers =
        metadata.path("finalizers").isArray()
            ? metadata.withArrayProperty("finalizers")
            : metadata.putArray("finalizers");
    if (finalizers.valueStream().noneMatch(one -> one.asText().equals(Hook.FINALIZER))) {
      finalizers.add(Hook.FINALIZER);
    }
    return new Target(target.apiVersion(), target.ref(), content);
  }

  private void add(SyncTask.Action action, SyncWork work) {
    tasks.add(
        new SyncTask<>(
            work.phase(),
            work.wave(),
            work.ref(),
            SyncTask.definedBy(work.ref(), work.content()),
            action,
            work));
  }
}
