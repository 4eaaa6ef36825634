package io.freehold.runtime;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to one receiver, one at a time, on whatever thread the executor gives. While there
 * is no message there is no thread. A message replaces a waiting one with an equal key, so a
 * mailbox never holds more than one message per thing that can happen.
 */
final class Mailbox<M> {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Executor executor;
  private final Consumer<M> receiver;
  private final Runnable afterAll;
  // Guarded by this.
  private final Map<Object, M> waiting = new LinkedHashMap<>();
  private boolean running;
  private boolean closed;

  /**
   * @param executor runs the receiver
   * @param receiver takes each message; what it throws is logged and ends nothing
   * @param afterAll called by the receiver's thread each time nothing is waiting any more
   */
  Mailbox(Executor executor, Consumer<M> receiver, Runnable afterAll) {
    this.executor = executor;
    this.receiver = receiver;
    this.afterAll = afterAll;
  }

  /** Adds a message that nothing replaces. */
  void post(M message) {
    post(new Object(), message);
  }

  /** Adds a message in place of the waiting one with the same key. */
  void post(Object key, M message) {
    synchronized (this) {
      if (closed) {
        return;
      }
      waiting.remove(key);
      waiting.put(key, message);
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::drain);
  }

  /** Forgets what is waiting and takes nothing more. */
  synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private void drain() {
    while (true) {
      M message;
      synchronized (this) {
        Iterator<M> first = waiting.values().iterator();
        message = first.hasNext() ? first.next() : null;
        if (message != null) {
          first.remove();
        }
      }
      if (message != null) {
        guarded(() -> receiver.accept(message));
        continue;
      }
      guarded(afterAll);
      synchronized (this) {
        if (waiting.isEmpty()) {
          running = false;
          return;
        }
      }
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // A defect in one receiver must not stop the others, nor its own next message.
      LOG.error("A message could not be handled", e);
    }
  }
}
