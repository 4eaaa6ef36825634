package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * A cluster of the fleet: {@code cluster.yaml} of its folder, and the cluster's description of
 * itself. Labels such as {@code region} and {@code env} are the metadata labels.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Cluster(String apiVersion, String kind, Metadata metadata, ClusterSpec spec) {
  /** The kind's name. */
  public static final String KIND = "Cluster";

  /** The kind's plural, as in API paths. */
  public static final String PLURAL = "clusters";

  public Cluster {
    apiVersion = Defaults.value(apiVersion, ApiGroup.API_VERSION);
    kind = Defaults.value(kind, KIND);
    metadata = Defaults.value(metadata, Metadata.named("", ""));
    spec = Defaults.value(spec, ClusterSpec.EMPTY);
  }

  /** What a cluster.yaml says. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ClusterSpec(
      @Required
          @JsonPropertyDescription(
              "Ed25519 public keys of the cluster (X.509 SubjectPublicKeyInfo, base64); more than one"
                  + " while a key is being replaced.")
          List<String> publicKeys,
      @JsonPropertyDescription("Where the cluster reports to.") Plane plane) {
    static final ClusterSpec EMPTY = new ClusterSpec(List.of(), Plane.NONE);

    public ClusterSpec {
      publicKeys = Defaults.list(publicKeys);
      plane = Defaults.value(plane, Plane.NONE);
    }
  }

  /**
   * Where a cluster reports to.
   *
   * @param endpoint base URL of an OTLP/HTTP receiver; no reports when empty
   * @param reportInterval longest silence, as {@code 60s}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Plane(
      @JsonPropertyDescription("Base URL of an OTLP/HTTP receiver; no reports when empty.")
          String endpoint,
      @Default("60s") @JsonPropertyDescription("Longest silence between two reports, as 60s.")
          String reportInterval) {
    static final Plane NONE = new Plane("", "60s");

    public Plane {
      endpoint = Defaults.text(endpoint);
      reportInterval = Defaults.value(reportInterval, "60s");
    }
  }
}
