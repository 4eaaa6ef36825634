package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.Tracking;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterPort.WatchListener;
import io.freehold.engine.LiveObject;
import io.freehold.engine.ResourceVersions;
import io.freehold.kube.KubeCluster;
import io.freehold.kube.ObjectRequests;
import io.freehold.kube.Reply;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of the cluster that carry a mark of Argo CD's or that an Application of its kind
 * wants, kept up to date by one watch for each kind. They carry no label by which a watch could
 * select them, so everything is watched, and what concerns nobody is dropped at once. Thread safe.
 */
final class ArgoObjects {
  private static final Logger LOG = LoggerFactory.getLogger(ArgoObjects.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_ENDED = 10_000;

  /** Kinds that come and go all the time and that nobody keeps in Git. */
  private static final Set<String> NOISE =
      Set.of("Event", "Lease", "Endpoints", "EndpointSlice", "TokenReview", "ComponentStatus");

  private static final ResourceKind PROJECTS =
      new ResourceKind(ArgoNames.API_VERSION, ArgoProject.KIND, ArgoProject.PLURAL, true);

  private final KubeCluster cluster;
  private final ObjectRequests requests;
  // All guarded by this.
  private final Map<ObjectRef, LiveObject> objects = new HashMap<>();
  private final Map<ObjectRef, Set<String>> wanted = new HashMap<>();
  private final Set<ObjectRef> looked = new HashSet<>();
  private final Map<String, Set<ObjectRef>> owned = new HashMap<>();
  // Incarnations that are gone: the answer to a write may be read after the event of their end.
  private final Map<ObjectRef, String> ended = new LinkedHashMap<>();
  private final Map<String, Runnable> listeners = new HashMap<>();
  private final Map<KindName, CompletableFuture<Void>> watches = new HashMap<>();
  private final Map<KindName, WatchListener> observers = new HashMap<>();
  private Tracking tracking = Tracking.DEFAULT;
  private final ArgoOrphans orphans = new ArgoOrphans();

  ArgoObjects(KubeCluster cluster, ObjectRequests requests) {
    this.cluster = cluster;
    this.requests = requests;
  }

  /**
   * Watches everything that can be watched.
   *
   * @throws io.freehold.engine.ClusterUnreachableException to be called again
   */
  void start() {
    // Also where they are not served yet.
    watch(ArgoStore.APPLICATIONS);
    watch(PROJECTS);
    for (ResourceKind kind : cluster.watchable()) {
      if (!NOISE.contains(kind.kind())) {
        watch(kind);
      }
    }
  }

  /** From the start on, hands all objects of a kind to somebody else too. */
  synchronized void observe(KindName kind, WatchListener observer) {
    observers.put(kind, observer);
  }

  /** Waits until everything that is watched has been listed, as far as it can be. */
  void awaitListed() throws InterruptedException {
    CompletableFuture<?>[] all;
    synchronized (this) {
      all = watches.values().toArray(CompletableFuture[]::new);
    }
    try {
      CompletableFuture.allOf(all).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      LOG.warn("{} cannot be listed; Argo CD Applications do without", unlisted());
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    }
  }

  private synchronized List<KindName> unlisted() {
    return watches.entrySet().stream()
        .filter(watch -> !watch.getValue().isDone())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** By what it is told whose an object is. */
  synchronized void tracking(Tracking now) {
    if (!now.equals(tracking)) {
      tracking = now;
      owned.clear();
      objects.values().forEach(live -> own(live, true));
    }
  }

  /** Calls back whenever an object changes that an Application owns or wants. */
  synchronized void follow(String application, Runnable onChange) {
    listeners.put(application, onChange);
  }

  /** Whether an Application of that name is looked after. */
  synchronized boolean follows(String application) {
    return listeners.containsKey(application);
  }

  /** Forgets an Application. */
  synchronized void forget(String application) {
    listeners.remove(application);
    wanted.values().forEach(set -> set.remove(application));
    wanted.values().removeIf(Set::isEmpty);
  }

  /**
   * What is there of an Application: all that is marked as its own, and those objects that it
   * wants, whoever they belong to. Asks for what was not known to be wanted before.
   *
   * @param kinds the kinds of the wanted objects, as far as they are served
   */
  Map<ObjectRef, LiveObject> of(
      String application, Collection<ObjectRef> refs, Map<ObjectRef, ResourceKind> kinds) {
    new HashSet<>(kinds.values()).forEach(this::watch);
    Set<ObjectRef> unknown = want(application, refs);
    unknown.retainAll(kinds.keySet());
    look(unknown, kinds);
    Map<ObjectRef, LiveObject> result = new TreeMap<>();
    synchronized (this) {
      for (ObjectRef ref : refs) {
        LiveObject live = objects.get(ref);
        if (live != null) {
          result.put(ref, live);
        }
      }
      for (ObjectRef ref : owned.getOrDefault(application, Set.of())) {
        LiveObject live = objects.get(ref);
        if (live != null) {
          result.put(ref, live);
        }
      }
    }
    return result;
  }

  /** What stands where, and whose it is. */
  ArgoOrphans orphans() {
    return orphans;
  }

  /** What is known of an object. */
  synchronized @Nullable LiveObject find(ObjectRef ref) {
    return objects.get(ref);
  }

  /** The answer to a write of ours. */
  synchronized void wrote(LiveObject live) {
    looked.add(live.ref());
    put(live);
  }

  /** The API server says that an object is gone. */
  synchronized void missing(ObjectRef ref) {
    LiveObject before = objects.remove(ref);
    if (before != null) {
      end(before);
    }
  }

  private Set<ObjectRef> want(String application, Collection<ObjectRef> refs) {
    Set<ObjectRef> unknown = new HashSet<>();
    Set<ObjectRef> now = new HashSet<>(refs);
    synchronized (this) {
      wanted
          .entrySet()
          .removeIf(entry -> {
            if (!now.contains(entry.getKey())) {
              entry.getValue().remove(application);
            }
            boolean unwanted = entry.getValue().isEmpty();
            if (unwanted) {
              looked.remove(entry.getKey());
            }
            return unwanted;
          });
      for (ObjectRef ref : now) {
        wanted.computeIfAbsent(ref, _ -> new HashSet<>()).add(application);
        if (!objects.containsKey(ref) && !looked.contains(ref)) {
          unknown.add(ref);
        }
      }
    }
    return unknown;
  }

  private void look(Set<ObjectRef> refs, Map<ObjectRef, ResourceKind> kinds) {
    if (refs.isEmpty()) {
      return;
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ObjectRef ref : refs) {
        ResourceKind kind = kinds.get(ref);
        if (kind != null) {
          threads.execute(() -> look(ref, kind));
        }
      }
    }
  }

  private void look(ObjectRef ref, ResourceKind kind) {
    Reply reply = requests.get(kind, ref);
    synchronized (this) {
      if (reply.ok()) {
        looked.add(ref);
        put(live(ref, reply));
      } else if (reply.notFound()) {
        looked.add(ref);
      }
    }
  }

  static LiveObject live(ObjectRef ref, Reply reply) {
    var metadata = reply.content().path("metadata");
    return new LiveObject(
        ref,
        metadata.path("uid").asText(),
        metadata.path("resourceVersion").asText(),
        reply.content());
  }

  /** Watches a kind, unless it is watched; the first list of it is waited for. */
  void watch(ResourceKind kind) {
    KindName name = KindName.of(kind);
    CompletableFuture<Void> listed = new CompletableFuture<>();
    synchronized (this) {
      if (watches.putIfAbsent(name, listed) != null) {
        return;
      }
    }
    cluster.watchAll(kind, new Listener(name, listed));
  }

  private boolean put(LiveObject live) {
    if (live.uid().equals(ended.get(live.ref()))) {
      return false;
    }
    LiveObject before = objects.get(live.ref());
    if (before != null
        && before.uid().equals(live.uid())
        && !ResourceVersions.isNewer(live.resourceVersion(), before.resourceVersion())) {
      return false;
    }
    if (before != null) {
      own(before, false);
    }
    objects.put(live.ref(), live);
    own(live, true);
    return true;
  }

  private void end(LiveObject live) {
    ended.put(live.ref(), live.uid());
    if (ended.size() > MOST_ENDED) {
      ended.remove(ended.keySet().iterator().next());
    }
    own(live, false);
  }

  private void own(LiveObject live, boolean add) {
    tracking
        .owner(live.content(), live.ref())
        .ifPresent(name -> {
          Set<ObjectRef> set = owned.computeIfAbsent(name, _ -> new HashSet<>());
          if (add) {
            set.add(live.ref());
          } else {
            set.remove(live.ref());
          }
        });
  }

  private Set<Runnable> concerned(ObjectRef ref, @Nullable LiveObject... versions) {
    Set<String> names = new HashSet<>(wanted.getOrDefault(ref, Set.of()));
    for (LiveObject version : versions) {
      if (version != null) {
        tracking.owner(version.content(), ref).ifPresent(names::add);
      }
    }
    Set<Runnable> tell = new HashSet<>();
    for (String name : names) {
      Runnable listener = listeners.get(name);
      if (listener != null) {
        tell.add(listener);
      }
    }
    return tell;
  }

  private void seen(LiveObject live) {
    Set<Runnable> tell;
    synchronized (this) {
      LiveObject before = objects.get(live.ref());
      boolean keep =
          before != null
              || wanted.containsKey(live.ref())
              || tracking.mark(live.content()).isPresent();
      if (!keep || !put(live)) {
        return;
      }
      tell = concerned(live.ref(), before, live);
    }
    tell.forEach(Runnable::run);
  }

  /**
   * An object is gone.
   *
   * @param uid only this incarnation, whichever when empty
   */
  private void gone(ObjectRef ref, String uid) {
    Set<Runnable> tell;
    synchronized (this) {
      LiveObject before = objects.get(ref);
      if (before == null || !(uid.isEmpty() || uid.equals(before.uid()))) {
        return;
      }
      objects.remove(ref);
      end(before);
      tell = concerned(ref, before);
    }
    tell.forEach(Runnable::run);
  }

  private void listed(KindName kind, Set<ObjectRef> existing) {
    List<ObjectRef> vanished;
    synchronized (this) {
      vanished =
          objects.keySet().stream()
              .filter(ref -> KindName.of(ref).equals(kind) && !existing.contains(ref))
              .toList();
    }
    vanished.forEach(ref -> gone(ref, ""));
  }

  private void note(LiveObject live) {
    String owner;
    synchronized (this) {
      owner = tracking.owner(live.content(), live.ref()).orElse("");
    }
    boolean top = live.content().path("metadata").path("ownerReferences").isEmpty();
    orphans.seen(live.ref(), owner, top).forEach(Runnable::run);
  }

  /** Called from the watch thread of its kind only. */
  private final class Listener implements WatchListener {
    private final KindName kind;
    private final CompletableFuture<Void> listed;
    private final @Nullable WatchListener observer;
    private @Nullable Set<ObjectRef> listing;

    Listener(KindName kind, CompletableFuture<Void> listed) {
      this.kind = kind;
      this.listed = listed;
      synchronized (ArgoObjects.this) {
        this.observer = observers.get(kind);
      }
    }

    @Override
    public void listing() {
      listing = new HashSet<>();
      if (observer != null) {
        observer.listing();
      }
    }

    @Override
    public void seen(LiveObject live) {
      if (listing != null) {
        listing.add(live.ref());
      }
      ArgoObjects.this.seen(live);
      note(live);
      if (observer != null) {
        observer.seen(live);
      }
    }

    @Override
    public void gone(LiveObject last) {
      ArgoObjects.this.gone(last.ref(), last.uid());
      orphans.gone(last.ref()).forEach(Runnable::run);
      if (observer != null) {
        observer.gone(last.ref());
      }
    }

    @Override
    public void gone(ObjectRef ref) {
      ArgoObjects.this.gone(ref, "");
      orphans.gone(ref).forEach(Runnable::run);
      if (observer != null) {
        observer.gone(ref);
      }
    }

    @Override
    public void listed() {
      Set<ObjectRef> existing = listing;
      listing = null;
      if (existing != null) {
        ArgoObjects.this.listed(kind, existing);
        orphans.listed(kind, existing);
      }
      if (observer != null) {
        observer.listed();
      }
      listed.complete(null);
    }
  }
}
