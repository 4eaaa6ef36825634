package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** One unit of desired state: where it comes from, how it is kept, and what was observed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Application(
    String apiVersion,
    String kind,
    Metadata metadata,
    ApplicationSpec spec,
    ApplicationStatus status) {
  /** The kind's name. */
  public static final String KIND = "Application";

  /** The kind's plural, as in API paths. */
  public static final String PLURAL = "applications";

  public Application {
    apiVersion = Defaults.value(apiVersion, ApiGroup.API_VERSION);
    kind = Defaults.value(kind, KIND);
    metadata = Defaults.value(metadata, Metadata.named("", ""));
    spec = Defaults.value(spec, ApplicationSpec.EMPTY);
    status = Defaults.value(status, ApplicationStatus.EMPTY);
  }

  /** Identity inside the cluster. */
  public ApplicationId id() {
    return new ApplicationId(metadata.namespace(), metadata.name());
  }
}
