package io.freehold.engine;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that Git wants of one application at one commit, ready to be applied.
 *
 * @param application the application
 * @param revision commit
 * @param digest digest over all objects
 * @param objects the objects in the order in which they are applied, no two for the same ref
 */
public record Desired(
    ApplicationId application, String revision, String digest, List<Prepared> objects)
    implements Preparation {
  public Desired {
    objects = List.copyOf(objects);
  }

  /** The same objects, found again in another commit. */
  public Desired at(String newRevision) {
    return new Desired(application, newRevision, digest, objects);
  }

  /** Identities of the objects. */
  public Set<ObjectRef> refs() {
    return objects.stream().map(Prepared::ref).collect(Collectors.toUnmodifiableSet());
  }
}
