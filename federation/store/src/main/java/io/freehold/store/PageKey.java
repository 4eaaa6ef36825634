package io.freehold.store;

/**
 * Position in the list of applications, which is sorted by these three.
 *
 * @param cluster cluster of the last application of a page
 * @param namespace its namespace
 * @param name its name
 */
public record PageKey(String cluster, String namespace, String name) {
  /** Before the first application. */
  public static final PageKey START = new PageKey("", "", "");
}
