package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.util.Comparator;

/**
 * A hook in one of its phases: with a fixed name it is the same object in all of them.
 *
 * @param phase phase in which it runs
 * @param ref the object
 */
public record HookKey(SyncPhase phase, ObjectRef ref) implements Comparable<HookKey> {
  private static final Comparator<HookKey> ORDER =
      Comparator.comparing(HookKey::phase).thenComparing(HookKey::ref);

  @Override
  public int compareTo(HookKey other) {
    return ORDER.compare(this, other);
  }
}
