package io.freehold.kustomize;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order in which objects can be created one after the other. */
final class LegacyOrder {
  private static final List<String> FIRST =
      List.of(
          "Namespace",
          "ResourceQuota",
          "StorageClass",
          "CustomResourceDefinition",
          "ServiceAccount",
          "PodSecurityPolicy",
          "Role",
          "ClusterRole",
          "RoleBinding",
          "ClusterRoleBinding",
          "ConfigMap",
          "Secret",
          "Endpoints",
          "Service",
          "LimitRange",
          "PriorityClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "Deployment",
          "StatefulSet",
          "CronJob",
          "PodDisruptionBudget");
  private static final List<String> LAST =
      List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");

  static final LegacyOrder DEFAULT = new LegacyOrder(FIRST, LAST);

  private final Map<String, Integer> ranks = new HashMap<>();

  LegacyOrder(List<String> first, List<String> last) {
    for (int i = 0; i < first.size(); i++) {
      ranks.put(first.get(i), i - first.size());
    }
    for (int i = 0; i < last.size(); i++) {
      ranks.put(last.get(i), i + 1);
    }
  }

  void sort(ResourceSet resources) {
    record Keyed(Resource resource, Gvk gvk, int rank, String type, String id) {}
    var keyed =
        resources.all().stream()
            .map(resource ->
                new Keyed(
                    resource,
                    resource.gvk(),
                    ranks.getOrDefault(resource.gvk().kind(), 0),
                    type(resource.gvk()),
                    id(resource.id())))
            .sorted(
                Comparator.comparingInt(Keyed::rank)
                    .thenComparing((a, b) -> compareTypes(a.gvk, a.type, b.gvk, b.type))
                    .thenComparing(Keyed::id))
            .map(Keyed::resource)
            .toList();
    resources.replaceAll(keyed);
  }

  /** Orders types: by rank, then by group, version and kind. */
  int compare(Gvk a, Gvk b) {
    int ranked = Integer.compare(ranks.getOrDefault(a.kind(), 0), ranks.getOrDefault(b.kind(), 0));
    return ranked == 0 ? type(a).compareTo(type(b)) : ranked;
  }

  private static int compareTypes(Gvk a, String aType, Gvk b, String bType) {
    boolean coreNamespace =
        a.kind().equals("Namespace")
            && b.kind().equals("Namespace")
            && (a.group().isEmpty() || b.group().isEmpty());
    return coreNamespace ? bType.compareTo(aType) : aType.compareTo(bType);
  }

  private static String type(Gvk gvk) {
    return or(gvk.group(), "~G") + "_" + or(gvk.version(), "~V") + "_" + or(gvk.kind(), "~K");
  }

  private static String id(ResId id) {
    return or(id.namespace(), "~X") + "|" + or(id.name(), "~N");
  }

  private static String or(String text, String empty) {
    return text.isEmpty() ? empty : text;
  }
}
