package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One unit of desired state: where it comes from, how it is kept, and what was observed.
 *
 * @param operation a sync that somebody asks for and that nobody has taken yet; null for none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Application(
    String apiVersion,
    String kind,
    Metadata metadata,
    ApplicationSpec spec,
    @Nullable OperationRequest operation,
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

  /** Without a request. */
  public Application(
      String apiVersion,
      String kind,
      Metadata metadata,
      ApplicationSpec spec,
      ApplicationStatus status) {
    this(apiVersion, kind, metadata, spec, null, status);
  }

  /** The same with another spec. */
  public Application with(ApplicationSpec other) {
    return new Application(apiVersion, kind, metadata, other, operation, status);
  }

  /** Identity inside the cluster. */
  public ApplicationId id() {
    return new ApplicationId(metadata.namespace(), metadata.name());
  }
}
