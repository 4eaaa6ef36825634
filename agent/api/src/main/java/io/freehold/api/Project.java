package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Rules for the Applications that name it: where they may read from and what they may change. Only
 * Projects in the agent's namespace count, so that nobody makes rules for himself.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Project(String apiVersion, String kind, Metadata metadata, ProjectSpec spec) {
  /** The kind's name. */
  public static final String KIND = "Project";

  /** The kind's plural, as in API paths. */
  public static final String PLURAL = "projects";

  /** The project of Applications that name none. */
  public static final String DEFAULT = "default";

  public Project {
    apiVersion = Defaults.value(apiVersion, ApiGroup.API_VERSION);
    kind = Defaults.value(kind, KIND);
    metadata = Defaults.value(metadata, Metadata.named("", ""));
    spec = Defaults.value(spec, ProjectSpec.NOTHING);
  }
}
