package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import io.freehold.dialect.ArgoSettings;
import io.freehold.dialect.ArgoSources;
import io.freehold.dialect.BuildEnvironment;
import io.freehold.dialect.Target;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.Hook;
import io.freehold.render.ClusterFacts;
import io.freehold.render.FetchedSource;
import io.freehold.render.RenderException;
import io.freehold.render.RenderInput;
import io.freehold.render.Rendered;
import io.freehold.render.RenderedObject;
import io.freehold.render.Renderer;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Renders what Argo CD Applications want, and marks it as theirs. Blocks; thread safe. */
final class ArgoRenders {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OVERRIDE = ".argocd-source";

  private final Renderer renderer;
  private final Supplier<ClusterFacts> facts;
  private final ClusterPort cluster;
  private final RenderTurns turns;

  ArgoRenders(Renderer renderer, Supplier<ClusterFacts> facts, ClusterPort cluster, Timer timer) {
    this.renderer = renderer;
    this.facts = facts;
    this.cluster = cluster;
    this.turns = new RenderTurns(timer);
  }

  /**
   * What an Application wants.
   *
   * @param name name of the Application
   * @param namespace destination namespace
   * @param sources as the Application writes them
   * @param snapshots what was fetched for each of them
   */
  record Wish(
      String name, String namespace, List<JsonNode> sources, List<SourceState.Snapshot> snapshots) {
    Wish {
      sources = List.copyOf(sources);
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * What came out.
   *
   * @param targets the objects
   * @param deletionHooks objects that run before or after a deletion only
   * @param kinds their kinds, as far as they are served
   * @param tools what rendered each source
   * @param excluded objects of kinds that the settings leave out
   * @param repeated objects that are there more than once; the last one counts
   */
  record Result(
      List<Target> targets,
      List<Target> deletionHooks,
      Map<ObjectRef, ResourceKind> kinds,
      List<String> tools,
      List<ObjectRef> excluded,
      List<ObjectRef> repeated) {
    static final Result EMPTY =
        new Result(List.of(), List.of(), Map.of(), List.of(), List.of(), List.of());
  }

  /**
   * Renders.
   *
   * @throws RenderException when it cannot be rendered completely
   * @throws ClusterUnreachableException when the cluster does not tell its kinds
   * @throws IllegalArgumentException when a source cannot be read
   */
  Result render(Wish wish, ArgoSettings settings) {
    List<FetchedSource> sources = new ArrayList<>();
    for (int i = 0; i < wish.sources().size(); i++) {
      SourceState.Snapshot snapshot = wish.snapshots().get(i);
      JsonNode source = overridden(wish.sources().get(i), wish.name(), snapshot.tree());
      sources.add(
          new FetchedSource(
              ArgoSources.of(
                  new BuildEnvironment(wish.name(), wish.namespace(), source, snapshot.revision())
                      .fill(source)),
              snapshot.tree(),
              snapshot.revision()));
    }
    Rendered rendered =
        turns.take(() ->
            renderer.render(
                new RenderInput(wish.name(), wish.namespace(), sources, facts.get(), null, null)));
    List<ObjectNode> objects = new ArrayList<>();
    for (RenderedObject object : rendered.objects()) {
      objects.add(read(new String(object.json(), StandardCharsets.UTF_8)));
    }
    List<String> tools =
        sources.stream()
            .filter(source -> !source.source().isReferenceOnly())
            .map(ArgoRenders::tool)
            .toList();
    return targets(wish, objects, tools, settings);
  }

  /**
   * Objects that somebody hands in in the place of those in Git.
   *
   * @param manifests JSON or YAML of one object each
   * @throws IllegalArgumentException when one of them cannot be read
   */
  Result given(Wish wish, List<String> manifests, ArgoSettings settings) {
    return targets(wish, manifests.stream().map(ArgoRenders::read).toList(), List.of(), settings);
  }

  private Result targets(
      Wish wish, List<ObjectNode> objects, List<String> tools, ArgoSettings settings) {
    Map<String, Boolean> defined = definitions(objects);
    Map<ObjectRef, ResourceKind> kinds = new HashMap<>();
    Map<ObjectRef, Target> targets = new LinkedHashMap<>();
    List<Target> nameless = new ArrayList<>();
    List<Target> deletionHooks = new ArrayList<>();
    List<ObjectRef> excluded = new ArrayList<>();
    List<ObjectRef> repeated = new ArrayList<>();
    for (ObjectNode object : objects) {
      String apiVersion = object.path("apiVersion").asText();
      String kind = object.path("kind").asText();
      Optional<ResourceKind> served = cluster.kind(apiVersion, kind);
      boolean namespaced =
          served
              .map(ResourceKind::namespaced)
              .orElseGet(
                  () -> defined.getOrDefault(ObjectRef.groupOf(apiVersion) + "/" + kind, true));
      Target target = target(wish, object, namespaced, settings);
      served.ifPresent(known -> kinds.put(target.ref(), known));
      Hook hook = target.hook();
      boolean deletionOnly = !hook.deletionPhases().isEmpty() && hook.phases().isEmpty();
      if (!settings.looksAfter(target.ref())) {
        excluded.add(target.ref());
      } else if (deletionOnly || (!hook.deletionPhases().isEmpty() && hook.isIgnored())) {
        deletionHooks.add(target);
      } else if (hook.isIgnored()) {
        // A hook of a type that nobody knows is left out of everything.
        kinds.remove(target.ref());
      } else if (target.ref().name().isEmpty()) {
        nameless.add(target);
      } else if (targets.put(target.ref(), target) != null) {
        repeated.add(target.ref());
      }
    }
    List<Target> all = new ArrayList<>(targets.values());
    all.addAll(nameless);
    return new Result(all, deletionHooks, kinds, tools, excluded, repeated);
  }

  private static Target target(
      Wish wish, ObjectNode object, boolean namespaced, ArgoSettings settings) {
    String apiVersion = object.path("apiVersion").asText();
    ObjectNode metadata = object.withObjectProperty("metadata");
    String namespace = metadata.path("namespace").asText("");
    if (!namespaced) {
      namespace = "";
      metadata.remove("namespace");
    } else if (namespace.isEmpty()) {
      namespace = wish.namespace();
      metadata.put("namespace", namespace);
    }
    ObjectRef ref =
        new ObjectRef(
            ObjectRef.groupOf(apiVersion),
            object.path("kind").asText(),
            namespace,
            metadata.path("name").asText(""));
    settings.tracking().mark(object, ref, wish.name(), wish.namespace());
    return new Target(apiVersion, ref, object);
  }

  private static Map<String, Boolean> definitions(List<ObjectNode> objects) {
    Map<String, Boolean> defined = new HashMap<>();
    for (ObjectNode object : objects) {
      if (object.path("kind").asText().equals("CustomResourceDefinition")) {
        JsonNode spec = object.path("spec");
        defined.put(
            spec.path("group").asText() + "/" + spec.path("names").path("kind").asText(),
            !spec.path("scope").asText().equals("Cluster"));
      }
    }
    return defined;
  }

  /** With what the files of the folder say, those for all Applications first. */
  private static JsonNode overridden(JsonNode written, String application, Tree tree) {
    JsonNode source = written;
    if (written.path("chart").asText("").isEmpty()) {
      String folder =
          new FetchedSource(Source.folder(written.path("path").asText("")), tree).path();
      for (String name : List.of(OVERRIDE + ".yaml", OVERRIDE + "-" + application + ".yaml")) {
        String path = folder.isEmpty() ? name : folder + "/" + name;
        if (tree.find(path).filter(entry -> entry.type() == Tree.Type.FILE).isPresent()) {
          String text = new String(tree.read(path), StandardCharsets.UTF_8);
          source = ArgoSources.overridden(source, path, text);
        }
      }
    }
    return source;
  }

  private static String tool(FetchedSource fetched) {
    RenderTool said = fetched.source().tool();
    if (said != null) {
      return said.toString();
    }
    String folder = fetched.path().isEmpty() ? "" : fetched.path() + "/";
    try {
      if (!fetched.source().chart().isEmpty()
          || fetched.tree().find(folder + "Chart.yaml").isPresent()) {
        return RenderTool.HELM.toString();
      }
      for (String name : List.of("kustomization.yaml", "kustomization.yml", "Kustomization")) {
        if (fetched.tree().find(folder + name).isPresent()) {
          return RenderTool.KUSTOMIZE.toString();
        }
      }
    } catch (TreeException _) {
      // The render itself would have failed; here it is only a name.
    }
    return RenderTool.DIRECTORY.toString();
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("JSON that was just written", e);
    }
  }
}
