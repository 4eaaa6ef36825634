package io.freehold.conformance.agent;

import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** What has to be in a cluster and in its registry before {@link AgentUnderTest} starts. */
final class Prerequisites {
  private static final String TEMPLATE = "/io/freehold/cli/registry-template/";

  private Prerequisites() {}

  /** The agent's namespace and kinds in the cluster, the folder of the cluster in the registry. */
  static void install(TestCluster cluster, TestRepository registry) throws IOException {
    cluster.apply(kinds());
    folder(registry);
  }

  /** The agent's namespace and kinds. */
  static String kinds() throws IOException {
    return template("cluster/freehold/namespace.yaml")
        + "\n---\n"
        + template("cluster/freehold/crds.yaml");
  }

  /** The folder of the cluster, with nothing in it. */
  static void folder(TestRepository registry) {
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

  /** A file of the registry template. */
  static String template(String file) throws IOException {
    return resource(TEMPLATE + file);
  }

  /** A file of the class path. */
  static String resource(String path) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Prerequisites.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
