package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.Metadata;
import io.freehold.api.Project;
import io.freehold.api.ProjectSpec;

/** Hands Projects to the runtime, as records. */
final class ProjectSink implements ObjectSink {
  private final ProjectListener listener;

  ProjectSink(ProjectListener listener) {
    this.listener = listener;
  }

  @Override
  public void listing() {
    listener.listing();
  }

  @Override
  public void seen(ObjectNode object) {
    Project project;
    try {
      project = Json.MAPPER.treeToValue(object, Project.class);
    } catch (JsonProcessingException e) {
      Metadata metadata = Metadata.named(text(object, "namespace"), text(object, "name"));
      listener.unreadable(new Project("", "", metadata, ProjectSpec.NOTHING), FieldProblem.of(e));
      return;
    }
    listener.changed(project);
  }

  @Override
  public void gone(ObjectNode object) {
    listener.gone(text(object, "namespace"), text(object, "name"));
  }

  @Override
  public void listed() {
    listener.listed();
  }

  private static String text(ObjectNode object, String field) {
    return object.path("metadata").path(field).asText("");
  }
}
