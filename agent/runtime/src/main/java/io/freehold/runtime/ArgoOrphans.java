package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which objects stand in each namespace without belonging to another object, and whose they are by
 * their mark. Only names are kept, and only of so many. Thread safe.
 */
final class ArgoOrphans {
  private static final int MOST = 50_000;

  // All guarded by this.
  private final Map<String, Map<ObjectRef, String>> standing = new HashMap<>();
  private final Map<String, Set<Runnable>> interested = new HashMap<>();
  private int size;

  /**
   * An object is there.
   *
   * @param owner name of the Application that its mark names, empty without a mark
   * @param top whether it belongs to no other object
   * @return whom to tell
   */
  synchronized Set<Runnable> seen(ObjectRef ref, String owner, boolean top) {
    if (ref.namespace().isEmpty()) {
      return Set.of();
    }
    if (!top) {
      return gone(ref);
    }
    Map<ObjectRef, String> there = standing.computeIfAbsent(ref.namespace(), _ -> new HashMap<>());
    String before = there.get(ref);
    if (before == null && size >= MOST) {
      return Set.of();
    }
    there.put(ref, owner);
    size += before == null ? 1 : 0;
    return owner.equals(before) ? Set.of() : tell(ref.namespace());
  }

  /** An object is gone. */
  synchronized Set<Runnable> gone(ObjectRef ref) {
    Map<ObjectRef, String> there = standing.get(ref.namespace());
    if (there == null || there.remove(ref) == null) {
      return Set.of();
    }
    size--;
    if (there.isEmpty()) {
      standing.remove(ref.namespace());
    }
    return tell(ref.namespace());
  }

  /** Of a kind, only these exist. */
  synchronized void listed(KindName kind, Set<ObjectRef> existing) {
    standing.values().stream()
        .flatMap(there -> there.keySet().stream())
        .filter(ref -> KindName.of(ref).equals(kind) && !existing.contains(ref))
        .toList()
        .forEach(this::gone);
  }

  /** Calls back whenever something in a namespace comes, goes or changes hands. */
  synchronized void follow(String namespace, Runnable onChange) {
    interested.computeIfAbsent(namespace, _ -> new HashSet<>()).add(onChange);
  }

  /** No longer calls back. */
  synchronized void unfollow(Runnable onChange) {
    interested.values().forEach(set -> set.remove(onChange));
    interested.values().removeIf(Set::isEmpty);
  }

  /**
   * What stands in a namespace and belongs to nobody.
   *
   * @param owners whether there is an Application of a name
   */
  synchronized List<ObjectRef> in(String namespace, Predicate<String> owners) {
    return standing.getOrDefault(namespace, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty() || !owners.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private Set<Runnable> tell(String namespace) {
    return Set.copyOf(interested.getOrDefault(namespace, Set.of()));
  }
}
