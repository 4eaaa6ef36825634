package io.freehold.telemetry;

import java.net.http.HttpClient;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A client for requests to the plane that leaves nothing behind. The JDK's client keeps a
 * connection open, out of everybody's reach, when what comes on it is no HTTP; only closing the
 * client closes it, and a plane that means harm could fill the agent with them. Thread safe.
 */
final class Connections implements AutoCloseable {
  private final String name;
  private final Optional<SSLContext> tls;
  // Guarded by this.
  private HttpClient client;
  private boolean closed;

  /**
   * @param name of its threads
   */
  Connections(String name, Optional<SSLContext> tls) {
    this.name = name;
    this.tls = tls;
    this.client = PlaneConnection.client(name, tls);
  }

  synchronized HttpClient client() {
    return client;
  }

  /** Closes whatever is open; later requests have connections of their own. */
  synchronized void renew() {
    client.shutdownNow();
    if (!closed) {
      client = PlaneConnection.client(name, tls);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    client.shutdownNow();
  }
}
