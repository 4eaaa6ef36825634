package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which lists of the kinds of Kubernetes are merged item by item, and by which fields. Names mean
 * the same in all of these kinds, so that a table of names does; every other list is one value.
 */
final class ListKeys {
  /** Groups whose kinds clients of Kubernetes know by heart; all others are custom resources. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "",
          "admissionregistration.k8s.io",
          "apps",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "extensions",
          "flowcontrol.apiserver.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io");

  private static final List<String> NAME = List.of("name");

  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("containers", NAME),
          Map.entry("initContainers", NAME),
          Map.entry("ephemeralContainers", NAME),
          Map.entry("env", NAME),
          Map.entry("volumes", NAME),
          Map.entry("imagePullSecrets", NAME),
          Map.entry("secrets", NAME),
          Map.entry("webhooks", NAME),
          Map.entry("validations", NAME),
          Map.entry("resourceClaims", NAME),
          Map.entry("schedulingGates", NAME),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("volumeDevices", List.of("devicePath")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("podIPs", List.of("ip")),
          Map.entry("conditions", List.of("type")),
          Map.entry("addresses", List.of("type")),
          Map.entry("ownerReferences", List.of("uid")),
          Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));

  private static final Set<String> SETS = Set.of("finalizers", "podCIDRs");

  private ListKeys() {}

  /** Whether an object is of a kind of Kubernetes itself. */
  static boolean builtIn(JsonNode object) {
    return BUILT_IN.contains(ObjectRef.groupOf(object.path("apiVersion").asText()));
  }

  /**
   * The fields that identify the items of a list; empty when the list is one value.
   *
   * @param served whether the fields are those of server-side apply, which tells ports by their
   *     protocol too, or those of a strategic merge patch
   */
  static List<String> of(String field, JsonNode list, boolean served) {
    JsonNode first = list.path(0);
    if (field.equals("ports")) {
      String number = first.has("containerPort") ? "containerPort" : "port";
      // Ports of policies and endpoints have no item of their own.
      boolean merged = first.has(number) && (first.has("containerPort") || !first.has("endPort"));
      return !merged ? List.of() : served ? List.of(number, "protocol") : List.of(number);
    }
    List<String> keys = KEYS.getOrDefault(field, List.of());
    List<String> wanted = served || keys.size() < 2 ? keys : keys.subList(0, 1);
    return wanted.stream().allMatch(first::has) ? wanted : List.of();
  }

  /** Whether a list is a set of texts. */
  static boolean isSet(String field) {
    return SETS.contains(field);
  }

  /** The value of a field that identifies an item, with the default that the API server takes. */
  static String value(JsonNode item, String key) {
    String value = item.path(key).asText();
    return value.isEmpty() && key.equals("protocol") ? "TCP" : value;
  }
}
