package io.freehold.telemetry;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** How connections to the plane are made. */
final class PlaneConnection {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private PlaneConnection() {}

  /**
   * A client.
   *
   * @param name of its threads
   * @param tls the platform's way when empty
   */
  static HttpClient client(String name, Optional<SSLContext> tls) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            // Without TLS an attempt at HTTP/2 would only add an upgrade header to every request.
            .version(HttpClient.Version.HTTP_1_1)
            // A redirect could carry the token to somebody else.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(task -> Thread.ofVirtual().name(name).start(task));
    tls.ifPresent(client::sslContext);
    return client.build();
  }
}
