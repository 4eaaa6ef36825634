package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;

/**
 * What {@code kubectl apply} does to an object: it remembers in an annotation what it applied, sets
 * what is wanted, removes what it applied before and is wanted no more, and leaves all else alone.
 */
public final class ClientSideApply {
  private ClientSideApply() {}

  /** A copy of an object as it is sent, with the annotation that remembers it. */
  public static ObjectNode remembered(ObjectRef ref, JsonNode wanted) {
    ObjectNode content = wanted.deepCopy();
    SecretData.encode(ref, content);
    LastApplied.remove(content);
    LastApplied.set(content, content.toString());
    return content;
  }

  /**
   * The JSON merge patch (RFC 7386) that changes a live object; empty when nothing has to change.
   *
   * @param wanted as {@link #remembered} made it
   */
  public static ObjectNode patch(JsonNode wanted, JsonNode live) {
    ObjectNode there = live.deepCopy();
    there.withObjectProperty("metadata").remove("managedFields");
    JsonNode before = LastApplied.of(live).orElse(JsonNodeFactory.instance.objectNode());
    ObjectNode merged = new ThreeWayMerge(ListKeys.builtIn(wanted)).merge(before, wanted, there);
    return difference(there, merged);
  }

  /** What turns one tree into another, as a merge patch. */
  public static ObjectNode difference(JsonNode from, JsonNode to) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    from.fieldNames()
        .forEachRemaining(name -> {
          if (!to.has(name)) {
            patch.putNull(name);
          }
        });
    to.properties()
        .forEach(field -> {
          JsonNode was = from.path(field.getKey());
          JsonNode is = field.getValue();
          if (was.isObject() && is.isObject()) {
            ObjectNode inner = difference(was, is);
            if (!inner.isEmpty()) {
              patch.set(field.getKey(), inner);
            }
          } else if (!is.equals(was)) {
            patch.set(field.getKey(), is);
          }
        });
    return patch;
  }
}
