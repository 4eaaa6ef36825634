package io.freehold.notify;

/**
 * How a trigger stands for one application or cluster.
 *
 * @param firing it was told of and is not over
 * @param key what {@code oncePer} said when it was told of last
 */
public record Standing(boolean firing, String key) {
  /** It never fired. */
  static final Standing NONE = new Standing(false, "");

  public Standing {
    key = key == null ? "" : key;
  }
}
