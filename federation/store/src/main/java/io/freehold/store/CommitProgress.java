package io.freehold.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a commit is in one cluster.
 *
 * @param cluster the cluster
 * @param state how far
 * @param applications how many applications are at the commit now
 * @param succeeded how many syncs of it succeeded
 * @param failed how many failed
 * @param firstAt when the first sync of it ended, empty when none did
 * @param lastAt when the last one did
 * @param message what the last one said
 */
public record CommitProgress(
    String cluster,
    State state,
    long applications,
    long succeeded,
    long failed,
    Optional<Instant> firstAt,
    Optional<Instant> lastAt,
    String message) {
  /** How far. */
  public enum State {
    /** The cluster has it. */
    APPLIED("applied"),
    /** It is being applied. */
    RUNNING("running"),
    /** The last sync of it failed. */
    FAILED("failed"),
    /** It is the newest commit of the registry, and the cluster has not seen it yet. */
    WAITING("waiting"),
    /** The cluster has seen it, and nothing of it is for the cluster. */
    UNTOUCHED("untouched");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
