package io.freehold.source;

import java.util.List;
import java.util.function.Predicate;

/**
 * Which submodules may be followed.
 *
 * @param allowed whether a repository may be read
 * @param depth how many levels of submodules in submodules
 * @param count how many submodules in all
 */
public record SubmodulePolicy(Predicate<String> allowed, int depth, int count) {
  private static final int DEPTH = 3;
  private static final int COUNT = 32;

  /** Submodules stay entries that are listed and not followed. */
  public static final SubmodulePolicy NONE = new SubmodulePolicy(_ -> false, 0, 0);

  /** A policy for these places, up to 3 levels and 32 submodules. */
  public static SubmodulePolicy of(UrlPrefix... allowed) {
    List<UrlPrefix> prefixes = List.of(allowed);
    return of(url -> prefixes.stream().anyMatch(prefix -> prefix.covers(url)));
  }

  /** A policy for these repositories, up to 3 levels and 32 submodules. */
  public static SubmodulePolicy of(Predicate<String> allowed) {
    return new SubmodulePolicy(allowed, DEPTH, COUNT);
  }

  /** Whether any submodule is followed. */
  boolean follows() {
    return count > 0;
  }
}
