package io.freehold.conformance.agent;

import io.freehold.testkit.TestCluster;
import java.io.IOException;
import java.util.Map;

/** What a cluster needs in which the agent looks after Argo CD's Applications. */
final class ArgoFixture {
  static final String NAMESPACE = "argocd";
  static final Map<String, String> ENVIRONMENT = Map.of("FREEHOLD_ARGOCD_NAMESPACE", NAMESPACE);

  private ArgoFixture() {}

  /** Definitions, namespaces, the project that allows everything, and empty settings. */
  static void install(TestCluster cluster) throws IOException {
    cluster.apply(Prerequisites.kinds() + "\n---\n" + Prerequisites.template("argocd/crds.yaml"));
    for (String definition : new String[] {"applications", "appprojects"}) {
      cluster.kubectl(
          "wait",
          "--for=condition=Established",
          "customresourcedefinition/" + definition + ".argoproj.io");
    }
    apply(
        cluster,
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: argocd}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: argocd-cm, namespace: argocd, labels: {app.kubernetes.io/part-of: argocd}}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: default, namespace: argocd}
        spec:
          sourceRepos: ["*"]
          destinations: [{server: "*", namespace: "*"}]
          clusterResourceWhitelist: [{group: "*", kind: "*"}]
        """);
  }

  /** Applies objects of the namespace in which Argo CD's kinds live. */
  static void apply(TestCluster cluster, String manifests) {
    cluster.applyTo(NAMESPACE, manifests);
  }
}
