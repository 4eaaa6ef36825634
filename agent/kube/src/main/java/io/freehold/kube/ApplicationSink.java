package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;

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
      application = Json.MAPPER.treeToValue(object, Application.class);
    } catch (JsonProcessingException e) {
      listener.unreadable(id(object), e.getOriginalMessage());
      return;
    }
    listener.changed(application);
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
