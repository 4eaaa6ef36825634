package io.freehold.engine;

/** How far a hook of an operation is. */
public enum HookOutcome {
  /** Created, and not over yet. */
  RUNNING("Running"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed"),
  /** The operation ended before it did; it is deleted. */
  TERMINATED("Terminated"),
  /** A newer revision took over before it ended; it is left to itself. */
  ABANDONED("Abandoned");

  private final String text;

  HookOutcome(String text) {
    this.text = text;
  }

  /** The spelling used in status. */
  public String text() {
    return text;
  }

  /**
   * The outcome of a spelling.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static HookOutcome of(String text) {
    for (HookOutcome outcome : values()) {
      if (outcome.text.equals(text)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("there is no outcome " + text);
  }

  /** Whether nothing more is expected of it. */
  public boolean over() {
    return this != RUNNING;
  }

  boolean deletes(PreparedHook hook) {
    return switch (this) {
      case SUCCEEDED -> hook.policies().contains(HookDeletePolicy.HOOK_SUCCEEDED);
      case FAILED -> hook.policies().contains(HookDeletePolicy.HOOK_FAILED);
      case TERMINATED -> true;
      case RUNNING, ABANDONED -> false;
    };
  }
}
