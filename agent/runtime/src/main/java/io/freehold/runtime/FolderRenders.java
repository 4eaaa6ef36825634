package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.ProjectRules;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.Desired;
import io.freehold.engine.Manifest;
import io.freehold.engine.Preparation;
import io.freehold.render.ClusterFacts;
import io.freehold.render.FetchedSource;
import io.freehold.render.RenderException;
import io.freehold.render.RenderInput;
import io.freehold.render.Rendered;
import io.freehold.render.RenderedObject;
import io.freehold.render.Renderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Renders folders and fills in what only the cluster knows: which kinds live in namespaces. Few
 * renders at a time, because they need memory; the others wait.
 */
final class FolderRenders implements Renders {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN_PROBLEMS = 5;

  private final Renderer renderer;
  private final Supplier<ClusterFacts> facts;
  private final ClusterPort cluster;
  private final RenderSecrets secrets;
  private final ChartLookups lookups;
  private final Function<ProjectRules, RemoteReads> remotes;
  private final RenderStore store;
  private final Metrics metrics;
  private final RenderTurns turns;

  FolderRenders(
      Renderer renderer,
      Supplier<ClusterFacts> facts,
      ClusterPort cluster,
      ChartLookups lookups,
      Function<ProjectRules, RemoteReads> remotes,
      RenderStore store,
      Metrics metrics,
      Timer timer) {
    this.renderer = renderer;
    this.facts = facts;
    this.cluster = cluster;
    this.secrets = new RenderSecrets(cluster);
    this.lookups = lookups;
    this.remotes = remotes;
    this.store = store;
    this.metrics = metrics;
    this.turns = new RenderTurns(timer);
  }

  @Override
  public Rendering render(ApplicationId application, Settings settings, Fetched fetched) {
    return turns.take(() -> rendering(application, settings, fetched));
  }

  private Rendering rendering(ApplicationId application, Settings settings, Fetched fetched) {
    try {
      ClusterFacts known = facts.get();
      Optional<Rendered> kept = store.find(application, settings, fetched, known);
      if (kept.isPresent()) {
        metrics.rendersKept.increment();
        return prepared(application, settings, fetched.revision(), kept.get(), known, Map.of());
      }
      return render(application, settings, fetched, known);
    } catch (RenderException e) {
      String message = String.valueOf(e.getMessage());
      return e.code() == RenderException.Code.SOURCE
          ? new Rendering.Postponed(message)
          : new Rendering.Unusable(reason(e.code()), message);
    } catch (ClusterUnreachableException e) {
      return new Rendering.Postponed("the cluster does not tell its kinds: " + e.getMessage());
    }
  }

  private Rendering render(
      ApplicationId application, Settings settings, Fetched fetched, ClusterFacts known) {
    long start = System.nanoTime();
    RemoteReads remote = remotes.apply(settings.rules());
    try {
      Rendered rendered =
          renderer.render(
              new RenderInput(
                  application.name(),
                  settings.namespace(),
                  sources(settings, fetched),
                  known,
                  secrets.substitution(application, settings),
                  secrets.decryption(application, settings),
                  lookups.of(settings),
                  remote));
      store.put(application, settings, rendered, known, !remote.revisions().isEmpty());
      return prepared(
          application, settings, fetched.revision(), rendered, known, remote.revisions());
    } finally {
      metrics.renders.increment();
      metrics.renderMillis.add((System.nanoTime() - start) / 1_000_000);
    }
  }

  @Override
  public boolean isStill(ClusterFacts known) {
    try {
      return facts.get().equals(known);
    } catch (ClusterUnreachableException _) {
      // Who renders now gets no answer either.
      return true;
    }
  }

  private static List<FetchedSource> sources(Settings settings, Fetched fetched) {
    List<FetchedSource> sources = new ArrayList<>();
    for (int i = 0; i < settings.sources().size(); i++) {
      var snapshot = fetched.snapshots().get(i);
      sources.add(
          new FetchedSource(settings.sources().get(i), snapshot.tree(), snapshot.revision()));
    }
    return sources;
  }

  private Rendering prepared(
      ApplicationId application,
      Settings settings,
      String revision,
      Rendered rendered,
      ClusterFacts known,
      Map<SourceKey, String> remote) {
    Kinds kinds = new Kinds(rendered.objects());
    List<Manifest> manifests = new ArrayList<>(rendered.objects().size() + 1);
    for (RenderedObject object : rendered.objects()) {
      manifests.add(manifest(object, kinds, settings.namespace()));
    }
    // An empty folder stays empty, or the guard against emptied folders would not see it.
    if (settings.createNamespace() && (!manifests.isEmpty() || settings.policy().allowEmpty())) {
      Manifest namespace = namespace(settings);
      if (manifests.stream().noneMatch(manifest -> manifest.ref().equals(namespace.ref()))) {
        kinds.find(namespace.apiVersion(), namespace.ref().kind());
        manifests.add(namespace);
      }
    }
    return switch (Preparation.of(application, revision, manifests)) {
      case Desired desired ->
          new Rendering.Ready(
              desired,
              kinds.served(),
              kinds.unresolved,
              rendered.reads(),
              rendered.cluster(),
              known,
              remote);
      case Preparation.Refused refused ->
          new Rendering.Unusable("InvalidObjects", describe(refused.problems()));
    };
  }

  private static Manifest manifest(RenderedObject object, Kinds kinds, String namespace) {
    boolean namespaced = kinds.namespaced(object.apiVersion(), object.kind());
    String in = !namespaced ? "" : object.namespace().isEmpty() ? namespace : object.namespace();
    try {
      ObjectNode content = (ObjectNode) JSON.readTree(object.json());
      // A hook may leave its name to each sync.
      String name = content.path("metadata").path("name").asText("");
      return new Manifest(
          object.apiVersion(),
          new ObjectRef(ObjectRef.groupOf(object.apiVersion()), object.kind(), in, name),
          content,
          new Manifest.Origin(object.file(), object.line()));
    } catch (IOException e) {
      throw new UncheckedIOException("JSON that was just written", e);
    }
  }

  private static Manifest namespace(Settings settings) {
    String name = settings.namespace();
    ObjectNode content = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
    // Others may have put things into it; it goes only when somebody deletes it on purpose.
    ObjectNode metadata = content.putObject("metadata").put("name", name);
    settings.namespaceMetadata().labels().forEach(metadata.putObject("labels")::put);
    ObjectNode annotations = metadata.putObject("annotations");
    settings.namespaceMetadata().annotations().forEach(annotations::put);
    annotations.put(ApiGroup.PRUNE_ANNOTATION, "disabled");
    return new Manifest(
        "v1",
        new ObjectRef("", "Namespace", "", name),
        content,
        new Manifest.Origin("spec.sync.options.createNamespace", 0));
  }

  private static String describe(List<String> problems) {
    String shown = String.join("; ", problems.stream().limit(SHOWN_PROBLEMS).toList());
    int more = problems.size() - SHOWN_PROBLEMS;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  private static String reason(RenderException.Code code) {
    return switch (code) {
      case NO_FOLDER -> "NoFolder";
      case UNSUPPORTED -> "Unsupported";
      case SYNTAX -> "SyntaxError";
      case OBJECT -> "InvalidObjects";
      case DUPLICATE -> "DuplicateObjects";
      case LINK -> "Link";
      case LIMIT -> "TooLarge";
      case BUILD -> "BuildFailed";
      case DECRYPTION -> "DecryptionFailed";
      case SOURCE -> "SourceUnreadable";
    };
  }

  /** The kinds of one render: what the API server serves, and what the render itself defines. */
  private final class Kinds {
    private final Map<String, Boolean> defined = new HashMap<>();
    private final Map<String, Optional<ResourceKind>> known = new HashMap<>();
    private boolean unresolved;

    Kinds(List<RenderedObject> objects) {
      for (RenderedObject object : objects) {
        if (object.kind().equals("CustomResourceDefinition")) {
          define(object);
        }
      }
    }

    Optional<ResourceKind> find(String apiVersion, String kind) {
      return known.computeIfAbsent(apiVersion + " " + kind, _ -> cluster.kind(apiVersion, kind));
    }

    /** Of a kind nobody knows it is assumed; it cannot be applied before it is known anyway. */
    boolean namespaced(String apiVersion, String kind) {
      Optional<ResourceKind> served = find(apiVersion, kind);
      unresolved |= served.isEmpty();
      return served
          .map(ResourceKind::namespaced)
          .orElseGet(() -> defined.getOrDefault(ObjectRef.groupOf(apiVersion) + "/" + kind, true));
    }

    Set<ResourceKind> served() {
      Set<ResourceKind> served = new HashSet<>();
      known.values().forEach(kind -> kind.ifPresent(served::add));
      return served;
    }

    private void define(RenderedObject object) {
      try {
        JsonNode spec = JSON.readTree(object.json()).path("spec");
        defined.put(
            spec.path("group").asText() + "/" + spec.path("names").path("kind").asText(),
            !spec.path("scope").asText().equals("Cluster"));
      } catch (IOException e) {
        throw new UncheckedIOException("JSON that was just written", e);
      }
    }
  }
}
