package io.freehold.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterPort.WatchListener;

/** Hands objects to the engine. */
final class ListenerSink implements ObjectSink {
  private final ResourceKind kind;
  private final WatchListener listener;

  ListenerSink(ResourceKind kind, WatchListener listener) {
    this.kind = kind;
    this.listener = listener;
  }

  @Override
  public void listing() {
    listener.listing();
  }

  @Override
  public void seen(ObjectNode object) {
    listener.seen(ObjectClient.live(ref(object), object));
  }

  @Override
  public void gone(ObjectNode object) {
    listener.gone(ObjectClient.live(ref(object), object));
  }

  @Override
  public void listed() {
    listener.listed();
  }

  @Override
  public void failed(String why) {
    listener.failed(why);
  }

  private ObjectRef ref(ObjectNode object) {
    return new ObjectRef(
        ObjectRef.groupOf(kind.apiVersion()),
        kind.kind(),
        object.path("metadata").path("namespace").asText(""),
        object.path("metadata").path("name").asText());
  }
}
