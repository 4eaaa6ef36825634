package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of an Application's objects when it is deleted. */
public enum DeletionPolicy {
  /** They are deleted when it prunes, and stay otherwise. */
  @JsonProperty("MirrorPrune")
  MIRROR_PRUNE("MirrorPrune"),
  /** They are deleted; it is not waited for that the last of them are gone. */
  @JsonProperty("Delete")
  DELETE("Delete"),
  /** They are deleted, and the Application stays until all of them are gone. */
  @JsonProperty("WaitForTermination")
  WAIT_FOR_TERMINATION("WaitForTermination"),
  /** They stay. */
  @JsonProperty("Orphan")
  ORPHAN("Orphan");

  private final String text;

  DeletionPolicy(String text) {
    this.text = text;
  }

  /** The policy of a name; {@link #MIRROR_PRUNE} when there is none. */
  public static DeletionPolicy of(String text) {
    for (DeletionPolicy policy : values()) {
      if (policy.text.equals(text)) {
        return policy;
      }
    }
    return MIRROR_PRUNE;
  }

  /**
   * Whether objects are deleted.
   *
   * @param prune whether the Application prunes
   */
  public boolean deletes(boolean prune) {
    return switch (this) {
      case MIRROR_PRUNE -> prune;
      case DELETE, WAIT_FOR_TERMINATION -> true;
      case ORPHAN -> false;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
