package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import java.util.List;

/** Hands Applications to the runtime, as records. */
final class ApplicationSink implements ObjectSink {
  private final ApplicationListener listener;

  ApplicationSink(ApplicationListener listener) {
    this.listener = listener;
  }

  @Override
  public void listing() {
    listener.listing();
  }

  @Override
  public void seen(ObjectNode object) {
    Application application;
    try {
      application = read(object);
    } catch (JsonProcessingException e) {
      listener.unreadable(known(object), FieldProblem.of(e));
      return;
    }
    listener.changed(application);
  }

  private static Application read(ObjectNode object) throws JsonProcessingException {
    try {
      return Json.MAPPER.treeToValue(object, Application.class);
    } catch (JsonProcessingException _) {
      // A status that another version of the agent wrote is only what was; the spec counts.
      return Json.MAPPER.treeToValue(object.deepCopy().without("status"), Application.class);
    }
  }

  private static Application known(ObjectNode object) {
    for (List<String> parts : List.of(List.of("metadata", "status"), List.of("metadata"))) {
      try {
        return Json.MAPPER.treeToValue(object.deepCopy().retain(parts), Application.class);
      } catch (JsonProcessingException _) {
        // Then with less of it.
      }
    }
    ObjectNode named = Json.MAPPER.createObjectNode();
    named
        .putObject("metadata")
        .put("namespace", id(object).namespace())
        .put("name", id(object).name());
    return Json.MAPPER.convertValue(named, Application.class);
  }

  @Override
  public void gone(ObjectNode object) {
    listener.gone(id(object));
  }

  @Override
  public void listed() {
    listener.listed();
  }

  private static ApplicationId id(ObjectNode object) {
    return new ApplicationId(
        object.path("metadata").path("namespace").asText(""),
        object.path("metadata").path("name").asText(""));
  }
}
