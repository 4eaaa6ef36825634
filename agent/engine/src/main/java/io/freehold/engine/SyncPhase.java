package io.freehold.engine;

/**
 * The parts of a sync and of a deletion, in the order in which they run; {@link #SYNC_FAIL} runs
 * instead of what is left of a sync that failed.
 */
public enum SyncPhase {
  PRE_SYNC("PreSync"),
  SYNC("Sync"),
  POST_SYNC("PostSync"),
  SYNC_FAIL("SyncFail"),
  PRE_DELETE("PreDelete"),
  POST_DELETE("PostDelete");

  private final String text;

  SyncPhase(String text) {
    this.text = text;
  }

  /** The name that Argo CD gives it. */
  public String text() {
    return text;
  }

  /**
   * The phase of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static SyncPhase of(String text) {
    for (SyncPhase phase : values()) {
      if (phase.text.equals(text)) {
        return phase;
      }
    }
    throw new IllegalArgumentException("there is no phase " + text);
  }

  /** Whether only hooks take part, and neither prunes nor ordinary objects. */
  public boolean hooksOnly() {
    return this != SYNC;
  }

  /** Whether it is part of a deletion and not of a sync. */
  public boolean ofDeletion() {
    return this == PRE_DELETE || this == POST_DELETE;
  }

  @Override
  public String toString() {
    return text;
  }
}
