package io.freehold.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoOperation;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoSettings;
import io.freehold.dialect.ArgoSpec;
import io.freehold.dialect.ArgoStatus;
import io.freehold.dialect.ArgoStatus.OperationState;
import io.freehold.dialect.Comparison;
import io.freehold.dialect.ObjectHealth;
import io.freehold.dialect.SyncOptions;
import io.freehold.dialect.SyncPlan;
import io.freehold.dialect.SyncResults;
import io.freehold.dialect.SyncStep;
import io.freehold.dialect.SyncWork;
import io.freehold.dialect.Target;
import io.freehold.engine.HookDeletePolicy;
import io.freehold.engine.LiveObject;
import io.freehold.engine.PreparedHook;
import io.freehold.engine.SyncTask;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries one operation forward, step after step, until it is over or something in the cluster has
 * to happen first. Blocks.
 */
final class ArgoSyncRun {
  private enum Outcome {
    DONE,
    FAILED,
    PENDING
  }

  private final ArgoApplication application;
  private final OperationState state;
  private final ArgoStatus.SyncResult result;
  private final ArgoComparer.Standing standing;
  private final ArgoProject project;
  private final ArgoSurroundings around;
  private final ArgoWriter writer;
  private final ArgoSettings settings;
  private final ArgoOperation.Sync sync;
  private final SyncOptions options;
  private final SyncResults results;
  private final Set<String> defined = new HashSet<>();
  private String message = "";

  /**
   * @throws IllegalArgumentException when it cannot be told as whom objects are written
   */
  ArgoSyncRun(
      ArgoApplication application,
      OperationState state,
      ArgoComparer.Standing standing,
      ArgoProject project,
      ArgoSurroundings around) {
    this.application = application;
    this.state = state;
    this.result = Objects.requireNonNull(state.syncResult());
    this.standing = standing;
    this.project = project;
    this.around = around;
    this.writer = around.writerFor(application);
    this.settings = around.settings().get();
    this.sync = state.operation().what();
    this.options = new SyncOptions(sync.syncOptions());
    this.results = new SyncResults(result.resources());
  }

  /** Goes on as far as possible; the state in which it stops. */
  OperationState run(boolean terminating) {
    if (terminating) {
      return terminated();
    }
    List<SyncWork> all = work();
    if (results.isEmpty() && !valid(all)) {
      return state(OperationState.FAILED, "one or more synchronization tasks are not valid");
    }
    while (true) {
      SyncStep step =
          new SyncStep(all, results, new ObjectHealth(settings.health()), this::isWanted);
      SyncStep.Next next = step.next();
      step.completedHooks().forEach(work -> release(work.live()));
      switch (next) {
        case SyncStep.Next.Wait(String why) -> {
          return state(state.phase(), why);
        }
        case SyncStep.Next.End(String phase, String why) -> {
          tidy(step, phase.equals(OperationState.SUCCEEDED));
          return state(phase, why);
        }
        case SyncStep.Next.RunAfterFailure(List<SyncWork> hooks, String why) -> {
          tidy(step, false);
          if (execute(hooks) == Outcome.PENDING) {
            return state(state.phase(), message);
          }
        }
        case SyncStep.Next.Run(List<SyncWork> now, boolean more) -> {
          switch (execute(now)) {
            case PENDING -> {
              return state(state.phase(), message);
            }
            case FAILED -> {
              OperationState ended = afterFailure();
              if (ended != null) {
                return ended;
              }
            }
            case DONE -> {
              if (!more) {
                all = withLive(all);
                tidy(
                    new SyncStep(all, results, new ObjectHealth(settings.health()), this::isWanted),
                    true);
                return state(OperationState.SUCCEEDED, "successfully synced (all tasks run)");
              }
            }
          }
        }
      }
      all = withLive(all);
    }
  }

  private @Nullable OperationState afterFailure() {
    List<SyncWork> all = withLive(work());
    SyncStep step = new SyncStep(all, results, new ObjectHealth(settings.health()), this::isWanted);
    tidy(step, false);
    return switch (step.afterFailure("one or more objects failed to apply")) {
      case SyncStep.Next.End(String phase, String why) -> state(phase, why);
      case SyncStep.Next.RunAfterFailure(List<SyncWork> hooks, String _) ->
          execute(hooks) == Outcome.PENDING ? state(state.phase(), message) : null;
      case SyncStep.Next.Wait(String why) -> state(state.phase(), why);
      case SyncStep.Next.Run _ -> null;
    };
  }

  private List<SyncWork> work() {
    SyncPlan plan =
        new SyncPlan(
            sync,
            result.revision(),
            started(),
            new SyncPlan.Owner(
                settings.tracking(),
                application.metadata().name(),
                application.spec().destination().namespace()));
    List<SyncWork> all = plan.of(standing.comparison(), standing.wanted().targets(), namespace());
    for (SyncWork work : all) {
      SyncTask.definedBy(work.ref(), work.content()).ifPresent(defined::add);
    }
    return withLive(all);
  }

  private List<SyncWork> withLive(List<SyncWork> all) {
    List<SyncWork> now = new ArrayList<>();
    for (SyncWork work : all) {
      now.add(work.with(around.objects().find(work.ref())));
    }
    return now;
  }

  /** The namespace that is created first; null when it is there and nothing has to be put on it. */
  private @Nullable Target namespace() {
    String name = application.spec().destination().namespace();
    if (!options.has("CreateNamespace=true") || name.isEmpty()) {
      return null;
    }
    ArgoSpec.NamespaceMetadata metadata = application.spec().policy().managedNamespaceMetadata();
    ObjectRef ref = new ObjectRef("", "Namespace", "", name);
    boolean known = result.resources().stream().anyMatch(one -> one.kind().equals("Namespace"));
    if (around.objects().find(ref) != null && metadata == null && !known) {
      return null;
    }
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.put("apiVersion", "v1").put("kind", "Namespace");
    ObjectNode into = content.putObject("metadata").put("name", name);
    if (metadata != null) {
      metadata.labels().forEach(into.putObject("labels")::put);
      ObjectNode annotations = into.putObject("annotations");
      metadata.annotations().forEach(annotations::put);
      // Whatever else is on the namespace belongs to others.
      annotations.put(ArgoNames.SYNC_OPTIONS, "ServerSideApply=true");
    }
    return new Target("v1", ref, content);
  }

  private boolean isWanted(SyncWork work) {
    if (!options.has("ApplyOutOfSyncOnly=true") || work.hook() || work.prunes()) {
      return true;
    }
    return standing.comparison().items().stream()
        .filter(item -> item.ref().equals(work.ref()))
        .findFirst()
        .map(Comparison.Item::different)
        .orElse(true);
  }

  /** Whether everything may be done at all; else the results say what may not. */
  private boolean valid(List<SyncWork> all) {
    boolean valid = true;
    for (SyncWork work : all) {
      String why = refusal(work);
      if (!why.isEmpty()) {
        valid = false;
        results.set(work, SyncResults.SYNC_FAILED, "", why);
      }
    }
    return valid;
  }

  private String refusal(SyncWork work) {
    boolean own = work.target() != null && work.ref().equals(namespaceRef());
    String why = own ? "" : project.refusal(work.ref()).orElse("");
    if (!why.isEmpty() || work.target() == null) {
      return why;
    }
    boolean served =
        around.cluster().kind(work.target().apiVersion(), work.ref().kind()).isPresent();
    boolean comes =
        defined.contains(work.ref().group() + "/" + work.ref().kind())
            || options.on("SkipDryRunOnMissingResource", work.target().options());
    return served || comes
        ? ""
        : "The Kubernetes API could not find %s/%s for requested resource %s/%s. Make sure the \"%s\" CRD is installed on the destination cluster."
            .formatted(
                work.ref().group(),
                work.ref().kind(),
                work.ref().namespace(),
                work.ref().name(),
                work.ref().kind());
  }

  private ObjectRef namespaceRef() {
    return new ObjectRef("", "Namespace", "", application.spec().destination().namespace());
  }

  private Outcome execute(List<SyncWork> now) {
    List<SyncWork> prunes = now.stream().filter(SyncWork::prunes).toList();
    List<SyncWork> writes = now.stream().filter(work -> !work.prunes()).toList();
    List<SyncWork> asking = prunes.stream().filter(this::asksFirst).toList();
    if (!asking.isEmpty()) {
      message =
          "waiting for pruning confirmation of %s/%s"
              .formatted(asking.getFirst().ref().kind(), asking.getFirst().ref().name());
      return Outcome.PENDING;
    }
    inParallel(prunes, this::prune);
    if (failed(prunes)) {
      return Outcome.FAILED;
    }
    List<SyncWork> inTheWay =
        writes.stream()
            .filter(
                work -> work.live() != null && work.deletes(HookDeletePolicy.BEFORE_HOOK_CREATION))
            .filter(work -> !createdHere(work))
            .toList();
    if (!inTheWay.isEmpty() && !sync.dryRun()) {
      inParallel(inTheWay, this::clear);
      List<SyncWork> left =
          withLive(inTheWay).stream().filter(work -> work.live() != null).toList();
      if (!left.isEmpty()) {
        message = "waiting for deletion of hook " + left.getFirst().ref().name();
        return Outcome.PENDING;
      }
    }
    List<SyncWork> group = new ArrayList<>();
    for (SyncWork work : withLive(writes)) {
      if (!group.isEmpty() && !group.getFirst().ref().kind().equals(work.ref().kind())) {
        inParallel(group, this::apply);
        group.clear();
      }
      group.add(work);
    }
    inParallel(group, this::apply);
    return failed(writes) ? Outcome.FAILED : Outcome.DONE;
  }

  private boolean failed(List<SyncWork> some) {
    return some.stream().anyMatch(work -> results.phase(work).equals(OperationState.FAILED));
  }

  private boolean asksFirst(SyncWork work) {
    return sync.prune()
        && work.live() != null
        && options.confirms("Prune", SyncOptions.of(work.live().content()))
        && !ArgoDeletion.approved(application, started());
  }

  private void prune(SyncWork work) {
    LiveObject live = work.live();
    if (live == null) {
      results.done(work, SyncResults.PRUNED, "pruned", sync.dryRun());
      return;
    }
    if (!sync.prune()) {
      results.done(work, SyncResults.PRUNE_SKIPPED, "ignored (requires pruning)", sync.dryRun());
    } else if (options.forbids("Prune", SyncOptions.of(live.content()))) {
      results.done(work, SyncResults.PRUNE_SKIPPED, "ignored (no prune)", sync.dryRun());
    } else if (live.content().path("metadata").hasNonNull("deletionTimestamp")) {
      results.done(work, SyncResults.PRUNED, "pruned", sync.dryRun());
    } else {
      String refused =
          writer.delete(live, propagation(options.value("PrunePropagationPolicy")), sync.dryRun());
      results.done(
          work,
          refused.isEmpty() ? SyncResults.PRUNED : SyncResults.SYNC_FAILED,
          refused.isEmpty() ? (sync.dryRun() ? "pruned (dry run)" : "pruned") : refused,
          sync.dryRun());
    }
  }

  static String propagation(String policy) {
    return switch (policy) {
      case "background" -> "Background";
      case "orphan" -> "Orphan";
      default -> "Foreground";
    };
  }

  private void clear(SyncWork work) {
    LiveObject live = Objects.requireNonNull(work.live());
    release(live);
    LiveObject there = around.objects().find(live.ref());
    if (there == null || there.content().path("metadata").hasNonNull("deletionTimestamp")) {
      return;
    }
    String refused = writer.delete(there, "Background", false);
    if (!refused.isEmpty()) {
      results.set(work, "", OperationState.ERROR, "failed to delete resource: " + refused);
    }
  }

  /**
   * Whether a hook was created by this attempt, and the agent died before that was in the status:
   * then it runs already.
   */
  private boolean createdHere(SyncWork work) {
    return work.live() != null && work.live().annotation(PreparedHook.OPERATION).equals(mark(work));
  }

  private String mark(SyncWork work) {
    return "argocd-%d-%d-%s"
        .formatted(started().getEpochSecond(), state.retryCount(), work.phase());
  }

  private Target marked(SyncWork work, Target target) {
    if (!work.hook() || sync.dryRun()) {
      return target;
    }
    ObjectNode content = target.content().deepCopy();
    content
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put(PreparedHook.OPERATION, mark(work));
    return new Target(target.apiVersion(), target.ref(), content);
  }

  private void apply(SyncWork work) {
    Target target = marked(work, Objects.requireNonNull(work.target()));
    boolean respects =
        options.has("RespectIgnoreDifferences=true")
            && work.live() != null
            && standing.ignored().concern(work.ref());
    if (respects && work.live() != null) {
      target =
          new Target(
              target.apiVersion(),
              target.ref(),
              standing.ignored().respecting(work.ref(), target.content(), work.live().content()));
    }
    boolean unknownInDryRun =
        sync.dryRun() && around.cluster().kind(target.apiVersion(), target.ref().kind()).isEmpty();
    if (unknownInDryRun) {
      results.done(work, SyncResults.SYNCED, "not checked: its kind comes with it", true);
      return;
    }
    ArgoWriter.Outcome outcome =
        writer.write(
            target,
            work.live(),
            new ArgoWriter.Manner(
                options,
                sync.force(),
                sync.dryRun(),
                defined.contains(work.ref().group() + "/" + work.ref().kind())));
    results.done(work, outcome.status(), outcome.message(), sync.dryRun());
  }

  /** Hooks that are over go, as their policies say. */
  private void tidy(SyncStep step, boolean success) {
    if (sync.dryRun()) {
      return;
    }
    step.completedHooks().forEach(work -> release(work.live()));
    for (SyncWork work : step.deletedAtEnd(success)) {
      LiveObject live = around.objects().find(work.ref());
      if (live != null) {
        writer.delete(live, "Background", false);
      }
    }
  }

  private OperationState terminated() {
    for (SyncWork work : work()) {
      LiveObject live = work.live();
      if (!work.hook() || live == null) {
        continue;
      }
      release(live);
      if (results.phase(work).equals(OperationState.RUNNING)) {
        String refused = writer.delete(live, "Background", false);
        results.set(
            work,
            "",
            refused.isEmpty() ? OperationState.SUCCEEDED : OperationState.FAILED,
            refused.isEmpty() ? "Deleted" : refused);
      }
    }
    return state(OperationState.FAILED, "Operation terminated");
  }

  private void release(@Nullable LiveObject live) {
    if (live != null) {
      writer.release(live);
    }
  }

  private OperationState state(String phase, String why) {
    return state.with(result.with(results.list())).in(phase, why);
  }

  private Instant started() {
    try {
      return Instant.parse(state.startedAt());
    } catch (DateTimeParseException _) {
      return around.clock().instant();
    }
  }

  /** The client bounds how many requests are in flight. */
  private static void inParallel(List<SyncWork> some, Consumer<SyncWork> work) {
    if (some.size() == 1) {
      work.accept(some.getFirst());
      return;
    }
    ConcurrentLinkedQueue<RuntimeException> defects = new ConcurrentLinkedQueue<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (SyncWork one : some) {
        threads.execute(() -> {
          try {
            work.accept(one);
          } catch (RuntimeException e) {
            defects.add(e);
          }
        });
      }
    }
    if (!defects.isEmpty()) {
      throw defects.remove();
    }
  }
}
