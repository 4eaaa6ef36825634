package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A commit as it says itself; nothing of it is proven unless signatures are demanded.
 *
 * @param id its full id
 * @param author mail address of who wrote the change
 * @param committer mail address of who made the commit
 * @param authoredAt when the change was written, RFC 3339
 * @param committedAt when the commit was made, RFC 3339
 * @param subject first line of its message
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Commit(
    String id,
    String author,
    String committer,
    String authoredAt,
    String committedAt,
    String subject) {
  /** How many commits of a sync are told. */
  public static final int LIMIT = 200;

  public Commit {
    id = Defaults.text(id);
    author = Defaults.text(author);
    committer = Defaults.text(committer);
    authoredAt = Defaults.text(authoredAt);
    committedAt = Defaults.text(committedAt);
    subject = Defaults.text(subject);
  }
}
