package io.freehold.yaml;

/**
 * One document of a file.
 *
 * @param root its content; {@link NullValue} when it is empty or holds only comments
 * @param line the line of its content, from 1
 */
public record Document(Value root, int line) {
  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return root.isNull();
  }
}
