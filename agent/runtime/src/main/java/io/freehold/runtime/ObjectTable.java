package io.freehold.runtime;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectDifference;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Prepared;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The objects that an application's Git wants, with what is known of each. Owned by its actor. */
final class ObjectTable {
  private static final int NAMED = 3;

  private final Map<ObjectRef, ObjectEntry> entries = new HashMap<>();
  private final Set<KindName> kinds = new TreeSet<>();
  private final Set<String> namespaces = new TreeSet<>();
  private Set<ObjectRef> spared = Set.of();
  private SyncRules rules = SyncRules.NONE;

  /**
   * Keeps exactly these objects; what was known of those that stay is kept.
   *
   * @param spare objects that are neither wanted nor left over
   */
  void want(Set<ObjectRef> refs, Set<ObjectRef> spare) {
    spared = spare;
    entries.keySet().retainAll(refs);
    refs.forEach(ref -> entries.computeIfAbsent(ref, ObjectEntry::new));
    kinds.clear();
    refs.forEach(ref -> kinds.add(KindName.of(ref)));
    namespaces.clear();
    refs.stream()
        .map(ObjectRef::namespace)
        .filter(namespace -> !namespace.isEmpty())
        .forEach(namespaces::add);
  }

  /**
   * Says how objects are compared and written from now on. Of those of which something else may
   * differ than before, it is not known any more how they compare.
   */
  void rules(SyncRules newRules) {
    if (!newRules.ignore().equals(rules.ignore())) {
      for (ObjectEntry entry : entries.values()) {
        if (!newRules.ignored(entry.ref).equals(rules.ignored(entry.ref))) {
          entry.forget();
        }
      }
    }
    rules = newRules;
  }

  /** How objects are compared and written. */
  SyncRules rules() {
    return rules;
  }

  /** The entry of a wanted object. */
  Optional<ObjectEntry> find(ObjectRef ref) {
    return Optional.ofNullable(entries.get(ref));
  }

  /** The kinds of the objects. */
  Set<KindName> kinds() {
    return kinds;
  }

  /** The namespaces in which objects live. */
  Set<String> namespaces() {
    return namespaces;
  }

  Collection<ObjectEntry> all() {
    return entries.values();
  }

  /** Whether an object is none of what Git does not want any more. */
  boolean mentions(ObjectRef ref) {
    return entries.containsKey(ref) || spared.contains(ref);
  }

  int size() {
    return entries.size();
  }

  int synced() {
    return (int)
        entries.values().stream().filter(entry -> entry.state == ObjectEntry.State.SYNCED).count();
  }

  int healthy() {
    return (int)
        entries.values().stream()
            .filter(entry -> entry.health.status() == HealthState.HEALTHY)
            .count();
  }

  /** Whether an object is known to be there with exactly this content. */
  boolean inPlace(Prepared object) {
    ObjectEntry entry = entries.get(object.ref());
    return entry != null
        && entry.state == ObjectEntry.State.SYNCED
        && entry.exact
        && entry.fingerprint != null
        && entry.applied != null
        && entry.applied.sameContent(object);
  }

  /** Whether it is known how an object compares with what is wanted now. */
  boolean knows(Prepared object) {
    ObjectEntry entry = entries.get(object.ref());
    return entry != null
        && entry.applied != null
        && entry.fingerprint != null
        && entry.state != ObjectEntry.State.REFUSED
        && entry.applied.sameContent(object);
  }

  /** The objects that are not as Git wants them, in order. */
  List<ObjectDifference> differences(int limit) {
    return entries.values().stream()
        .filter(entry -> entry.state != ObjectEntry.State.SYNCED)
        .sorted((one, other) -> one.ref.compareTo(other.ref))
        .limit(limit)
        .map(ObjectTable::difference)
        .toList();
  }

  private static ObjectDifference difference(ObjectEntry entry) {
    return ObjectDifference.of(
        entry.ref,
        switch (entry.state) {
          case MISSING -> ObjectDifference.State.MISSING;
          case REFUSED -> ObjectDifference.State.REFUSED;
          case DRIFTED, SYNCED -> ObjectDifference.State.OUT_OF_SYNC;
        },
        entry.problem,
        entry.drift == null ? List.of() : entry.drift.changes());
  }

  /** Forgets what is known of the content of objects: none of them counts as in place. */
  void distrust() {
    entries.values().forEach(entry -> entry.fingerprint = null);
  }

  /** Healths of some objects, for an operation that waits for them. */
  Map<ObjectRef, HealthState> healths(Set<ObjectRef> refs) {
    return refs.stream()
        .filter(entries::containsKey)
        .collect(
            Collectors.toMap(
                ref -> ref, ref -> find(ref).map(entry -> entry.health.status()).orElseThrow()));
  }

  /** The worst health of all, naming the first few objects that are that bad. */
  Health health() {
    HealthState worst =
        entries.values().stream()
            .map(entry -> entry.health.status())
            .reduce(HealthState.HEALTHY, HealthState::worse);
    if (worst == HealthState.HEALTHY) {
      return new Health(worst, "");
    }
    List<ObjectEntry> bad =
        entries.values().stream()
            .filter(entry -> entry.health.status() == worst)
            .sorted((one, other) -> one.ref.compareTo(other.ref))
            .toList();
    String message =
        bad.stream()
            .limit(NAMED)
            .map(entry ->
                entry.health.message().isEmpty()
                    ? entry.ref.toString()
                    : entry.ref + ": " + entry.health.message())
            .collect(Collectors.joining("; "));
    return new Health(
        worst, bad.size() > NAMED ? message + " and " + (bad.size() - NAMED) + " more" : message);
  }

  /** Names the first few objects that are not as Git wants them. */
  String differing() {
    List<ObjectRef> different =
        entries.values().stream()
            .filter(entry -> entry.state != ObjectEntry.State.SYNCED)
            .map(entry -> entry.ref)
            .sorted()
            .toList();
    return different.stream()
            .limit(NAMED)
            .map(ObjectRef::toString)
            .collect(Collectors.joining(", "))
        + (different.size() > NAMED ? " and " + (different.size() - NAMED) + " more" : "")
        + (different.size() == 1 ? " differs from Git" : " differ from Git");
  }

  /** Objects that somebody fights over with us. */
  List<ObjectEntry> fights(Instant now) {
    return entries.values().stream()
        .filter(entry -> entry.budget.fighting(now))
        .sorted((one, other) -> one.ref.compareTo(other.ref))
        .toList();
  }
}
