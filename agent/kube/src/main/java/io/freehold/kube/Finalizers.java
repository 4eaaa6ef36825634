package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.LiveObject;
import java.util.Optional;

/** Takes finalizers off objects that are being deleted. */
final class Finalizers {
  private static final int ATTEMPTS = 5;
  private static final int NOT_FOUND = 404;

  private final ObjectClient client;
  private final ResourceKind kind;

  Finalizers(ObjectClient client, ResourceKind kind) {
    this.client = client;
    this.kind = kind;
  }

  /**
   * Whether the finalizer is gone; false when others changed the object again and again meanwhile.
   */
  boolean remove(ObjectRef ref, String finalizer) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<LiveObject> live = client.get(kind, ref);
      int index = live.map(object -> indexOf(object, finalizer)).orElse(-1);
      if (live.isEmpty() || index < 0) {
        return true;
      }
      ArrayNode patch = Collisions.guarded(live.get().resourceVersion());
      patch.addObject().put("op", "remove").put("path", "/metadata/finalizers/" + index);
      switch (client.patch(kind, ref, patch, ApiGroup.FIELD_MANAGER, patch)) {
        case ApplyResult.Applied _ -> {
          return true;
        }
        case ApplyResult.Rejected refused when refused.code() == NOT_FOUND -> {
          return true;
        }
        case ApplyResult.Rejected refused
            when refused.retry() == ApplyResult.Retry.LATER && refused.code() != 409 ->
            throw new ClusterUnreachableException(
                "cannot take a finalizer off " + ref + ": " + refused.message());
        // The guard failed: look again.
        case ApplyResult.Rejected _ -> {}
      }
    }
    return false;
  }

  private static int indexOf(LiveObject object, String finalizer) {
    JsonNode finalizers = object.content().path("metadata").path("finalizers");
    for (int i = 0; i < finalizers.size(); i++) {
      if (finalizers.path(i).asText().equals(finalizer)) {
        return i;
      }
    }
    return -1;
  }
}
