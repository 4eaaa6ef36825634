package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.LiveObject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Blocks until something about one object, or about its kind, has come true: looks once, and then
 * each time that its watch tells of news.
 */
final class ObjectWait implements ClusterPort.WatchListener {
  private final Semaphore news = new Semaphore(0);

  private ObjectWait() {}

  /**
   * Waits.
   *
   * @param reached whether it has come true; asked on this thread
   * @param limit how long to wait
   * @return whether it has come true in time; false also when the thread is interrupted
   */
  static boolean until(
      BooleanSupplier reached,
      ClusterPort cluster,
      String apiVersion,
      ObjectRef ref,
      Duration limit) {
    if (reached.getAsBoolean()) {
      return true;
    }
    ObjectWait wait = new ObjectWait();
    long end = System.nanoTime() + limit.toNanos();
    try (ClusterPort.Watch _ = cluster.watchOne(apiVersion, ref, wait)) {
      while (wait.news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        wait.news.drainPermits();
        if (reached.getAsBoolean()) {
          return true;
        }
      }
      return reached.getAsBoolean();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void seen(LiveObject live) {
    news.release();
  }

  @Override
  public void gone(ObjectRef ref) {
    news.release();
  }

  @Override
  public void listing() {}

  @Override
  public void listed() {
    news.release();
  }
}
