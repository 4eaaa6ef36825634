package io.freehold.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * Many applications of four small objects each, a ServiceAccount, a Service, a Deployment without
 * replicas and an Ingress: the shape that peers use for their published figures.
 *
 * @param manifest what each consists of; {@code ${INDEX}}, {@code ${PODS:=0}} and {@code ${MCPU}}
 *     stand for its number, for no replicas, and for the processor time that it asks for
 */
record PodinfoRegistry(String manifest) {
  /** Applications are called this and their number. */
  static final String PREFIX = "podinfo-";

  /** Where their objects go. */
  static final String NAMESPACE = "bench";

  /** The manifest that is used when none is given. */
  static PodinfoRegistry own() {
    return new PodinfoRegistry(OWN);
  }

  /**
   * Files that add applications to a cluster.
   *
   * @param cluster name of the cluster's folder
   * @param count number of applications
   */
  Map<String, String> files(String cluster, int count) {
    StringBuilder applications = new StringBuilder();
    for (int i = 0; i < count; i++) {
      applications.append(application(PREFIX + i));
    }
    Map<String, String> files = new TreeMap<>(objects(0, count, "1m"));
    files.put("clusters/" + cluster + "/bench.yaml", namespace() + applications);
    return files;
  }

  /**
   * Files of the applications from one number to another.
   *
   * @param cpu processor time that their container asks for
   */
  Map<String, String> objects(int from, int to, String cpu) {
    Map<String, String> files = new TreeMap<>();
    for (int i = from; i < to; i++) {
      files.put(
          "apps/bench/" + PREFIX + i + "/podinfo.yaml",
          manifest
              .replace("${INDEX}", Integer.toString(i))
              .replace("${PODS:=0}", "0")
              .replace("${MCPU}", cpu));
    }
    return files;
  }

  private static String namespace() {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %s}
    """
        .formatted(NAMESPACE);
  }

  private static String application(String name) {
    return """
    ---
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %1$s, namespace: freehold-system}
    spec:
      sources: [{path: apps/bench/%1$s}]
      destination: {namespace: %2$s}
    """
        .formatted(name, NAMESPACE);
  }

  private static final String OWN =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata:
        name: podinfo-${INDEX}
        labels: {app.kubernetes.io/name: podinfo-${INDEX}, app.kubernetes.io/version: 6.9.0}
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: podinfo-${INDEX}
        labels: {app.kubernetes.io/name: podinfo-${INDEX}, app.kubernetes.io/version: 6.9.0}
      spec:
        selector: {app.kubernetes.io/name: podinfo-${INDEX}}
        ports:
          - {name: http, port: 9898, targetPort: http}
          - {name: grpc, port: 9999, targetPort: grpc}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: podinfo-${INDEX}
        labels: {app.kubernetes.io/name: podinfo-${INDEX}, app.kubernetes.io/version: 6.9.0}
      spec:
        replicas: ${PODS:=0}
        selector:
          matchLabels: {app.kubernetes.io/name: podinfo-${INDEX}}
        template:
          metadata:
            labels: {app.kubernetes.io/name: podinfo-${INDEX}}
          spec:
            serviceAccountName: podinfo-${INDEX}
            containers:
              - name: podinfo
                image: ghcr.io/stefanprodan/podinfo:6.9.0
                ports:
                  - {name: http, containerPort: 9898}
                  - {name: grpc, containerPort: 9999}
                readinessProbe: {httpGet: {path: /readyz, port: http}}
                resources: {requests: {cpu: "${MCPU}", memory: 16Mi}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: podinfo-${INDEX}
        labels: {app.kubernetes.io/name: podinfo-${INDEX}, app.kubernetes.io/version: 6.9.0}
      spec:
        rules:
          - host: podinfo-${INDEX}.example.org
            http:
              paths:
                - path: /
                  pathType: Prefix
                  backend: {service: {name: podinfo-${INDEX}, port: {name: http}}}
      """;
}
