package io.freehold.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.freehold.api.ApiGroup;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.health.HealthRules;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The objects of an Application as they are in the cluster, and below them what controllers made of
 * them.
 *
 * @param nodes roots first, each followed by what is below it
 */
record OwnedTree(List<Node> nodes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What controllers make in namespaces. */
  private static final List<ResourceKind> CHILDREN =
      List.of(
          new ResourceKind("apps/v1", "ReplicaSet", "replicasets", true),
          new ResourceKind("batch/v1", "Job", "jobs", true),
          new ResourceKind("v1", "Pod", "pods", true),
          new ResourceKind("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true),
          new ResourceKind("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", true));

  /**
   * One object.
   *
   * @param depth 0 for what Git describes
   */
  record Node(ObjectRef ref, String uid, int depth, Health health, JsonNode object) {}

  /** Reads it. */
  static OwnedTree read(ClusterAccess cluster, ApplicationId id, List<ResourceKind> kinds) {
    List<JsonNode> roots = new ArrayList<>();
    String selector =
        "?labelSelector="
            + URLEncoder.encode(ApiGroup.TRACKING_LABEL + "=" + id.hash(), StandardCharsets.UTF_8);
    for (ResourceKind kind : kinds) {
      for (JsonNode object : list(cluster, kind, "", selector)) {
        if (isOf(object, id)) {
          roots.add(object);
        }
      }
    }
    return of(cluster, roots);
  }

  /** The same for objects that are known. */
  static OwnedTree of(ClusterAccess cluster, List<JsonNode> objects) {
    List<JsonNode> roots = objects.stream().sorted(Comparator.comparing(OwnedTree::ref)).toList();
    Map<String, List<JsonNode>> below = new HashMap<>();
    TreeSet<String> namespaces = new TreeSet<>();
    roots.forEach(root -> namespaces.add(ref(root).namespace()));
    namespaces.remove("");
    for (String namespace : namespaces) {
      for (ResourceKind kind : CHILDREN) {
        for (JsonNode object : list(cluster, kind, namespace, "")) {
          for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            below.computeIfAbsent(owner.path("uid").asText(), _ -> new ArrayList<>()).add(object);
          }
        }
      }
    }
    List<Node> nodes = new ArrayList<>();
    roots.forEach(root -> add(root, 0, below, nodes));
    return new OwnedTree(List.copyOf(nodes));
  }

  private static void add(
      JsonNode object, int depth, Map<String, List<JsonNode>> below, List<Node> nodes) {
    String uid = object.path("metadata").path("uid").asText();
    nodes.add(new Node(ref(object), uid, depth, HealthRules.standard().of(object), object));
    // What owns itself would have no end.
    List<JsonNode> children = below.getOrDefault(uid, List.of());
    below.remove(uid);
    children.forEach(child -> add(child, depth + 1, below, nodes));
  }

  private static boolean isOf(JsonNode object, ApplicationId id) {
    String mark =
        object.path("metadata").path("annotations").path(ApiGroup.TRACKING_ANNOTATION).asText("");
    return mark.equals(new TrackingId(id, ref(object)).toString());
  }

  private static ObjectRef ref(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return new ObjectRef(
        ObjectRef.groupOf(object.path("apiVersion").asText()),
        object.path("kind").asText(),
        metadata.path("namespace").asText(""),
        metadata.path("name").asText());
  }

  private static List<JsonNode> list(
      ClusterAccess cluster, ResourceKind kind, String namespace, String query) {
    String version = kind.apiVersion();
    String path =
        (version.contains("/") ? "/apis/" : "/api/")
            + version
            + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
            + "/"
            + kind.plural()
            + query;
    try {
      String answer = cluster.client().raw(path);
      List<JsonNode> items = new ArrayList<>();
      if (answer != null) {
        for (JsonNode item : JSON.readTree(answer).path("items")) {
          // Items of a list leave out what they are.
          ((ObjectNode) item).put("apiVersion", version).put("kind", kind.kind());
          items.add(item);
        }
      }
      return items;
    } catch (KubernetesClientException e) {
      throw ClusterAccess.failed("list " + kind.plural(), e);
    } catch (JsonProcessingException e) {
      throw new CliException(ExitCode.CLUSTER, path + " was not answered with JSON", e);
    }
  }
}
