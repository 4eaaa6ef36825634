package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of kinds inside a wave: what others need comes first, custom resources after everything
 * that could serve them, and webhook configurations last so that they do not refuse what comes with
 * them. The group of a kind does not matter, except that a name in the list counts only in groups
 * of Kubernetes itself.
 */
final class KindRank {
  private static final List<String> ORDER =
      List.of(
          "Namespace",
          "CustomResourceDefinition",
          "PriorityClass",
          "RuntimeClass",
          "StorageClass",
          "IngressClass",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "ConfigMap",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "ClusterRole",
          "ClusterRoleBinding",
          "Role",
          "RoleBinding",
          "Service",
          "DaemonSet",
          "Pod",
          "ReplicationController",
          "ReplicaSet",
          "Deployment",
          "HorizontalPodAutoscaler",
          "StatefulSet",
          "Job",
          "CronJob",
          "Ingress",
          "APIService");

  private static final List<String> LAST =
      List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");

  private static final Map<String, Integer> RANKS = ranks();

  private KindRank() {}

  /** The rank of an object's kind; smaller comes first. */
  static int of(ObjectRef ref) {
    return builtIn(ref.group()) ? RANKS.getOrDefault(ref.kind(), ORDER.size()) : ORDER.size();
  }

  /** Whether an object is the definition of custom resources. */
  static boolean isDefinition(ObjectRef ref) {
    return ref.kind().equals("CustomResourceDefinition")
        && ref.group().equals("apiextensions.k8s.io");
  }

  private static boolean builtIn(String group) {
    return group.indexOf('.') < 0 || group.endsWith(".k8s.io");
  }

  private static Map<String, Integer> ranks() {
    Map<String, Integer> ranks = new HashMap<>();
    ORDER.forEach(kind -> ranks.put(kind, ranks.size()));
    LAST.forEach(kind -> ranks.put(kind, ranks.size() + 1));
    return Map.copyOf(ranks);
  }
}
