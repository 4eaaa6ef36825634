package io.freehold.kube;

import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one object. Its kind may not be served yet: then it is looked for again whenever a
 * definition changes, and now and then, because aggregated kinds have no definition. Thread safe.
 */
final class ObjectWatch implements ClusterPort.Watch {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Supplier<Optional<ResourceKind>> kind;
  private final ClusterPort.WatchListener listener;
  private final Function<ResourceKind, ResourceWatch> opener;
  private final Consumer<ObjectWatch> onClose;
  // Guarded by this.
  private @Nullable ResourceWatch watch;
  private boolean looking;
  private boolean closed;

  /**
   * @param kind the kind, as it is served now; may block
   * @param listener told while the kind is not served
   * @param opener makes the watch once it is
   * @param onClose told when it is over
   */
  ObjectWatch(
      Supplier<Optional<ResourceKind>> kind,
      ClusterPort.WatchListener listener,
      Function<ResourceKind, ResourceWatch> opener,
      Consumer<ObjectWatch> onClose) {
    this.kind = kind;
    this.listener = listener;
    this.opener = opener;
    this.onClose = onClose;
  }

  /** Opens the watch if the kind is served, and returns whether there is no more to do; blocks. */
  boolean look() {
    synchronized (this) {
      if (closed || looking || watch != null) {
        return true;
      }
      looking = true;
    }
    Optional<ResourceKind> found = Optional.empty();
    String problem = "the API server does not serve this kind";
    try {
      found = kind.get();
    } catch (ClusterUnreachableException e) {
      problem = String.valueOf(e.getMessage());
    }
    ResourceWatch opened = null;
    synchronized (this) {
      looking = false;
      if (found.isPresent() && !closed) {
        opened = opener.apply(found.get());
        watch = opened;
      }
    }
    if (opened != null) {
      Thread.ofVirtual().name("watch of one " + found.get().plural()).start(opened);
    } else if (found.isEmpty()) {
      listener.failed(problem);
    }
    return found.isPresent();
  }

  /** Something about kinds changed. */
  void wakeUp() {
    ResourceWatch open;
    synchronized (this) {
      open = watch;
    }
    if (open != null) {
      open.wakeUp();
    } else {
      Thread.ofVirtual().start(this::lookForAWhile);
    }
  }

  /**
   * A definition that is established is served a moment later, and no event tells of that moment.
   */
  private void lookForAWhile() {
    try {
      for (Duration pause = FIRST_PAUSE;
          !look() && pause.compareTo(LONGEST_PAUSE) < 0;
          pause = pause.multipliedBy(2)) {
        Thread.sleep(pause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks a silent connection; looks for a kind that was not served. */
  void breakIfSilent(long nowNanos, Duration limit) {
    ResourceWatch open;
    synchronized (this) {
      open = watch;
    }
    if (open != null) {
      open.breakIfSilent(nowNanos, limit);
    } else {
      wakeUp();
    }
  }

  @Override
  public void close() {
    ResourceWatch open;
    synchronized (this) {
      closed = true;
      open = watch;
    }
    if (open != null) {
      open.close();
    }
    onClose.accept(this);
  }
}
