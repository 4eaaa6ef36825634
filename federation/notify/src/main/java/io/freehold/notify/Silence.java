package io.freehold.notify;

import java.time.Instant;

/**
 * What nobody wants to be told of for a while.
 *
 * @param id where it is from: its number in Git, or the id that the plane gave it
 * @param about what it is about
 * @param until when it ends
 * @param author who made it
 * @param reason why
 */
public record Silence(String id, Matchers about, Instant until, String author, String reason) {
  private static final int LONGEST = 500;

  public Silence {
    if (about.everything()) {
      throw new RuleException("a silence must name something that it is about");
    }
    if (author.isBlank() || reason.isBlank()) {
      throw new RuleException("a silence must say author and reason");
    }
    if (author.length() > LONGEST || reason.length() > LONGEST) {
      throw new RuleException("author and reason have at most " + LONGEST + " characters");
    }
  }
}
