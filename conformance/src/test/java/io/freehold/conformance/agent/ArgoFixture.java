package io.freehold.conformance.agent;

import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** What a cluster needs in which the agent looks after Argo CD's Applications. */
final class ArgoFixture {
  static final String NAMESPACE = "argocd";
  static final Map<String, String> ENVIRONMENT = Map.of("FREEHOLD_ARGOCD_NAMESPACE", NAMESPACE);

  private static final String TEMPLATE = "/io/freehold/cli/registry-template/";

  private ArgoFixture() {}

  /** Definitions, namespaces, the project that allows everything, and empty settings. */
  static void install(TestCluster cluster) throws IOException {
    cluster.apply(
        String.join(
            "\n---\n",
            template("cluster/freehold/namespace.yaml"),
            template("cluster/freehold/crds.yaml"),
            template("argocd/crds.yaml")));
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
    try {
      Path file = Files.createTempFile("argocd-", ".yaml");
      try {
        Files.writeString(file, manifests);
        cluster.kubectl("apply", "-f", file.toString(), "--namespace=" + NAMESPACE);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the cluster, with nothing in it. */
  static void registry(TestRepository registry) {
    registry.commit(
        Map.of(
            "clusters/test/cluster.yaml",
            """
            apiVersion: freehold.io/v1
            kind: Cluster
            metadata: {name: test}
            spec: {publicKeys: []}
            """));
  }

  private static String template(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ArgoFixture.class.getResourceAsStream(TEMPLATE + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
