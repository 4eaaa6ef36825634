package io.freehold.server;

import io.freehold.store.StoreException;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for Prometheus, which is not the one for people: it needs no sign-in, so it is to be
 * reached by the monitoring only.
 */
final class MetricsListener {
  /** Path of the page. */
  static final String PATH = "/metrics";

  private static final Logger log = LoggerFactory.getLogger(MetricsListener.class);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private MetricsListener() {}

  static WebServer start(String host, int port, Optional<Tls> tls, MetricsPage page) {
    WebServerConfig.Builder listener = WebServer.builder();
    tls.ifPresent(listener::tls);
    return listener
        .host(host)
        .port(port)
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .featuresDiscoverServices(false)
        .routing(routing ->
            routing
                .get(
                    PATH,
                    (_, response) -> {
                      String text = page.text();
                      response.header(HeaderNames.CONTENT_TYPE, Exposition.TYPE);
                      response.send(text);
                    })
                .error(
                    StoreException.class,
                    (_, response, e) -> {
                      log.warn("No metrics: {}", e.toString());
                      response.status(503).send("the database does not answer\n");
                    }))
        .build()
        .start();
  }
}
