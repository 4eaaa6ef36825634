package io.freehold.source;

import java.util.List;

/**
 * Which submodules may be followed.
 *
 * @param allowed where their repositories may be; nothing is followed when empty
 * @param depth how many levels of submodules in submodules
 * @param count how many submodules in all
 */
public record SubmodulePolicy(List<UrlPrefix> allowed, int depth, int count) {
  /** Submodules stay entries that are listed and not followed. */
  public static final SubmodulePolicy NONE = new SubmodulePolicy(List.of(), 0, 0);

  public SubmodulePolicy {
    allowed = List.copyOf(allowed);
  }

  /** A policy for these places, up to 3 levels and 32 submodules. */
  public static SubmodulePolicy of(UrlPrefix... allowed) {
    return new SubmodulePolicy(List.of(allowed), 3, 32);
  }
}
