package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what clients applied into what the server applied: the fields that {@code kubectl apply} or
 * an earlier client-side apply of ours owns become fields of the server-side apply that follows, so
 * that those of them that are wanted no more go away.
 */
final class ManagedFieldsMigration {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> CLIENTS =
      Set.of("kubectl-client-side-apply", "kubectl-last-applied");

  private ManagedFieldsMigration() {}

  /** The patch; empty when there is nothing to take over. */
  static Optional<ArrayNode> patch(JsonNode live, String manager) {
    ArrayNode entries = JSON.createArrayNode();
    ObjectNode fields = JSON.createObjectNode();
    @Nullable ObjectNode applied = null;
    boolean found = false;
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      boolean whole = entry.path("subresource").asText("").isEmpty();
      String operation = entry.path("operation").asText();
      String owner = entry.path("manager").asText();
      if (whole
          && operation.equals("Update")
          && (owner.equals(manager) || CLIENTS.contains(owner))) {
        found = true;
        merge(fields, entry.path("fieldsV1"));
      } else if (whole && operation.equals("Apply") && owner.equals(manager)) {
        applied = entry.deepCopy();
      } else {
        entries.add(entry);
      }
    }
    if (!found) {
      return Optional.empty();
    }
    ObjectNode ours = applied;
    if (ours == null) {
      ours = JSON.createObjectNode();
      ours.put("manager", manager)
          .put("operation", "Apply")
          .put("apiVersion", live.path("apiVersion").asText())
          .put("fieldsType", "FieldsV1");
    }
    merge(fields, ours.path("fieldsV1"));
    ours.set("fieldsV1", fields);
    entries.insert(0, ours);
    ArrayNode patch = JSON.createArrayNode();
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .put("value", live.path("metadata").path("resourceVersion").asText());
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/managedFields")
        .set("value", entries);
    return Optional.of(patch);
  }

  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(field -> {
          if (into.path(field.getKey()) instanceof ObjectNode there
              && !field.getValue().isEmpty()) {
            merge(there, field.getValue());
          } else if (!into.has(field.getKey())) {
            into.set(field.getKey(), field.getValue().deepCopy());
          }
        });
  }
}
