package io.freehold.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order of kinds inside a wave as Argo CD has it: by kind alone, whatever the group. */
public final class ArgoKindRank {
  /** Source: gitops-engine, which took it from Helm. */
  private static final List<String> ORDER =
      List.of(
          "Namespace",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodSecurityPolicy",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "SecretList",
          "ConfigMap",
          "StorageClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleList",
          "ClusterRoleBinding",
          "ClusterRoleBindingList",
          "Role",
          "RoleList",
          "RoleBinding",
          "RoleBindingList",
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
          "IngressClass",
          "Ingress",
          "APIService");

  private static final Map<String, Integer> RANKS = ranks();

  private ArgoKindRank() {}

  /** Negative for the kinds of the list, the first being the smallest; 0 for all others. */
  public static int of(String kind) {
    return RANKS.getOrDefault(kind, 0);
  }

  private static Map<String, Integer> ranks() {
    Map<String, Integer> ranks = new HashMap<>();
    ORDER.forEach(kind -> ranks.put(kind, ranks.size() - ORDER.size()));
    return Map.copyOf(ranks);
  }
}
