package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.LiveObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watches that feed the {@link ObjectRouter}: one per kind that some application has or had.
 * What carries our label is known for certain only once the kinds were looked up and each of them
 * has been listed; whoever wants to prune waits for that. A kind that cannot be listed (a broken
 * aggregated API, a missing right, a conversion webhook that is down) is waited for only so long,
 * and used again when it comes back; until then none of its objects may be pruned. Thread safe.
 */
final class KindWatches {
  private static final Logger LOG = LoggerFactory.getLogger(KindWatches.class);

  /** How long the first list of a kind is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterPort cluster;
  private final ObjectRouter router;
  private final Timer timer;
  private final Metrics metrics;
  // Guarded by this.
  private final Map<ResourceKind, Listener> kinds = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final Set<Runnable> followers = new HashSet<>();
  private boolean started;
  // Replaced under the lock, never changed.
  private volatile SortedMap<KindName, String> unlisted = new TreeMap<>();

  private enum State {
    WAITING,
    LISTED,
    GIVEN_UP
  }

  KindWatches(ClusterPort cluster, ObjectRouter router, Timer timer, Metrics metrics) {
    this.cluster = cluster;
    this.router = router;
    this.timer = timer;
    this.metrics = metrics;
  }

  /**
   * Looks which kinds have labelled objects, and watches them.
   *
   * @throws io.freehold.engine.ClusterUnreachableException to be called again
   */
  void start() {
    List<ResourceKind> found = cluster.labelledKinds();
    found.forEach(this::open);
    synchronized (this) {
      started = true;
    }
    wakeWaiters();
  }

  /** Watches these kinds, unless they are watched. */
  void watch(Collection<ResourceKind> wanted) {
    wanted.forEach(this::open);
  }

  /**
   * Calls back, on some thread, once the objects of these kinds are known, as far as they can be
   * listed; watches new ones.
   */
  void whenListed(Collection<ResourceKind> wanted, Runnable then) {
    watch(wanted);
    synchronized (this) {
      waiters.add(new Waiter(Set.copyOf(wanted), then));
    }
    wakeWaiters();
  }

  /**
   * Calls back, on some thread, once every labelled object of the cluster is known, but for {@link
   * #unlisted} kinds.
   */
  void whenComplete(Runnable then) {
    synchronized (this) {
      waiters.add(new Waiter(null, then));
    }
    wakeWaiters();
  }

  /** The kinds that were given up because they cannot be listed, and why. */
  SortedMap<KindName, String> unlisted() {
    return unlisted;
  }

  /** The kinds of which all labelled objects are known. */
  synchronized Set<KindName> listed() {
    return kinds.values().stream()
        .filter(kind -> kind.state == State.LISTED)
        .map(kind -> KindName.of(kind.kind))
        .collect(Collectors.toSet());
  }

  /** From now on, calls back on every change of {@link #unlisted}. */
  synchronized void follow(Runnable onChange) {
    followers.add(onChange);
  }

  /** Ends {@link #follow} with the same callback. */
  synchronized void unfollow(Runnable onChange) {
    followers.remove(onChange);
  }

  /** How many kinds are watched. */
  synchronized int size() {
    return kinds.size();
  }

  private void open(ResourceKind kind) {
    Listener listener = new Listener(kind);
    synchronized (this) {
      if (kinds.putIfAbsent(kind, listener) != null) {
        return;
      }
    }
    cluster.watch(kind, listener);
    timer.after(PATIENCE, () -> giveUp(listener));
  }

  private void giveUp(Listener listener) {
    synchronized (this) {
      if (listener.state != State.WAITING) {
        return;
      }
      listener.state = State.GIVEN_UP;
    }
    metrics.kindsGivenUp.increment();
    LOG.warn(
        "{} cannot be listed and is left out until it can: {}",
        KindName.of(listener.kind),
        listener.problem);
    tellUnlisted();
    wakeWaiters();
  }

  private void listed(Listener listener) {
    boolean back;
    synchronized (this) {
      back = listener.state == State.GIVEN_UP;
      listener.state = State.LISTED;
    }
    if (back) {
      LOG.info("{} can be listed and is used again", KindName.of(listener.kind));
      tellUnlisted();
    }
    wakeWaiters();
  }

  private void tellUnlisted() {
    List<Runnable> tell;
    synchronized (this) {
      SortedMap<KindName, String> now = new TreeMap<>();
      for (Listener listener : kinds.values()) {
        if (listener.state == State.GIVEN_UP) {
          now.put(KindName.of(listener.kind), listener.problem);
        }
      }
      unlisted = now;
      tell = List.copyOf(followers);
    }
    tell.forEach(Runnable::run);
  }

  private void wakeWaiters() {
    List<Runnable> ready = new ArrayList<>();
    synchronized (this) {
      boolean complete = started && isDecided(kinds.keySet());
      waiters.removeIf(waiter -> {
        boolean done = waiter.kinds() == null ? complete : isDecided(waiter.kinds());
        if (done) {
          ready.add(waiter.then());
        }
        return done;
      });
    }
    ready.forEach(Runnable::run);
  }

  private boolean isDecided(Set<ResourceKind> wanted) {
    return wanted.stream().map(kinds::get).allMatch(kind -> kind.state != State.WAITING);
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
    private boolean again;
    private volatile String problem = "there is no answer";
    // Guarded by the watches.
    private State state = State.WAITING;

    Listener(ResourceKind kind) {
      this.kind = kind;
    }

    @Override
    public void listing() {
      listing = new HashSet<>();
    }

    @Override
    public void seen(LiveObject live) {
      boolean news = router.seen(live);
      if (listing != null) {
        listing.add(live.ref());
        if (news && again) {
          metrics.auditFindings.increment();
        }
      }
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
        int gone = router.listed(ObjectRef.groupOf(kind.apiVersion()), kind.kind(), existing);
        if (again) {
          metrics.audits.increment();
          metrics.auditFindings.add(gone);
        }
      }
      again = true;
      KindWatches.this.listed(this);
    }

    @Override
    public void failed(String why) {
      problem = why;
    }
  }
}
