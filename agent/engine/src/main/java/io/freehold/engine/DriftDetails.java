package io.freehold.engine;

import java.util.List;

/**
 * How an object differs from what was applied. Values are not carried: they may be secret.
 *
 * @param changes what differs, at least one and at most {@link #LIMIT}
 */
public record DriftDetails(List<Change> changes) {
  /** How many changes are listed. */
  public static final int LIMIT = 50;

  public DriftDetails {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("no drift without a change");
    }
  }

  /** The paths that differ. */
  public List<String> fields() {
    return changes.stream().map(Change::path).distinct().toList();
  }

  /** The first field manager that holds one of them now; empty when they were removed. */
  public String manager() {
    return changes.stream()
        .map(Change::manager)
        .filter(manager -> !manager.isEmpty())
        .findFirst()
        .orElse("");
  }

  /**
   * One difference.
   *
   * @param path as {@code .spec.template.spec.containers[name="web"].image}
   * @param manager field manager that holds the field now; empty when nobody does
   */
  public record Change(String path, String manager) {}
}
