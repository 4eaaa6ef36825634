package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The complete reported state of one application.
 *
 * @param namespace namespace of the custom resource
 * @param name name of the custom resource
 * @param project its project
 * @param parent {@code namespace/name} of the Application that brought it, empty for the root
 * @param source repository URL without credentials
 * @param path folder
 * @param status what the agent wrote to the custom resource
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ApplicationReport(
    String namespace,
    String name,
    String project,
    String parent,
    String source,
    String path,
    ApplicationStatus status) {
  public ApplicationReport {
    namespace = Defaults.text(namespace);
    name = Defaults.text(name);
    project = Defaults.text(project);
    parent = Defaults.text(parent);
    source = Defaults.text(source);
    path = Defaults.text(path);
    status = Defaults.value(status, ApplicationStatus.EMPTY);
  }

  /** The application's identity inside its cluster. */
  public ApplicationId id() {
    return new ApplicationId(namespace, name);
  }
}
