package io.freehold.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * Many applications of four small objects each, a ServiceAccount, a Service, a Deployment without
 * replicas and an Ingress: the shape that peers use for their published figures.
 */
final class PodinfoRegistry {
  private PodinfoRegistry() {}

  /**
   * Files that add applications to a cluster.
   *
   * @param cluster name of the cluster's folder
   * @param count number of applications
   */
  static Map<String, String> files(String cluster, int count) {
    Map<String, String> files = new TreeMap<>();
    StringBuilder applications = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String name = "podinfo-" + i;
      files.put("apps/bench/" + name + "/podinfo.yaml", objects(name));
      applications.append(application(name));
    }
    files.put("clusters/" + cluster + "/bench.yaml", namespace() + applications);
    return files;
  }

  private static String namespace() {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: bench}
    """;
  }

  private static String application(String name) {
    return """
    ---
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %1$s, namespace: freehold-system}
    spec:
      sources: [{path: apps/bench/%1$s}]
      destination: {namespace: bench}
    """
        .formatted(name);
  }

  private static String objects(String name) {
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: %1$s, labels: {app.kubernetes.io/name: %1$s}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s, labels: {app.kubernetes.io/name: %1$s}}
    spec:
      selector: {app.kubernetes.io/name: %1$s}
      ports:
        - {name: http, port: 9898, targetPort: http}
        - {name: grpc, port: 9999, targetPort: grpc}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, labels: {app.kubernetes.io/name: %1$s}}
    spec:
      replicas: 0
      selector: {matchLabels: {app.kubernetes.io/name: %1$s}}
      template:
        metadata: {labels: {app.kubernetes.io/name: %1$s}}
        spec:
          serviceAccountName: %1$s
          containers:
            - name: podinfo
              image: ghcr.io/stefanprodan/podinfo:6.9.0
              ports:
                - {name: http, containerPort: 9898}
                - {name: grpc, containerPort: 9999}
              readinessProbe: {httpGet: {path: /readyz, port: http}}
              resources: {requests: {cpu: 1m, memory: 16Mi}}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: %1$s, labels: {app.kubernetes.io/name: %1$s}}
    spec:
      rules:
        - host: %1$s.example.org
          http:
            paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: %1$s, port: {name: http}}}
    """
        .formatted(name);
  }
}
