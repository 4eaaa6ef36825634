package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoOperation;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoSpec;
import io.freehold.dialect.ArgoStatus;
import io.freehold.dialect.ArgoStatus.OperationState;
import io.freehold.dialect.ArgoSummary;
import io.freehold.dialect.AutoSync;
import io.freehold.dialect.Comparison;
import io.freehold.dialect.OrphanRules;
import io.freehold.dialect.SyncOptions;
import io.freehold.dialect.Target;
import io.freehold.engine.LiveObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells how an Argo CD Application stands, in its status, and starts the syncs that nobody has to
 * ask for. Owned by the Application's actor; blocks.
 */
final class ArgoRefresh {
  private static final Duration WINDOW_PAUSE = Duration.ofMinutes(1);

  /** What a look finds out; other conditions stay as they are. */
  private static final List<String> EVALUATED =
      List.of(
          "InvalidSpecError",
          "ComparisonError",
          "SharedResourceWarning",
          "RepeatedResourceWarning",
          "ExcludedResourceWarning",
          "OrphanedResourceWarning",
          "SyncError",
          "UnknownError");

  private final ArgoSurroundings around;
  private final ArgoComparer comparer;
  private final Runnable wake;

  ArgoRefresh(ArgoSurroundings around, ArgoComparer comparer, Runnable wake) {
    this.around = around;
    this.comparer = comparer;
    this.wake = wake;
  }

  /**
   * What a look came to.
   *
   * @param application as it is now; empty when it could not be written
   * @param started whether a sync was asked for
   * @param deletionHooks objects that run around its deletion
   */
  record Result(
      Optional<ArgoApplication> application, boolean started, List<Target> deletionHooks) {}

  /**
   * Looks.
   *
   * @param look whether sources are asked now
   * @param asked whether somebody waits for that
   */
  Result refresh(ArgoApplication application, boolean look, boolean asked) {
    List<ArgoStatus.Condition> invalid = comparer.invalid(application);
    if (!invalid.isEmpty()) {
      return new Result(
          write(application, invalidated(application, invalid), asked), false, List.of());
    }
    List<JsonNode> sources = application.spec().allSources();
    ArgoComparer.Standing standing =
        comparer.stand(application, sources, List.of(), manifests(application), look);
    List<ArgoStatus.Condition> problems = problems(application, standing);
    ArgoStatus status = compared(application, standing, problems, look);
    List<Target> hooks = standing.wanted().deletionHooks();
    AutoSync.Verdict verdict =
        AutoSync.of(
            application,
            status,
            sources,
            application.operation() == null && idle(application),
            around.clock().instant());
    switch (verdict) {
      case AutoSync.Verdict.Nothing _ -> {}
      case AutoSync.Verdict.Later(Duration pause) -> around.timer().after(pause, wake);
      case AutoSync.Verdict.Refused(String why) -> {
        List<ArgoStatus.Condition> conditions = new ArrayList<>(problems);
        conditions.add(ArgoComparer.condition("SyncError", why));
        status = status.withConditions(conditions(application, conditions));
      }
      case AutoSync.Verdict.Start(ArgoOperation operation) -> {
        if (permitted(application)) {
          ArgoStore.Change change =
              new ArgoStore.Change(application).status(status).operation(operation);
          if (asked) {
            change.refreshed();
          }
          return new Result(around.store().write(change), true, hooks);
        }
        around.timer().after(WINDOW_PAUSE, wake);
      }
    }
    return new Result(write(application, status, asked), false, hooks);
  }

  private Optional<ArgoApplication> write(
      ArgoApplication application, ArgoStatus status, boolean asked) {
    ArgoStore.Change change = new ArgoStore.Change(application).status(status);
    if (asked) {
      change.refreshed();
    }
    return around.store().write(change);
  }

  private static boolean idle(ArgoApplication application) {
    OperationState state = application.status().operationState();
    return state == null || state.completed();
  }

  private boolean permitted(ArgoApplication application) {
    ArgoProject project =
        Objects.requireNonNull(around.projects().apply(application.spec().project()).orElse(null));
    try {
      return project
          .windows(application)
          .permits(false, Optional.empty(), around.clock().instant());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** What the last operation was given in the place of Git stays the target until the next one. */
  private static List<String> manifests(ArgoApplication application) {
    OperationState state = application.status().operationState();
    return state == null ? List.of() : state.operation().what().manifests();
  }

  private ArgoStatus invalidated(ArgoApplication application, List<ArgoStatus.Condition> invalid) {
    ArgoStatus before = application.status();
    ArgoStatus.SyncStatus sync = before.sync();
    return new ArgoStatus(
        before.resources(),
        new ArgoStatus.SyncStatus(
            "Unknown",
            sync == null ? comparedTo(application) : sync.comparedTo(),
            sync == null ? "" : sync.revision(),
            sync == null ? List.of() : sync.revisions()),
        health(before.health(), HealthState.UNKNOWN, ""),
        before.history(),
        conditions(application, invalid),
        before.reconciledAt().isEmpty() ? time() : before.reconciledAt(),
        before.operationState(),
        before.sourceType(),
        before.sourceTypes(),
        before.summary(),
        around.namespace());
  }

  private ArgoStatus compared(
      ArgoApplication application,
      ArgoComparer.Standing standing,
      List<ArgoStatus.Condition> problems,
      boolean look) {
    ArgoStatus before = application.status();
    Comparison comparison = standing.comparison();
    boolean multiple = application.spec().multiple();
    SyncOptions options = new SyncOptions(application.spec().policy().syncOptions());
    List<ArgoStatus.Resource> resources = new ArrayList<>();
    for (Comparison.Item item : comparison.items()) {
      if (!item.hook() || item.live() != null) {
        ArgoStatus.Resource resource =
            item.resource(options, item.ref().equals(ArgoStore.ref(application.id())));
        resources.add(standing.failed() ? unknown(resource) : resource);
      }
    }
    String code =
        standing.failed()
            ? "Unknown"
            : comparison.synced() && !namespaceChanged(application) ? "Synced" : "OutOfSync";
    List<String> tools = standing.wanted().tools();
    boolean newTools = !tools.isEmpty();
    return new ArgoStatus(
        resources,
        new ArgoStatus.SyncStatus(
            code,
            comparedTo(application),
            multiple ? "" : standing.revision(),
            multiple ? standing.revisions() : List.of()),
        health(before.health(), comparison.health(), comparison.healthMessage()),
        kept(application, before.history()),
        conditions(application, problems),
        look || before.reconciledAt().isEmpty() ? time() : before.reconciledAt(),
        before.operationState(),
        multiple ? "" : newTools ? tools.getFirst() : before.sourceType(),
        multiple ? newTools ? tools : before.sourceTypes() : List.of(),
        summary(comparison),
        around.namespace());
  }

  private static ArgoStatus.@Nullable Summary summary(Comparison comparison) {
    return ArgoSummary.of(
        comparison.items().stream()
            .filter(item -> !item.hook())
            .map(Comparison.Item::live)
            .filter(Objects::nonNull)
            .map(LiveObject::content)
            .toList());
  }

  /** What stands near the Application and belongs to none, if its project wants to know. */
  private List<ArgoStatus.Condition> problems(
      ArgoApplication application, ArgoComparer.Standing standing) {
    around.objects().orphans().unfollow(wake);
    ArgoProject project = around.projects().apply(application.spec().project()).orElse(null);
    String namespace = application.spec().destination().namespace();
    OrphanRules rules = project == null ? null : project.orphans();
    if (project == null || rules == null || !rules.warn() || namespace.isEmpty()) {
      return standing.problems();
    }
    around.objects().orphans().follow(namespace, wake);
    Set<ObjectRef> own =
        standing.comparison().items().stream()
            .map(Comparison.Item::ref)
            .collect(Collectors.toSet());
    List<ObjectRef> orphans =
        around.objects().orphans().in(namespace, around.objects()::follows).stream()
            .filter(ref -> !own.contains(ref))
            .filter(rules::concern)
            .filter(ref -> project.refusal(ref).isEmpty())
            .filter(around.settings().get()::looksAfter)
            .toList();
    if (orphans.isEmpty()) {
      return standing.problems();
    }
    List<ArgoStatus.Condition> all = new ArrayList<>(standing.problems());
    all.add(
        ArgoComparer.condition(
            "OrphanedResourceWarning",
            "Application has %d orphaned resources".formatted(orphans.size())));
    return all;
  }

  /** Is woken by nothing any more. */
  void close() {
    around.objects().orphans().unfollow(wake);
  }

  private static ArgoStatus.Resource unknown(ArgoStatus.Resource resource) {
    return new ArgoStatus.Resource(
        resource.group(),
        resource.version(),
        resource.kind(),
        resource.namespace(),
        resource.name(),
        resource.status().isEmpty() ? "" : "Unknown",
        resource.health(),
        resource.hook(),
        false,
        resource.requiresDeletionConfirmation(),
        resource.syncWave());
  }

  private static List<ArgoStatus.History> kept(
      ArgoApplication application, List<ArgoStatus.History> lines) {
    int limit = application.spec().historyLimit();
    return lines.subList(Math.max(0, lines.size() - limit), lines.size());
  }

  /** Whether the labels and annotations of the namespace are others than at the last sync. */
  private static boolean namespaceChanged(ArgoApplication application) {
    OperationState state = application.status().operationState();
    if (state == null) {
      return false;
    }
    ArgoStatus.SyncResult result = state.syncResult();
    return result != null
        && state.completed()
        && new SyncOptions(application.spec().policy().syncOptions()).has("CreateNamespace=true")
        && !Objects.equals(
            result.managedNamespaceMetadata(),
            application.spec().policy().managedNamespaceMetadata());
  }

  private static ArgoStatus.ComparedTo comparedTo(ArgoApplication application) {
    ArgoSpec spec = application.spec();
    return new ArgoStatus.ComparedTo(
        spec.multiple() ? null : spec.source(),
        spec.sources(),
        spec.destination(),
        spec.ignoreDifferences());
  }

  private ArgoStatus.Health health(
      ArgoStatus.@Nullable Health before, HealthState state, String message) {
    boolean same = before != null && before.status().equals(state.toString());
    return new ArgoStatus.Health(
        state.toString(), message, before != null && same ? before.lastTransitionTime() : time());
  }

  private List<ArgoStatus.Condition> conditions(
      ArgoApplication application, List<ArgoStatus.Condition> found) {
    return ArgoConditions.replaced(
        application.status().conditions(), EVALUATED, found, around.clock());
  }

  private String time() {
    Instant now = around.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return now.toString();
  }
}
