package io.freehold.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An ended sync, with what delivery is measured by.
 *
 * @param cluster where
 * @param environment value of the cluster's label that says the environment, empty without one
 * @param namespace namespace of the application
 * @param name name of the application
 * @param endedAt when it ended
 * @param succeeded whether it succeeded
 * @param changed how many objects it created, changed or deleted
 * @param revision commit
 * @param digest digest of the objects that it applied
 * @param authoredAt when the commit was written, when that is known
 * @param committedAt when the commit was made, when that is known
 * @param subject first line of the commit's message, empty when it is not known
 */
public record SyncFact(
    String cluster,
    String environment,
    String namespace,
    String name,
    Instant endedAt,
    boolean succeeded,
    long changed,
    String revision,
    String digest,
    Optional<Instant> authoredAt,
    Optional<Instant> committedAt,
    String subject) {
  /** Namespace and name. */
  public String application() {
    return namespace + "/" + name;
  }
}
