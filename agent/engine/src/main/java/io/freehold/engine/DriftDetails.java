package io.freehold.engine;

import io.freehold.api.FieldChange;
import java.util.List;

/**
 * How an object differs from what was applied.
 *
 * @param changes what differs, at least one and at most {@link #LIMIT}
 */
public record DriftDetails(List<FieldChange> changes) {
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
    return changes.stream().map(FieldChange::path).distinct().toList();
  }

  /** Whether an item of a list, or an entry of a map, is missing or not ours any more. */
  public boolean concernsItems() {
    return changes.stream().anyMatch(change -> change.path().endsWith("]"));
  }

  /** The first field manager that holds one of them now; empty when they were removed. */
  public String manager() {
    return changes.stream()
        .map(FieldChange::manager)
        .filter(manager -> !manager.isEmpty())
        .findFirst()
        .orElse("");
  }
}
