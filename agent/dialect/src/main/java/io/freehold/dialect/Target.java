package io.freehold.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Hook;

/**
 * One object that Git wants, marked and with its namespace filled in.
 *
 * @param apiVersion version it is written in
 * @param ref identity; the name is empty when each sync gives it one
 * @param content the object; not changed after construction
 */
public record Target(String apiVersion, ObjectRef ref, ObjectNode content) {
  /** What its annotations say of hooks. */
  public Hook hook() {
    return Hook.of(content);
  }

  /** Its options. */
  public SyncOptions options() {
    return SyncOptions.of(content);
  }

  /** Version without the group. */
  public String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }
}
