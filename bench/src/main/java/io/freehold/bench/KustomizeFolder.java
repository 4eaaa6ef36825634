package io.freehold.bench;

import java.util.Map;
import java.util.TreeMap;

/** The kustomizations that are measured. Each is a folder {@code overlay} and what it needs. */
public enum KustomizeFolder {
  /** Three objects of a base, with another namespace, prefix, image and label. */
  SMALL("3 objects, one overlay") {
    @Override
    Map<String, String> files() {
      var files = new TreeMap<String, String>();
      files.put("base/kustomization.yaml", "resources: [app.yaml]\n");
      files.put("base/app.yaml", Manifests.workload("web", "ServiceAccount"));
      files.put(
          "overlay/kustomization.yaml",
          """
          resources: [../base]
          namespace: prod
          namePrefix: prod-
          labels:
          - {pairs: {env: prod}, includeSelectors: true}
          images:
          - {name: registry.example/web, newTag: "2.4.1"}
          """);
      return files;
    }
  },

  /** Twenty objects with components, patches of both kinds, generators and replacements. */
  TYPICAL("20 objects, components, patches, generators") {
    @Override
    Map<String, String> files() {
      var files = new TreeMap<String, String>();
      var names = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        files.put("base/app-" + i + ".yaml", Manifests.workload("app-" + i, "Ingress"));
        names.append("- app-").append(i).append(".yaml\n");
      }
      files.put("base/rbac.yaml", Manifests.role("app"));
      files.put(
          "base/kustomization.yaml",
          "resources:\n"
              + names
              + """
              - rbac.yaml
              configMapGenerator:
              - name: settings
                files: [settings.properties]
                literals: [mode=base, level=info]
              """);
      files.put("base/settings.properties", "cache.size=100\ncache.ttl=5m\n");
      files.put(
          "components/metrics/kustomization.yaml",
          """
          apiVersion: kustomize.config.k8s.io/v1alpha1
          kind: Component
          patches:
          - target: {kind: Deployment}
            patch: |
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: any, annotations: {prometheus.io/scrape: "true"}}
              spec:
                template:
                  spec:
                    containers:
                    - name: exporter
                      image: registry.example/exporter:1
                      ports: [{containerPort: 9100, name: metrics}]
          """);
      files.put(
          "components/quota/kustomization.yaml",
          """
          apiVersion: kustomize.config.k8s.io/v1alpha1
          kind: Component
          resources: [quota.yaml]
          """);
      files.put(
          "components/quota/quota.yaml",
          """
          apiVersion: v1
          kind: ResourceQuota
          metadata: {name: quota}
          spec: {hard: {pods: "40"}}
          """);
      files.put(
          "overlay/kustomization.yaml",
          """
          resources: [../base]
          components: [../components/metrics, ../components/quota]
          namespace: prod
          nameSuffix: -eu
          labels:
          - {pairs: {env: prod, team: payments}, includeTemplates: true}
          commonAnnotations: {owner: payments@example.org}
          configMapGenerator:
          - {name: settings, behavior: merge, literals: [mode=prod]}
          secretGenerator:
          - {name: credentials, envs: [credentials.env]}
          patches:
          - path: replicas.yaml
          - target: {kind: Ingress, name: "app-[0-2]"}
            patch: |
              - {op: replace, path: /spec/rules/0/host, value: shop.example.org}
              - {op: add, path: /metadata/annotations, value: {cert: "yes"}}
          images:
          - {name: registry.example/app-1, newName: mirror.example/app-1, newTag: "7"}
          replicas:
          - {name: app-2, count: 4}
          replacements:
          - source: {kind: ResourceQuota, fieldPath: spec.hard.pods}
            targets:
            - select: {kind: Deployment, name: app-3}
              fieldPaths: ['metadata.annotations.[example.org/quota]']
              options: {create: true}
          """);
      files.put(
          "overlay/replicas.yaml",
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: app-0}
          spec:
            replicas: 5
            template:
              spec:
                containers:
                - {name: app-0, resources: {limits: {memory: 512Mi}}}
          """);
      files.put("overlay/credentials.env", "user=shop\npassword=not-a-real-one\n");
      return files;
    }
  },

  /** Custom resource definitions of three megabytes with two patches. */
  CRDS("3 MB of CRDs") {
    @Override
    Map<String, String> files() {
      var files = new TreeMap<String, String>();
      var names = new StringBuilder();
      for (int i = 0; i < 15; i++) {
        files.put("overlay/crd-" + i + ".yaml", Manifests.definition("Thing" + i, 200_000));
        names.append("- crd-").append(i).append(".yaml\n");
      }
      files.put(
          "overlay/kustomization.yaml",
          "resources:\n"
              + names
              + """
              commonAnnotations: {example.org/part-of: things}
              patches:
              - target: {kind: CustomResourceDefinition, name: "thing[12]s.*"}
                patch: |
                  - {op: add, path: /metadata/labels, value: {served: "yes"}}
              """);
      return files;
    }
  },

  /** Three hundred objects in one overlay that touches all of them. */
  LARGE("300 objects") {
    @Override
    Map<String, String> files() {
      var files = new TreeMap<String, String>();
      var names = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        files.put("base/app-" + i + ".yaml", Manifests.workload("app-" + i, "ServiceAccount"));
        names.append("- app-").append(i).append(".yaml\n");
      }
      files.put("base/kustomization.yaml", "resources:\n" + names);
      files.put(
          "overlay/kustomization.yaml",
          """
          resources: [../base]
          namespace: prod
          namePrefix: prod-
          labels:
          - {pairs: {env: prod}, includeSelectors: true}
          patches:
          - target: {kind: Deployment}
            patch: |
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: any}
              spec: {template: {spec: {nodeSelector: {pool: apps}}}}
          """);
      return files;
    }
  };

  private final String title;

  KustomizeFolder(String title) {
    this.title = title;
  }

  /** What it is, for tables. */
  String title() {
    return title;
  }

  /** Texts by path. */
  abstract Map<String, String> files();
}
