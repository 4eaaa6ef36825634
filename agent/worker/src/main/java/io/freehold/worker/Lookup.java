package io.freehold.worker;

import java.util.Optional;

/** Answers the template function {@code lookup}; called on the thread that asked for the render. */
@FunctionalInterface
public interface Lookup {
  /** Nothing is found, as in {@code helm template}. */
  Lookup NOTHING = (_, _, _, _) -> Optional.empty();

  /**
   * An object or a list of them, as JSON.
   *
   * @param namespace empty for all namespaces and for cluster scoped kinds
   * @param name empty for a list, which must then be a {@code …List} object
   */
  Optional<String> find(String apiVersion, String kind, String namespace, String name);
}
