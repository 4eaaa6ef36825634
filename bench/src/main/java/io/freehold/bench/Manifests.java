package io.freehold.bench;

/** Objects as teams write them, generated so that nothing needs to be fetched. */
final class Manifests {
  private static final String PROSE =
      "States how the controller treats this field while the object changes, what it assumes when"
          + " the field is absent, and from which version on it is read.";

  private Manifests() {}

  /** A Deployment, its Service, and an Ingress or a ServiceAccount. */
  static String workload(String name, String more) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %1$s
      labels: {app: %1$s}
    spec:
      replicas: 2
      selector:
        matchLabels: {app: %1$s}
      template:
        metadata:
          labels: {app: %1$s}
        spec:
          serviceAccountName: %2$s
          containers:
          - name: %1$s
            image: registry.example/%1$s:1.0
            args: ["--port=8080", "--config=/etc/settings"]
            ports:
            - {name: http, containerPort: 8080}
            env:
            - name: MODE
              valueFrom: {configMapKeyRef: {name: settings, key: mode}}
            - {name: LANG, value: C.UTF-8}
            resources:
              requests: {cpu: 100m, memory: 64Mi}
              limits: {memory: 256Mi}
            livenessProbe:
              httpGet: {path: /healthz, port: http}
              periodSeconds: 10
            volumeMounts:
            - {name: settings, mountPath: /etc/settings, readOnly: true}
          volumes:
          - name: settings
            configMap: {name: settings}
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: %1$s
    spec:
      selector: {app: %1$s}
      ports:
      - {name: http, port: 80, targetPort: http}
    ---
    """
            .formatted(name, more.equals("ServiceAccount") ? name : "app")
        + (more.equals("ServiceAccount") ? account(name) : ingress(name));
  }

  private static String account(String name) {
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: %s}
    """
        .formatted(name);
  }

  private static String ingress(String name) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: %1$s}
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

  /** A ServiceAccount and what it may do. */
  static String role(String name) {
    return account(name)
        + """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects:
        - {kind: ServiceAccount, name: %1$s, namespace: default}
        """
            .formatted(name);
  }

  /** The definition of a kind with nested, described fields, of about so many bytes. */
  static String definition(String kind, int bytes) {
    String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
    var text =
        new StringBuilder(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: %2$s.example.org
            spec:
              group: example.org
              scope: Namespaced
              names: {kind: %1$s, plural: %2$s}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
            """
                .formatted(kind, plural));
    for (int i = 0; text.length() < bytes; i++) {
      text.append(field(i));
    }
    return text.toString();
  }

  private static String field(int number) {
    return """
    field%1$d:
      description: |-
        %2$s
        %2$s
      type: object
      required: [mode]
      properties:
        mode:
          description: %2$s
          type: string
          enum: [Always, Never, "On"]
        limit:
          anyOf:
          - type: integer
          - type: string
          pattern: ^([0-9]+)(Ki|Mi|Gi)?$
          x-kubernetes-int-or-string: true
        items:
          type: array
          items:
            type: object
            properties:
              name: {type: string, maxLength: 253, default: "name-%1$d"}
              weight: {type: integer, format: int32, minimum: %1$d}
          x-kubernetes-list-type: map
          x-kubernetes-list-map-keys: [name]
    """
        .formatted(number, PROSE)
        .indent(16);
  }
}
