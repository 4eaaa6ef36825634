package io.freehold.render;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a render may know of the cluster it is for.
 *
 * @param version of Kubernetes, as {@code v1.36.3}; empty when it is not known
 * @param apiVersions what is served: group versions as {@code apps/v1} and kinds as {@code
 *     apps/v1/Deployment}, sorted
 */
public record ClusterFacts(String version, List<String> apiVersions) {
  /** No cluster. */
  public static final ClusterFacts NONE = new ClusterFacts("", List.of());

  public ClusterFacts {
    requireNonNull(version, "version is null");
    apiVersions = List.copyOf(apiVersions);
  }
}
