package io.freehold.engine;

/**
 * What an operation changed.
 *
 * @param created objects that did not exist before
 * @param updated objects that were changed
 * @param unchanged objects that were as wanted
 * @param pruned objects deleted
 */
public record Tally(int created, int updated, int unchanged, int pruned) {
  /** Nothing yet. */
  public static final Tally NONE = new Tally(0, 0, 0, 0);

  /** Whether the cluster was changed at all. */
  public boolean changedAnything() {
    return created + updated + pruned > 0;
  }

  Tally plus(Change change) {
    return switch (change) {
      case CREATED -> new Tally(created + 1, updated, unchanged, pruned);
      case UPDATED -> new Tally(created, updated + 1, unchanged, pruned);
      case UNCHANGED -> new Tally(created, updated, unchanged + 1, pruned);
    };
  }

  Tally plusPruned() {
    return new Tally(created, updated, unchanged, pruned + 1);
  }

  /** What a write did to an object. */
  public enum Change {
    CREATED,
    UPDATED,
    UNCHANGED
  }
}
