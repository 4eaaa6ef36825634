package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;

/**
 * One object as the API server returned it. It is looked at and dropped, never cached.
 *
 * @param ref identity
 * @param uid UID
 * @param resourceVersion version of the object in the API server
 * @param content the whole object, {@code metadata.managedFields} included
 */
public record LiveObject(ObjectRef ref, String uid, String resourceVersion, JsonNode content) {
  /** An annotation of the object, empty when absent. */
  public String annotation(String key) {
    return content.path("metadata").path("annotations").path(key).asText("");
  }

  /** A label of the object, empty when absent. */
  public String label(String key) {
    return content.path("metadata").path("labels").path(key).asText("");
  }
}
