package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.OrphanedObject;
import io.freehold.api.TrackingId;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Owned;
import io.freehold.engine.ResourceVersions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Knows every labelled object of the cluster and who looks after it. An object belongs to the
 * application that claimed it, because its Git wants it; unclaimed ones to the application that
 * their tracking annotation names. Thread safe.
 */
final class ObjectRouter {
  // All guarded by this.
  private final Map<ObjectRef, Tracked> tracked = new HashMap<>();
  private final Map<ApplicationId, Set<ObjectRef>> byApplication = new HashMap<>();
  private final Map<ObjectRef, ObjectListener> claims = new HashMap<>();
  private final Map<ApplicationId, ObjectListener> listeners = new HashMap<>();

  /** Applications that objects name and nobody acts for. */
  private final Set<ApplicationId> absent = new HashSet<>();

  private boolean applicationsKnown;

  /** From now on, a listener hears of unclaimed objects that name its application. */
  void register(ObjectListener listener) {
    synchronized (this) {
      listeners.put(listener.id(), listener);
      if (!absent.remove(listener.id())) {
        return;
      }
    }
    tellOrphans();
  }

  /** Forgets a listener and all its claims. */
  void unregister(ObjectListener listener) {
    synchronized (this) {
      boolean gone = listeners.remove(listener.id(), listener);
      claims.values().removeIf(owner -> owner.equals(listener));
      if (!gone || !byApplication.containsKey(listener.id())) {
        return;
      }
      absent.add(listener.id());
    }
    tellOrphans();
  }

  /** From now on, an application for which no listener is registered does not exist. */
  void applicationsKnown() {
    synchronized (this) {
      if (applicationsKnown) {
        return;
      }
      applicationsKnown = true;
    }
    tellOrphans();
  }

  /**
   * Objects that name an application which does not exist, sorted; none before all applications are
   * known.
   *
   * @param chosen those that are asked for
   */
  synchronized List<OrphanedObject> orphans(Predicate<ObjectRef> chosen) {
    if (!applicationsKnown || absent.isEmpty()) {
      return List.of();
    }
    return absent.stream()
        .flatMap(id ->
            byApplication.getOrDefault(id, Set.of()).stream()
                .filter(ref -> !claims.containsKey(ref) && chosen.test(ref))
                .map(ref -> OrphanedObject.of(ref, id)))
        .sorted(Comparator.comparing(OrphanedObject::ref))
        .toList();
  }

  private void tellOrphans() {
    List<ObjectListener> all;
    synchronized (this) {
      if (!applicationsKnown) {
        return;
      }
      all = List.copyOf(listeners.values());
    }
    all.forEach(ObjectListener::orphansChanged);
  }

  /**
   * Makes a listener responsible for exactly these objects.
   *
   * @return objects that another application holds, and which one; these are not claimed
   */
  synchronized Map<ObjectRef, ApplicationId> claim(
      ObjectListener listener, Collection<ObjectRef> refs) {
    Set<ObjectRef> wanted = new HashSet<>(refs);
    claims
        .entrySet()
        .removeIf(claim -> claim.getValue().equals(listener) && !wanted.contains(claim.getKey()));
    Map<ObjectRef, ApplicationId> held = new TreeMap<>();
    for (ObjectRef ref : wanted) {
      ObjectListener owner = claims.putIfAbsent(ref, listener);
      if (owner != null && !owner.equals(listener)) {
        held.put(ref, owner.id());
      }
    }
    return held;
  }

  /** Whether an application other than the given one wants an object. */
  synchronized boolean claimedByOther(ObjectRef ref, ApplicationId id) {
    ObjectListener owner = claims.get(ref);
    return owner != null && !owner.id().equals(id);
  }

  /** Every labelled object whose tracking annotation names an application. */
  synchronized List<Owned> inventory(ApplicationId id) {
    List<Owned> inventory = new ArrayList<>();
    for (ObjectRef ref : byApplication.getOrDefault(id, Set.of())) {
      Tracked object = tracked.get(ref);
      if (object != null) {
        inventory.add(object.owned());
      }
    }
    return inventory;
  }

  /** What is known of an object. */
  synchronized Optional<Tracked> tracked(ObjectRef ref) {
    return Optional.ofNullable(tracked.get(ref));
  }

  /** How many labelled objects there are. */
  synchronized int size() {
    return tracked.size();
  }

  /**
   * An object exists with this content; versions that are not newer than the known one are old
   * news.
   *
   * @return whether it was news
   */
  boolean seen(LiveObject live) {
    ObjectListener listener;
    boolean orphaned;
    synchronized (this) {
      Tracked known = tracked.get(live.ref());
      if (known != null
          && known.owned().uid().equals(live.uid())
          && !ResourceVersions.isNewer(live.resourceVersion(), known.resourceVersion())) {
        return false;
      }
      put(live, known);
      listener = responsible(live.ref());
      orphaned = known == null && listener == null && !absent.isEmpty();
    }
    if (orphaned) {
      tellOrphans();
    }
    if (listener != null) {
      listener.seen(live);
    }
    return true;
  }

  /** We wrote an object: what is known of it is at least as new, and nobody needs to be told. */
  synchronized void wrote(LiveObject live) {
    Tracked known = tracked.get(live.ref());
    if (known == null
        || !known.owned().uid().equals(live.uid())
        || ResourceVersions.isNewer(live.resourceVersion(), known.resourceVersion())) {
      put(live, known);
    }
  }

  /** An object is gone or lost its label. */
  void gone(ObjectRef ref) {
    ObjectListener listener;
    boolean orphaned;
    synchronized (this) {
      listener = responsible(ref);
      Tracked known = tracked.remove(ref);
      orphaned = known != null && listener == null && !absent.isEmpty();
      if (known != null) {
        unlist(ref, known);
      }
    }
    if (orphaned) {
      tellOrphans();
    }
    if (listener != null) {
      listener.gone(ref);
    }
  }

  /**
   * Objects of a kind that are known but not among those just listed are gone.
   *
   * @return how many
   */
  int listed(String group, String kind, Set<ObjectRef> existing) {
    List<ObjectRef> vanished;
    synchronized (this) {
      vanished =
          tracked.keySet().stream()
              .filter(ref -> ref.kind().equals(kind) && ref.group().equals(group))
              .filter(ref -> !existing.contains(ref))
              .toList();
    }
    vanished.forEach(this::gone);
    return vanished.size();
  }

  private void put(LiveObject live, @Nullable Tracked known) {
    Owned owned = Owned.of(live);
    tracked.put(live.ref(), new Tracked(owned, live.resourceVersion()));
    if (known == null || !known.owned().tracking().equals(owned.tracking())) {
      if (known != null) {
        unlist(live.ref(), known);
      }
      application(owned)
          .ifPresent(id -> {
            byApplication.computeIfAbsent(id, _ -> new HashSet<>()).add(live.ref());
            if (!listeners.containsKey(id)) {
              absent.add(id);
            }
          });
    }
  }

  private void unlist(ObjectRef ref, Tracked known) {
    application(known.owned())
        .ifPresent(id ->
            byApplication.computeIfPresent(
                id,
                (_, refs) -> {
                  refs.remove(ref);
                  if (refs.isEmpty()) {
                    absent.remove(id);
                  }
                  return refs.isEmpty() ? null : refs;
                }));
  }

  private @Nullable ObjectListener responsible(ObjectRef ref) {
    ObjectListener claimant = claims.get(ref);
    if (claimant != null) {
      return claimant;
    }
    Tracked known = tracked.get(ref);
    return known == null ? null : application(known.owned()).map(listeners::get).orElse(null);
  }

  private static Optional<ApplicationId> application(Owned owned) {
    return TrackingId.parse(owned.tracking())
        .filter(id -> id.object().equals(owned.ref()))
        .map(TrackingId::application);
  }
}
