package io.freehold.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Closes a connection when it takes too long, so that whoever waits on it goes on. */
final class Deadline implements AutoCloseable {
  private final Thread watch;
  private volatile boolean passed;

  Deadline(Closeable connection, Duration time) {
    this.watch = Thread.ofVirtual().name("plugin-deadline").start(() -> await(connection, time));
  }

  private void await(Closeable connection, Duration time) {
    try {
      Thread.sleep(time);
      passed = true;
      connection.close();
    } catch (InterruptedException | IOException _) {
      // In time, or closed already.
    }
  }

  /** Whether it was closed by this. */
  boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
