package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApiGroup;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Every compiled field set that somebody remembers, each once. Thousands of objects share a few
 * hundred sets, so that an object costs its hashes only. Sets that nobody remembers any more are
 * dropped.
 */
final class FieldSets {
  private static final int SWEEP_EVERY = 1024;

  // Guarded by this. The key is the hash of the set; the list holds the sets with that hash, nearly
  // always one.
  private final Map<Long, List<WeakReference<OwnedFields>>> byHash = new HashMap<>();
  private int additions;

  /**
   * The {@code fieldsV1} of Freehold's entry in {@code metadata.managedFields}; a missing node when
   * it owns nothing.
   */
  static JsonNode ownEntry(JsonNode live) {
    JsonNode entries = live.path("metadata").path("managedFields");
    for (int i = 0; i < entries.size(); i++) {
      JsonNode entry = entries.path(i);
      if (isOwn(entry)) {
        return entry.path("fieldsV1");
      }
    }
    return entries.path(-1);
  }

  /**
   * Whether a managedFields entry is Freehold's: applied under its name, and not to a subresource.
   */
  static boolean isOwn(JsonNode entry) {
    return entry.path("manager").asText().equals(ApiGroup.FIELD_MANAGER)
        && entry.path("operation").asText().equals("Apply")
        && entry.path("subresource").asText("").isEmpty();
  }

  /** The compiled set of a {@code fieldsV1}. */
  synchronized OwnedFields of(JsonNode fieldsV1) {
    long hash = ValueHash.of(fieldsV1);
    List<WeakReference<OwnedFields>> candidates =
        byHash.computeIfAbsent(hash, _ -> new ArrayList<>(1));
    for (WeakReference<OwnedFields> candidate : candidates) {
      OwnedFields set = candidate.get();
      if (set != null && set.matches(fieldsV1)) {
        return set;
      }
    }
    OwnedFields set = OwnedFields.compile(fieldsV1);
    candidates.add(new WeakReference<>(set));
    if (++additions % SWEEP_EVERY == 0) {
      sweep();
    }
    return set;
  }

  /** How many sets are remembered. */
  synchronized int size() {
    sweep();
    return byHash.size();
  }

  private void sweep() {
    for (Iterator<List<WeakReference<OwnedFields>>> all = byHash.values().iterator();
        all.hasNext(); ) {
      List<WeakReference<OwnedFields>> sets = all.next();
      sets.removeIf(set -> set.refersTo(null));
      if (sets.isEmpty()) {
        all.remove();
      }
    }
  }
}
