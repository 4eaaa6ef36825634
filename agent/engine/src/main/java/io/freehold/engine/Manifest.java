package io.freehold.engine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;

/**
 * One object as Git wants it.
 *
 * @param apiVersion version it is written in
 * @param ref identity; the namespace is filled in for namespaced kinds and empty for cluster-scoped
 *     ones
 * @param content the object; owned by this record and not changed after construction
 * @param origin where it was written
 */
public record Manifest(String apiVersion, ObjectRef ref, ObjectNode content, Origin origin) {
  public Manifest {
    requireNonNull(apiVersion, "apiVersion is null");
    requireNonNull(ref, "ref is null");
    requireNonNull(content, "content is null");
    requireNonNull(origin, "origin is null");
  }

  /**
   * Where an object was written.
   *
   * @param file path in the repository
   * @param line first line of the document, 1 for the first line of the file; 0 when unknown
   */
  public record Origin(String file, int line) {
    /** {@code file:line}. */
    @Override
    public String toString() {
      return line == 0 ? file : file + ":" + line;
    }
  }
}
