package io.freehold.local;

import java.nio.file.Path;

/** Where things are kept that can be made again. */
public final class UserCache {
  private UserCache() {}

  /**
   * {@code $FREEHOLD_CACHE}, else {@code $XDG_CACHE_HOME/freehold}, else {@code ~/.cache/freehold}.
   */
  public static Path directory() {
    var own = System.getenv("FREEHOLD_CACHE");
    if (own != null && !own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    var shared = System.getenv("XDG_CACHE_HOME");
    var base =
        shared != null && !shared.isBlank()
            ? Path.of(shared)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("freehold").toAbsolutePath();
  }
}
