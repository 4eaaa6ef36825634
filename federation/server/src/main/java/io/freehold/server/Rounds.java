package io.freehold.server;

import java.time.Duration;

/** Does the same again and again, with a pause in between, on a thread of its own. */
final class Rounds implements AutoCloseable {
  private final Duration pause;
  private final Runnable work;
  private final Thread thread;

  /**
   * Rounds that have not begun.
   *
   * @param name of the thread
   * @param work one round; what it throws ends them
   */
  Rounds(String name, Duration pause, Runnable work) {
    this.pause = pause;
    this.work = work;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Lets no further round begin, and interrupts the one under way. */
  @Override
  public void close() {
    thread.interrupt();
  }

  /** Waits for the end of the one under way. */
  void join(Duration atMost) {
    try {
      thread.join(atMost);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        work.run();
        Thread.sleep(pause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
