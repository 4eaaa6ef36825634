package io.freehold.cli;

import io.freehold.api.Durations;
import io.freehold.api.ReportToken;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is filled into the registry template. Every value has a shape that cannot end a YAML scalar,
 * so that a value is never more than a value.
 *
 * @param cluster name of the cluster, a DNS label
 * @param registryUrl URL under which the agent reads the registry
 * @param branch branch of the registry
 * @param planeEndpoint base URL of the plane's OTLP/HTTP receiver, empty for none
 * @param reportInterval longest silence between reports
 * @param pollInterval pause between two looks at the registry
 * @param agentImage container image of the agent
 * @param publicKey the cluster's public key, base64
 * @param labels labels of the cluster
 */
record TemplateValues(
    String cluster,
    String registryUrl,
    String branch,
    String planeEndpoint,
    String reportInterval,
    String pollInterval,
    String agentImage,
    String publicKey,
    Map<String, String> labels) {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern URL =
      Pattern.compile("(ssh|https?)://[A-Za-z0-9._~%/@:\\[\\]-]{1,500}");
  private static final Pattern HTTP = Pattern.compile("https?://[A-Za-z0-9._~%/:\\[\\]-]{1,500}");
  private static final Pattern BRANCH =
      Pattern.compile("(?!.*(\\.\\.|//|\\.lock$))[A-Za-z0-9_][A-Za-z0-9._/-]{0,199}(?<![./])");
  private static final Pattern IMAGE = Pattern.compile("[a-z0-9][A-Za-z0-9._/:@-]{0,254}");
  private static final Pattern LABEL_KEY =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  TemplateValues {
    require(DNS_LABEL, cluster, "cluster name", "lower-case letters, digits and dashes, up to 63");
    require(URL, registryUrl, "registry URL", "ssh://git@host/owner/registry.git");
    require(BRANCH, branch, "branch", "the name of a branch");
    if (!planeEndpoint.isEmpty()) {
      require(HTTP, planeEndpoint, "plane URL", "https://host:port");
    }
    Durations.parse(reportInterval);
    Durations.parse(pollInterval);
    require(IMAGE, agentImage, "agent image", "registry/name:tag");
    ReportToken.publicKey(publicKey);
    require(Pattern.compile("[A-Za-z0-9+/=]+"), publicKey, "public key", "base64");
    labels = Map.copyOf(labels);
    labels.forEach((key, value) -> {
      require(LABEL_KEY, key, "label key", "a Kubernetes label key");
      require(LABEL_VALUE, value, "label value", "a Kubernetes label value");
    });
  }

  /** The values by the names that the template uses. */
  Map<String, String> asMap() {
    return Map.of(
        "cluster", cluster,
        "registryUrl", registryUrl,
        "branch", branch,
        "planeEndpoint", planeEndpoint,
        "reportInterval", reportInterval,
        "pollInterval", pollInterval,
        "agentImage", agentImage,
        "publicKey", publicKey,
        "labels", labelsAsYaml());
  }

  /** Checks a cluster name alone, before anything else is known. */
  static void requireClusterName(String cluster) {
    require(DNS_LABEL, cluster, "cluster name", "lower-case letters, digits and dashes, up to 63");
  }

  private String labelsAsYaml() {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + ": \"" + label.getValue() + "\"")
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static void require(Pattern pattern, String value, String what, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" cannot be a %s: expected %s".formatted(value, what, expected));
    }
  }
}
