package io.freehold.store;

import java.time.Instant;
import java.util.Map;

/**
 * The files of one part of the plane's configuration at a commit at which they were good.
 *
 * @param revision commit that brought them
 * @param committedAt when it was made, as it says
 * @param author mail address of its author, as it says
 * @param files path from the root of the registry, and content
 */
public record GoodConfiguration(
    String revision, Instant committedAt, String author, Map<String, byte[]> files) {
  public GoodConfiguration {
    files = Map.copyOf(files);
  }
}
