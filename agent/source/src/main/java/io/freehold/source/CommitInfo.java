package io.freehold.source;

import java.time.Instant;

/**
 * Who made a commit and when, as the commit says: nothing of it is proven unless signatures are
 * demanded.
 *
 * @param id its full id
 * @param time when it was committed
 * @param author mail address of who wrote the change, {@code nobody} when unreadable
 * @param committer mail address of who made the commit, {@code nobody} when unreadable
 * @param authoredAt when the change was written
 * @param subject first line of its message, at most {@link #MOST_SUBJECT} characters
 */
public record CommitInfo(
    String id, Instant time, String author, String committer, Instant authoredAt, String subject) {
  /** Characters of a subject that are kept. */
  public static final int MOST_SUBJECT = 200;
}
