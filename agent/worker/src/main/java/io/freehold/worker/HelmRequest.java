package io.freehold.worker;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One release to render.
 *
 * @param chart contents of the chart's files by path from the chart's folder; dependencies under
 *     {@code charts/} as folders or {@code .tgz} archives
 * @param releaseName {@code .Release.Name}
 * @param namespace {@code .Release.Namespace}
 * @param values the user's values
 * @param capabilities what the chart is told about the cluster
 * @param flags switches
 */
public record HelmRequest(
    Map<String, byte[]> chart,
    String releaseName,
    String namespace,
    HelmValues values,
    Capabilities capabilities,
    Set<HelmFlag> flags)
    implements Message.Request {
  public HelmRequest {
    chart = Map.copyOf(chart);
    requireNonNull(releaseName, "releaseName is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(values, "values is null");
    flags = Set.copyOf(flags);
  }

  /**
   * What the chart is told about the cluster.
   *
   * @param kubeVersion {@code v1.36.3}; empty for the default of Helm
   * @param apiVersions {@code group/version} and {@code group/version/Kind} beyond those that Helm
   *     always has
   */
  public record Capabilities(String kubeVersion, List<String> apiVersions) {
    /** What {@code helm template} assumes. */
    public static final Capabilities DEFAULT = new Capabilities("", List.of());

    public Capabilities {
      requireNonNull(kubeVersion, "kubeVersion is null");
      apiVersions = List.copyOf(apiVersions);
    }
  }
}
