package io.freehold.runtime;

import io.freehold.api.FieldValidation;
import io.freehold.api.ObjectRef;
import io.freehold.api.Propagation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A cluster that can be closed for writing: nothing more is sent once the lease is lost or the
 * process stops, and what was sent before can be waited for. Thread safe.
 */
final class WriteGate implements ClusterPort {
  private final ClusterPort cluster;
  private final Phaser inFlight;
  private final AtomicBoolean open;

  WriteGate(ClusterPort cluster) {
    this(cluster, new Phaser(1), new AtomicBoolean(true));
  }

  private WriteGate(ClusterPort cluster, Phaser inFlight, AtomicBoolean open) {
    this.cluster = cluster;
    this.inFlight = inFlight;
    this.open = open;
  }

  /** Closed together with this one. */
  @Override
  public ClusterPort as(String user) {
    return new WriteGate(cluster.as(user), inFlight, open);
  }

  /** Whether anything may still be written. */
  boolean isOpen() {
    return open.get();
  }

  /** Lets no further write pass. */
  void close() {
    open.set(false);
  }

  /** Waits for the writes that passed before {@link #close}. */
  void drain() {
    inFlight.arriveAndAwaitAdvance();
  }

  @Override
  public Optional<ResourceKind> kind(String apiVersion, String kind) {
    return cluster.kind(apiVersion, kind);
  }

  @Override
  public ApplyResult apply(Manifest manifest, FieldValidation validation) {
    return enter() ? leaving(() -> cluster.apply(manifest, validation)) : closed();
  }

  @Override
  public ApplyResult replace(Manifest manifest, LiveObject live) {
    return enter() ? leaving(() -> cluster.replace(manifest, live)) : closed();
  }

  @Override
  public ApplyResult takeOver(Manifest manifest, LiveObject live) {
    return enter() ? leaving(() -> cluster.takeOver(manifest, live)) : closed();
  }

  @Override
  public ApplyResult preview(Manifest manifest) {
    return cluster.preview(manifest);
  }

  @Override
  public ApplyResult applyRemovingCollisions(Manifest manifest, LiveObject live) {
    return enter() ? leaving(() -> cluster.applyRemovingCollisions(manifest, live)) : closed();
  }

  @Override
  public Optional<LiveObject> get(String apiVersion, ObjectRef ref) {
    return cluster.get(apiVersion, ref);
  }

  @Override
  public boolean delete(String apiVersion, ObjectRef ref, String uid, Propagation propagation) {
    if (!enter()) {
      throw new ClusterUnreachableException("this agent does not write any more");
    }
    return leaving(() -> cluster.delete(apiVersion, ref, uid, propagation));
  }

  @Override
  public boolean release(String apiVersion, ObjectRef ref, String finalizer) {
    if (!enter()) {
      throw new ClusterUnreachableException("this agent does not write any more");
    }
    return leaving(() -> cluster.release(apiVersion, ref, finalizer));
  }

  @Override
  public List<ResourceKind> labelledKinds() {
    return cluster.labelledKinds();
  }

  @Override
  public void watch(ResourceKind kind, WatchListener listener) {
    cluster.watch(kind, listener);
  }

  @Override
  public Watch watchOne(String apiVersion, ObjectRef ref, WatchListener listener) {
    return cluster.watchOne(apiVersion, ref, listener);
  }

  /** Lets any other write pass while it is open. */
  <T> T passing(Supplier<T> write, Supplier<T> closed) {
    return enter() ? leaving(write) : closed.get();
  }

  private boolean enter() {
    inFlight.register();
    if (open.get()) {
      return true;
    }
    inFlight.arriveAndDeregister();
    return false;
  }

  private <T> T leaving(Supplier<T> write) {
    try {
      return write.get();
    } finally {
      inFlight.arriveAndDeregister();
    }
  }

  private static ApplyResult closed() {
    return new ApplyResult.Rejected(
        ApplyResult.Retry.LATER, 0, "Closed", "this agent does not write any more");
  }
}
