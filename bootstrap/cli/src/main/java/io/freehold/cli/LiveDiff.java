package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Desired;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import io.freehold.engine.Preparation;
import io.freehold.engine.Prepared;
import io.freehold.engine.SecretMask;
import io.freehold.kube.KubeCluster;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what was rendered with the cluster, by dry runs. */
final class LiveDiff {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubeCluster cluster;
  private final ClusterAccess access;

  LiveDiff(KubeCluster cluster, ClusterAccess access) {
    this.cluster = cluster;
    this.access = access;
  }

  /**
   * One object that differs.
   *
   * @param change {@code Create}, {@code Update}, {@code Delete} or {@code Refused}
   * @param object as {@link ObjectRef#toString()}
   * @param lines what differs, or why it is refused
   */
  record Change(String change, String object, List<String> lines) {}

  /** What would change; in the order in which it would be applied, deletions last. */
  List<Change> changes(Application application, List<MapValue> rendered) {
    Desired desired = desired(application, rendered);
    List<Change> changes = new ArrayList<>();
    for (Prepared object : desired.objects()) {
      change(object).ifPresent(changes::add);
    }
    Set<ObjectRef> wanted = new HashSet<>(desired.refs());
    wanted.addAll(desired.spared());
    desired.hooks().forEach(hook -> wanted.add(hook.object().ref()));
    OwnedTree.read(access, application.id(), cluster.labelledKinds()).nodes().stream()
        .filter(node -> node.depth() == 0 && !wanted.contains(node.ref()))
        .filter(node -> !isHook(node.object()) && !isKept(node.object()))
        .forEach(node -> changes.add(new Change("Delete", node.ref().toString(), List.of())));
    return changes;
  }

  private static boolean isHook(JsonNode object) {
    JsonNode annotations = object.path("metadata").path("annotations");
    return annotations.has("argocd.argoproj.io/hook") || annotations.has("helm.sh/hook");
  }

  /** As the namespace that is created for an Application. */
  private static boolean isKept(JsonNode object) {
    String prune =
        object.path("metadata").path("annotations").path(ApiGroup.PRUNE_ANNOTATION).asText();
    return prune.equals("disabled");
  }

  private Desired desired(Application application, List<MapValue> rendered) {
    String destination = application.spec().destination().namespace();
    String namespace = destination.isEmpty() ? application.metadata().namespace() : destination;
    List<Manifest> manifests =
        rendered.stream().map(object -> manifest(object, namespace)).toList();
    return switch (Preparation.of(application.id(), "", manifests)) {
      case Desired desired -> desired;
      case Preparation.Refused refused ->
          throw new CliException(ExitCode.PREFLIGHT, String.join("; ", refused.problems()));
    };
  }

  private Manifest manifest(MapValue object, String namespace) {
    String apiVersion = object.text("apiVersion");
    String kind = object.text("kind");
    try {
      ObjectNode content = (ObjectNode) JSON.readTree(Json.bytes(object));
      JsonNode metadata = content.path("metadata");
      // A kind that is not served yet comes with its definition; most live in namespaces.
      boolean namespaced = cluster.kind(apiVersion, kind).map(one -> one.namespaced()).orElse(true);
      String own = metadata.path("namespace").asText("");
      String in = !namespaced ? "" : own.isEmpty() ? namespace : own;
      return new Manifest(
          apiVersion,
          new ObjectRef(ObjectRef.groupOf(apiVersion), kind, in, metadata.path("name").asText("")),
          content,
          new Manifest.Origin("", 0));
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was just written", e);
    }
  }

  private Optional<Change> change(Prepared object) {
    Manifest manifest = object.manifest();
    Optional<JsonNode> live =
        cluster.kind(object.apiVersion(), object.ref().kind()).isEmpty()
            ? Optional.empty()
            : cluster.get(object.apiVersion(), object.ref()).map(LiveObject::content);
    String name = object.ref().toString();
    if (live.isEmpty()) {
      // Its namespace or definition may come with it: a dry run would be refused for that.
      return Optional.of(new Change("Create", name, List.of()));
    }
    return switch (cluster.preview(manifest)) {
      case ApplyResult.Rejected why ->
          Optional.of(new Change("Refused", name, List.of(why.message())));
      case ApplyResult.Applied(LiveObject then, boolean _) -> {
        JsonNode now = live.get();
        JsonNode wanted = then.content();
        if (object.ref().kind().equals("Secret") && object.ref().group().isEmpty()) {
          SecretMask mask = SecretMask.of(Optional.of(wanted), Optional.of(now));
          wanted = mask.target().orElseThrow();
          now = mask.live().orElseThrow();
        }
        List<String> lines = ObjectText.changes(ObjectText.own(now), ObjectText.own(wanted));
        yield lines.isEmpty() ? Optional.empty() : Optional.of(new Change("Update", name, lines));
      }
    };
  }
}
