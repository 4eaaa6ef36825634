package io.freehold.local;

import java.nio.file.Path;

/** Where things are kept that can be made again. */
final class UserCache {
  private UserCache() {}

  static Path directory() {
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
