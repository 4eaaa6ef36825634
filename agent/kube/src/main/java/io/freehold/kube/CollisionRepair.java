package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.freehold.api.ApiGroup;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ApplyResult.Applied;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;

/**
 * Repairs what a server-side apply alone cannot: items of associative lists whose key somebody
 * changed. They are removed by JSON patch and applied anew. Where validation does not let them go,
 * as the only port of a Service, they are exchanged for ours under a manager of its own, whose
 * ownership is taken away afterwards: left behind, it would keep the item alive when Git drops it.
 */
final class CollisionRepair {
  private static final String REPAIR_MANAGER = ApiGroup.FIELD_MANAGER + "-repair";
  private static final int UNPROCESSABLE = 422;

  private final ObjectClient client;
  private final ResourceKind kind;

  CollisionRepair(ObjectClient client, ResourceKind kind) {
    this.client = client;
    this.kind = kind;
  }

  ApplyResult apply(Manifest manifest, LiveObject live) {
    Collisions collisions = Collisions.of(manifest.content(), live.content());
    if (collisions.isEmpty()) {
      return apply(manifest);
    }
    return switch (patch(manifest, collisions.removal(live.resourceVersion()))) {
      case Applied _ -> apply(manifest);
      case ApplyResult.Rejected refused when refused.code() == UNPROCESSABLE ->
          switch (patch(manifest, collisions.exchange(live.resourceVersion()))) {
            case Applied _ -> disown(manifest, apply(manifest));
            case ApplyResult.Rejected again -> again;
          };
      case ApplyResult.Rejected refused -> refused;
    };
  }

  private ApplyResult disown(Manifest manifest, ApplyResult result) {
    if (!(result instanceof Applied(LiveObject live, boolean _))) {
      return result;
    }
    JsonNode entries = live.content().path("metadata").path("managedFields");
    for (int i = 0; i < entries.size(); i++) {
      if (entries.path(i).path("manager").asText().equals(REPAIR_MANAGER)) {
        String pointer = "/metadata/managedFields/" + i;
        ArrayNode patch = Collisions.guarded(live.resourceVersion());
        patch.addObject().put("op", "remove").put("path", pointer);
        return patch(manifest, patch);
      }
    }
    return result;
  }

  private ApplyResult patch(Manifest manifest, ArrayNode patch) {
    return client.patch(kind, manifest.ref(), patch, REPAIR_MANAGER, manifest.content());
  }

  private ApplyResult apply(Manifest manifest) {
    return client.apply(kind, manifest.ref(), manifest.content(), ApiGroup.FIELD_MANAGER, "");
  }
}
