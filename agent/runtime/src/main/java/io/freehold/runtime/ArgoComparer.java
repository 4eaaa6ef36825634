package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.api.ProjectRules;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoSettings;
import io.freehold.dialect.ArgoSources;
import io.freehold.dialect.ArgoSpec;
import io.freehold.dialect.ArgoStatus;
import io.freehold.dialect.Comparison;
import io.freehold.dialect.IgnoreRules;
import io.freehold.dialect.ObjectHealth;
import io.freehold.dialect.SyncOptions;
import io.freehold.dialect.Target;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.LiveObject;
import io.freehold.engine.ObjectDiff;
import io.freehold.render.RenderException;
import io.freehold.tree.TreeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how one Argo CD Application stands: reads its sources, renders them and compares. Owned
 * by the Application's actor; blocks.
 */
final class ArgoComparer {
  private final String name;
  private final ArgoSurroundings around;
  private final Runnable onNews;
  private Set<SourceKey> followed = Set.of();
  private final Map<ObjectRef, Known> verdicts = new HashMap<>();
  private @Nullable Rendered last;

  private record Known(
      Target target, LiveObject live, IgnoreRules ignored, boolean serverSide, boolean different) {}

  private record Rendered(
      ArgoRenders.Wish wish,
      List<String> manifests,
      ArgoSettings settings,
      boolean unresolved,
      ArgoRenders.Result result) {}

  /**
   * How an Application stands.
   *
   * @param sources as they were compared
   * @param revisions commit or version of each source
   * @param wanted what came out of the render; empty when it failed
   * @param comparison what Git wants beside what is there
   * @param problems conditions by type; those of {@link #FATAL} types mean that nothing is known
   * @param ignored differences that do not count
   */
  record Standing(
      List<JsonNode> sources,
      List<String> revisions,
      ArgoRenders.Result wanted,
      Comparison comparison,
      List<ArgoStatus.Condition> problems,
      IgnoreRules ignored) {
    static final Set<String> FATAL = Set.of("InvalidSpecError", "ComparisonError");

    /** Whether what Git wants is not known. */
    boolean failed() {
      return problems.stream().anyMatch(problem -> FATAL.contains(problem.type()));
    }

    /** The messages of what must not be. */
    String fatal() {
      return problems.stream()
          .filter(problem -> FATAL.contains(problem.type()))
          .map(problem -> problem.type() + ": " + problem.message())
          .collect(Collectors.joining(";"));
    }

    String revision() {
      return revisions.isEmpty() ? "" : revisions.getFirst();
    }
  }

  ArgoComparer(String name, ArgoSurroundings around, Runnable onNews) {
    this.name = name;
    this.around = around;
    this.onNews = onNews;
  }

  /** Follows nothing any more. */
  void close() {
    followed.forEach(key -> around.sources().unfollow(key, onNews));
    followed = Set.of();
  }

  /** Why an Application may not be as it is. */
  List<ArgoStatus.Condition> invalid(ArgoApplication application) {
    List<ArgoStatus.Condition> problems = new ArrayList<>();
    if (!application.problem().isEmpty()) {
      problems.add(condition("InvalidSpecError", application.problem()));
      return problems;
    }
    ArgoSpec spec = application.spec();
    if (spec.allSources().isEmpty()
        || spec.allSources().stream()
            .anyMatch(source -> source.path("repoURL").asText("").isEmpty())) {
      problems.add(
          condition(
              "InvalidSpecError",
              "spec.source.repoURL and either spec.source.path or spec.source.chart are required"));
    }
    around
        .destinations()
        .problem(spec.destination())
        .ifPresent(why -> problems.add(condition("InvalidSpecError", why)));
    Optional<ArgoProject> project = around.projects().apply(spec.project());
    if (project.isEmpty()) {
      problems.add(
          condition(
              "InvalidSpecError",
              "Application referencing project %s which does not exist".formatted(spec.project())));
    } else if (problems.isEmpty()) {
      project
          .get()
          .refusal(application)
          .ifPresent(why -> problems.add(condition("InvalidSpecError", why)));
    }
    return problems;
  }

  /**
   * Compares.
   *
   * @param look whether sources are asked now, instead of taking what was found last
   * @param revisions commits to take in the place of those that the sources name; empty for these
   * @param manifests objects in the place of those in Git; empty for these
   * @param sources what to render
   */
  Standing stand(
      ArgoApplication application,
      List<JsonNode> sources,
      List<String> revisions,
      List<String> manifests,
      boolean look) {
    ArgoSettings settings = around.settings().get();
    IgnoreRules ignored = ignored(application, settings);
    List<ArgoStatus.Condition> problems = new ArrayList<>();
    List<SourceState.Snapshot> snapshots = new ArrayList<>();
    try {
      String error = fetch(application, sources, revisions, look, snapshots);
      if (!error.isEmpty()) {
        problems.add(condition("ComparisonError", error));
      }
    } catch (IllegalArgumentException e) {
      problems.add(condition("ComparisonError", String.valueOf(e.getMessage())));
    }
    ArgoRenders.Result wanted = ArgoRenders.Result.EMPTY;
    if (problems.isEmpty()) {
      ArgoRenders.Wish wish =
          new ArgoRenders.Wish(
              name, application.spec().destination().namespace(), sources, snapshots);
      try {
        wanted = rendered(wish, manifests, settings);
      } catch (RenderException
          | IllegalArgumentException
          | TreeException
          | ClusterUnreachableException e) {
        problems.add(
            condition(
                "ComparisonError",
                "Failed to load target state: failed to generate manifest for source 1 of %d: %s"
                    .formatted(sources.size(), e.getMessage())));
      }
    }
    for (ObjectRef ref : wanted.excluded()) {
      problems.add(
          condition(
              "ExcludedResourceWarning",
              "Resource %s/%s %s is excluded in the settings"
                  .formatted(ref.group(), ref.kind(), ref.name())));
    }
    for (ObjectRef ref : wanted.repeated()) {
      problems.add(
          condition(
              "RepeatedResourceWarning",
              "Resource %s/%s/%s/%s appeared more than once among application resources."
                  .formatted(ref.group(), ref.kind(), ref.namespace(), ref.name())));
    }
    Map<ObjectRef, LiveObject> live = live(application, wanted);
    shared(wanted, live, settings, problems);
    boolean serverSide =
        new SyncOptions(application.spec().policy().syncOptions()).has("ServerSideApply=true");
    boolean dryRun = serverSideDiff(application);
    Comparison comparison =
        Comparison.of(
            wanted.targets(),
            live,
            (target, there) -> modified(target, there, ignored, settings, serverSide, dryRun),
            new ObjectHealth(settings.health()),
            ArgoStore.ref(application.id()));
    return new Standing(
        sources,
        snapshots.stream().map(SourceState.Snapshot::revision).toList(),
        wanted,
        comparison,
        problems,
        ignored);
  }

  private IgnoreRules ignored(ArgoApplication application, ArgoSettings settings) {
    List<ArgoSpec.IgnoreDifference> rules = new ArrayList<>(settings.ignored());
    rules.addAll(application.spec().ignoreDifferences());
    return new IgnoreRules(rules);
  }

  /** Reads the sources; why that cannot be done, empty when it was. */
  private String fetch(
      ArgoApplication application,
      List<JsonNode> sources,
      List<String> revisions,
      boolean look,
      List<SourceState.Snapshot> snapshots) {
    ProjectRules rules = demands(application);
    Set<SourceKey> named = new LinkedHashSet<>();
    List<SourceKey> keys = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      SourceKey asWritten = key(sources.get(i), rules);
      named.add(asWritten);
      String revision = i < revisions.size() ? revisions.get(i) : "";
      keys.add(
          revision.isEmpty() ? asWritten : key(ArgoSources.at(sources.get(i), revision), rules));
    }
    follow(named);
    for (SourceKey key : keys) {
      SourceState state = named.contains(key) ? known(key, look) : pinned(key, named);
      if (state.snapshot() == null || !state.error().isEmpty()) {
        snapshots.clear();
        return "Failed to load target state: failed to generate manifest for source 1 of %d: %s"
            .formatted(sources.size(), state.error());
      }
      snapshots.add(state.snapshot());
    }
    return "";
  }

  /** As Argo CD does, a branch is followed also where its history was rewritten. */
  private SourceKey key(JsonNode source, ProjectRules rules) {
    return around.sources().key(ArgoSources.of(source), rules).followed();
  }

  /** Which signatures the project demands; where a source may be was looked at before. */
  private ProjectRules demands(ArgoApplication application) {
    return around
        .projects()
        .apply(application.spec().project())
        .orElse(ArgoProject.UNRESTRICTED)
        .integrity()
        .demanding(around.keyring().get());
  }

  private SourceState known(SourceKey key, boolean look) {
    SourceState state = around.sources().state(key);
    boolean unknown = state.snapshot() == null && state.error().isEmpty();
    return look || unknown ? around.sources().lookAt(key) : state;
  }

  /** A commit that a followed source is at needs no further look. */
  private SourceState pinned(SourceKey key, Set<SourceKey> named) {
    for (SourceKey other : named) {
      SourceState state = around.sources().state(other);
      if (other.url().equals(key.url())
          && other.chart().equals(key.chart())
          && state.snapshot() != null
          && state.snapshot().revision().equals(key.revision())) {
        return new SourceState(state.snapshot(), "");
      }
    }
    return around.sources().readOnce(key);
  }

  private void follow(Set<SourceKey> wanted) {
    Set<SourceKey> dropped = new LinkedHashSet<>(followed);
    dropped.removeAll(wanted);
    Set<SourceKey> added = new LinkedHashSet<>(wanted);
    added.removeAll(followed);
    added.forEach(key -> around.sources().follow(key, onNews));
    dropped.forEach(key -> around.sources().unfollow(key, onNews));
    followed = wanted;
  }

  private ArgoRenders.Result rendered(
      ArgoRenders.Wish wish, List<String> manifests, ArgoSettings settings) {
    Rendered before = last;
    if (before != null
        && !before.unresolved()
        && before.settings().equals(settings)
        && before.manifests().equals(manifests)
        && same(before.wish(), wish)) {
      return before.result();
    }
    ArgoRenders.Result result =
        manifests.isEmpty()
            ? around.renders().render(wish, settings)
            : around.renders().given(wish, manifests, settings);
    boolean unresolved =
        result.targets().stream().anyMatch(target -> !result.kinds().containsKey(target.ref()));
    last = new Rendered(wish, manifests, settings, unresolved, result);
    return result;
  }

  private static boolean same(ArgoRenders.Wish one, ArgoRenders.Wish other) {
    return one.namespace().equals(other.namespace())
        && one.sources().equals(other.sources())
        && ids(one).equals(ids(other));
  }

  private static List<String> ids(ArgoRenders.Wish wish) {
    // Some tools see the commit, so another commit of the same files may give something else.
    return wish.snapshots().stream()
        .map(snapshot -> snapshot.revision() + " " + snapshot.tree().id())
        .toList();
  }

  private Map<ObjectRef, LiveObject> live(ArgoApplication application, ArgoRenders.Result wanted) {
    Map<ObjectRef, ResourceKind> kinds = new HashMap<>(wanted.kinds());
    Set<ObjectRef> refs = new LinkedHashSet<>();
    wanted.targets().forEach(target -> refs.add(target.ref()));
    wanted.deletionHooks().forEach(target -> refs.add(target.ref()));
    ObjectRef namespace =
        new ObjectRef("", "Namespace", "", application.spec().destination().namespace());
    boolean creates =
        new SyncOptions(application.spec().policy().syncOptions()).has("CreateNamespace=true");
    if (creates && !namespace.name().isEmpty()) {
      refs.add(namespace);
      kinds.put(namespace, new ResourceKind("v1", "Namespace", "namespaces", false));
    }
    refs.removeIf(ref -> ref.name().isEmpty());
    Map<ObjectRef, LiveObject> live = around.objects().of(name, refs, kinds);
    boolean managed = wanted.targets().stream().anyMatch(target -> target.ref().equals(namespace));
    if (!managed) {
      live.remove(namespace);
    }
    wanted.deletionHooks().forEach(target -> live.remove(target.ref()));
    live.keySet().removeIf(ref -> !around.settings().get().looksAfter(ref));
    return live;
  }

  private void shared(
      ArgoRenders.Result wanted,
      Map<ObjectRef, LiveObject> live,
      ArgoSettings settings,
      List<ArgoStatus.Condition> problems) {
    for (Target target : wanted.targets()) {
      LiveObject there = live.get(target.ref());
      if (there == null) {
        continue;
      }
      String owner = settings.tracking().owner(there.content(), there.ref()).orElse(name);
      if (!owner.equals(name) && around.objects().follows(owner)) {
        problems.add(
            condition(
                "SharedResourceWarning",
                "%s/%s is part of applications %s/%s and %s"
                    .formatted(
                        target.ref().kind(),
                        target.ref().name(),
                        around.namespace(),
                        name,
                        owner)));
      }
    }
  }

  private boolean modified(
      Target target,
      LiveObject there,
      IgnoreRules ignored,
      ArgoSettings settings,
      boolean appServerSide,
      boolean dryRun) {
    SyncOptions own = target.options();
    boolean serverSide =
        own.has("ServerSideApply=true") || (appServerSide && !own.has("ServerSideApply=false"));
    Known known = verdicts.get(target.ref());
    if (known != null
        && known.target().equals(target)
        && known.live().uid().equals(there.uid())
        && known.live().resourceVersion().equals(there.resourceVersion())
        && known.serverSide() == serverSide
        && known.ignored().equals(ignored)) {
      return known.different();
    }
    boolean different =
        dryRun
            ? predicted(target, there, ignored, settings, serverSide)
            : Comparison.modified(target, there, ignored, settings.aggregatedRoles(), serverSide);
    verdicts.put(target.ref(), new Known(target, there, ignored, serverSide, different));
    return different;
  }

  /** Whether the API server would change an object; without an answer the own comparison counts. */
  private boolean predicted(
      Target target,
      LiveObject there,
      IgnoreRules ignored,
      ArgoSettings settings,
      boolean serverSide) {
    Optional<JsonNode> answer = around.writer().preview(target);
    if (answer.isEmpty()) {
      return Comparison.modified(target, there, ignored, settings.aggregatedRoles(), serverSide);
    }
    var want = (ObjectNode) answer.get().deepCopy();
    var live = (ObjectNode) there.content().deepCopy();
    ignored.strip(target.ref(), want, live);
    return new ObjectDiff(settings.aggregatedRoles())
        .modifiedInDryRun(
            Optional.of(target.content()), Optional.of(live), want, ArgoNames.MANAGER, true);
  }

  private static boolean serverSideDiff(ArgoApplication application) {
    return Arrays.stream(application.annotation(ArgoNames.COMPARE_OPTIONS).split(","))
        .map(String::strip)
        .anyMatch("ServerSideDiff=true"::equals);
  }

  static ArgoStatus.Condition condition(String type, String message) {
    return new ArgoStatus.Condition(type, message, "");
  }
}
