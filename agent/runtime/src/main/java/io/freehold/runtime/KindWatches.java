package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.LiveObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The watches that feed the {@link ObjectRouter}: one per kind that some application has or had.
 * What carries our label is known for certain only once the kinds were looked up and each of them
 * has been listed; whoever wants to prune waits for that. Thread safe.
 */
final class KindWatches {
  private final ClusterPort cluster;
  private final ObjectRouter router;
  // Guarded by this.
  private final Map<ResourceKind, Boolean> listed = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private boolean started;

  KindWatches(ClusterPort cluster, ObjectRouter router) {
    this.cluster = cluster;
    this.router = router;
  }

  /**
   * Looks which kinds have labelled objects, and watches them.
   *
   * @throws io.freehold.engine.ClusterUnreachableException to be called again
   */
  void start() {
    List<ResourceKind> kinds = cluster.labelledKinds();
    kinds.forEach(this::open);
    synchronized (this) {
      started = true;
    }
    wakeWaiters();
  }

  /** Watches these kinds, unless they are watched. */
  void watch(Collection<ResourceKind> kinds) {
    kinds.forEach(this::open);
  }

  /** Calls back, on some thread, once the objects of these kinds are known; watches new ones. */
  void whenListed(Collection<ResourceKind> kinds, Runnable then) {
    watch(kinds);
    synchronized (this) {
      waiters.add(new Waiter(Set.copyOf(kinds), then));
    }
    wakeWaiters();
  }

  /** Calls back, on some thread, once every labelled object of the cluster is known. */
  void whenComplete(Runnable then) {
    synchronized (this) {
      waiters.add(new Waiter(null, then));
    }
    wakeWaiters();
  }

  /** How many kinds are watched. */
  synchronized int size() {
    return listed.size();
  }

  private void open(ResourceKind kind) {
    synchronized (this) {
      if (listed.putIfAbsent(kind, false) != null) {
        return;
      }
    }
    cluster.watch(kind, new Listener(kind));
  }

  private void wakeWaiters() {
    List<Runnable> ready = new ArrayList<>();
    synchronized (this) {
      boolean complete = started && !listed.containsValue(false);
      waiters.removeIf(waiter -> {
        boolean done = waiter.kinds() == null ? complete : areListed(waiter.kinds());
        if (done) {
          ready.add(waiter.then());
        }
        return done;
      });
    }
    ready.forEach(Runnable::run);
  }

  private boolean areListed(Set<ResourceKind> kinds) {
    return kinds.stream().allMatch(kind -> listed.getOrDefault(kind, false));
  }

  /**
   * @param kinds what must be listed; all there are when null
   * @param then what to call
   */
  private record Waiter(@Nullable Set<ResourceKind> kinds, Runnable then) {}

  /** Called from the watch thread of its kind only. */
  private final class Listener implements ClusterPort.WatchListener {
    private final ResourceKind kind;
    private @Nullable Set<ObjectRef> listing;

    Listener(ResourceKind kind) {
      this.kind = kind;
    }

    @Override
    public void listing() {
      listing = new HashSet<>();
    }

    @Override
    public void seen(LiveObject live) {
      if (listing != null) {
        listing.add(live.ref());
      }
      router.seen(live);
    }

    @Override
    public void gone(ObjectRef ref) {
      router.gone(ref);
    }

    @Override
    public void listed() {
      Set<ObjectRef> existing = listing;
      listing = null;
      if (existing != null) {
        router.listed(ObjectRef.groupOf(kind.apiVersion()), kind.kind(), existing);
      }
      synchronized (KindWatches.this) {
        listed.put(kind, true);
      }
      wakeWaiters();
    }
  }
}
