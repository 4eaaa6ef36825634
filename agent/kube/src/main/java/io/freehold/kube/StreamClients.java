package io.freehold.kube;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * HTTP clients for bodies that stay open for minutes. An API server grants 100 streams per HTTP/2
 * connection, and the JDK's client neither waits nor connects again when they are used up: every
 * further request fails. So watches share connections by the {@value #PER_CLIENT}, apart from the
 * one for short requests.
 */
final class StreamClients implements AutoCloseable {
  static final int PER_CLIENT = 64;

  private final Supplier<HttpClient> factory;
  // Guarded by this.
  private final List<Shared> clients = new ArrayList<>();

  StreamClients(Supplier<HttpClient> factory) {
    this.factory = factory;
  }

  /** A place for one open body; the caller closes it after the body. */
  synchronized Lease lease() {
    for (Shared shared : clients) {
      if (shared.open < PER_CLIENT) {
        return new Lease(shared);
      }
    }
    Shared shared = new Shared(factory.get());
    clients.add(shared);
    return new Lease(shared);
  }

  @Override
  public synchronized void close() {
    clients.forEach(shared -> shared.client.shutdownNow());
  }

  private static final class Shared {
    private final HttpClient client;
    private int open;
    private boolean retired;

    Shared(HttpClient client) {
      this.client = client;
    }
  }

  private synchronized void release(Shared shared) {
    shared.open--;
    if (shared.retired && shared.open == 0) {
      shared.client.shutdownNow();
    }
  }

  private synchronized void retire(Shared shared) {
    shared.retired = true;
    clients.remove(shared);
  }

  /** One open body. */
  final class Lease implements AutoCloseable {
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(Shared shared) {
      this.shared = shared;
      shared.open++;
    }

    HttpClient client() {
      return shared.client;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(shared);
      }
    }

    /**
     * The connection seems dead: no new body is opened on it. The client would go on using it for
     * many minutes.
     */
    void retire() {
      StreamClients.this.retire(shared);
    }
  }
}
