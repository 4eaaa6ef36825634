package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ApplyResult.Applied;
import io.freehold.engine.ApplyResult.Rejected;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import java.util.Map;
import java.util.Set;

/**
 * Makes what another tool applied ours, so that Git can remove it: as long as the other tool is
 * written down as a co-owner of a field, a server-side apply without the field leaves it. Nothing
 * but ownership changes. What people changed by hand is not taken.
 */
final class Takeover {
  private static final String REPLACE_MANAGER = ApiGroup.FIELD_MANAGER + "-replace";

  /** Managers that apply whole manifests, whose place Freehold takes. */
  private static final Set<String> APPLIERS =
      Set.of(
          "kubectl-client-side-apply",
          "kubectl-create",
          "kubectl-last-applied",
          "kubectl-replace",
          "before-first-apply",
          "argocd-controller",
          "argocd-application-controller",
          "kustomize-controller",
          "helm-controller",
          "helm",
          "flux",
          REPLACE_MANAGER);

  private final ObjectClient client;
  private final ResourceKind kind;

  Takeover(ObjectClient client, ResourceKind kind) {
    this.client = client;
    this.kind = kind;
  }

  /**
   * Writes an object as a whole, then takes it over: as long as the write is remembered beside the
   * apply, Git could not remove anything.
   */
  ApplyResult replace(Manifest manifest, LiveObject live) {
    ObjectNode whole = manifest.content().deepCopy();
    whole.withObjectProperty("metadata").put("resourceVersion", live.resourceVersion());
    ApplyResult written = client.update(kind, manifest.ref(), whole, REPLACE_MANAGER);
    if (written instanceof Rejected) {
      return written;
    }
    return switch (apply(manifest)) {
      case Applied(LiveObject applied, boolean _) -> takeOver(manifest, applied);
      case Rejected refused -> refused;
    };
  }

  /** Takes over what others applied, and applies again. */
  ApplyResult takeOver(Manifest manifest, LiveObject live) {
    ApplyResult owned =
        client.patch(
            kind,
            manifest.ref(),
            patch(live.content(), live.resourceVersion()),
            ApiGroup.FIELD_MANAGER,
            manifest.content());
    return owned instanceof Rejected ? owned : apply(manifest);
  }

  private ApplyResult apply(Manifest manifest) {
    return client.apply(kind, manifest.ref(), manifest.content(), ApiGroup.FIELD_MANAGER, "");
  }

  /** Whether an object is partly owned by a tool that applied it before. */
  static boolean isDue(JsonNode live) {
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      if (isApplier(entry)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A JSON patch, guarded by the resourceVersion, after which we own what the others applied.
   *
   * @param live the object, of which we own something already
   */
  private static ArrayNode patch(JsonNode live, String resourceVersion) {
    ArrayNode entries = Json.MAPPER.createArrayNode();
    ObjectNode own = Json.MAPPER.createObjectNode();
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      if (isOwn(entry)) {
        own = entry.deepCopy();
        entries.add(own);
      } else if (!isApplier(entry)) {
        entries.add(entry);
      }
    }
    ObjectNode fields = own.withObjectProperty("fieldsV1");
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      // In another version of the kind the fields may have other names.
      if (isApplier(entry) && entry.path("apiVersion").equals(own.path("apiVersion"))) {
        add(fields, entry.path("fieldsV1"));
      }
    }
    ArrayNode patch = Collisions.guarded(resourceVersion);
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/managedFields")
        .set("value", entries);
    return patch;
  }

  private static void add(ObjectNode fields, JsonNode more) {
    for (Map.Entry<String, JsonNode> field : more.properties()) {
      add(fields.withObjectProperty(field.getKey()), field.getValue());
    }
  }

  private static boolean isApplier(JsonNode entry) {
    String manager = entry.path("manager").asText();
    boolean kubectl = manager.equals("kubectl") && entry.path("operation").asText().equals("Apply");
    return (kubectl || APPLIERS.contains(manager))
        && entry.path("subresource").asText("").isEmpty();
  }

  private static boolean isOwn(JsonNode entry) {
    return entry.path("manager").asText().equals(ApiGroup.FIELD_MANAGER)
        && entry.path("operation").asText().equals("Apply")
        && entry.path("subresource").asText("").isEmpty();
  }
}
