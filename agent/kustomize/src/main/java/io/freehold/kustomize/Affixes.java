package io.freehold.kustomize;

import java.util.List;

/** Compares the prefixes and suffixes that overlays gave to two objects. */
final class Affixes {
  private Affixes() {}

  /**
   * Whether one object got all prefixes and suffixes of the other, counted from the outermost.
   *
   * @param emptyFits whether having none fits everything
   */
  static boolean fit(Resource one, Resource other, boolean emptyFits) {
    return fit(one.prefixes(), other.prefixes(), emptyFits)
        && fit(one.suffixes(), other.suffixes(), emptyFits);
  }

  private static boolean fit(List<String> one, List<String> other, boolean emptyFits) {
    if (emptyFits && (one.isEmpty() || other.isEmpty())) {
      return true;
    }
    int common = Math.min(one.size(), other.size());
    if (common == 0) {
      return one.size() == other.size();
    }
    return one.subList(one.size() - common, one.size())
        .equals(other.subList(other.size() - common, other.size()));
  }
}
