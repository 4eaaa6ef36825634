package io.freehold.server;

import io.freehold.api.RepositoryId;
import io.freehold.webhook.Delivery;
import io.freehold.webhook.Payloads;
import io.freehold.webhook.Provider;
import io.freehold.webhook.Push;
import io.freehold.webhook.Reading;
import io.freehold.webhook.Secrets;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for forges, apart from the one for people because something is posted to it. All
 * that a webhook with a right secret can do is to make agents look at a repository a little
 * earlier; one without can do nothing, and there are none without configured secrets.
 */
final class WebhookListener {
  static final String PATH = "/webhook";

  private static final Logger log = LoggerFactory.getLogger(WebhookListener.class);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int PER_SECOND = 10;
  private static final int BURST = 100;

  private final WebhookSecrets secrets;
  private final RequestRate rate;
  private final Consumer<String> onMoved;

  /**
   * @param onMoved told of the digest of every repository that moved
   */
  WebhookListener(WebhookSecrets secrets, RequestRate rate, Consumer<String> onMoved) {
    this.secrets = secrets;
    this.rate = rate;
    this.onMoved = onMoved;
  }

  static RequestRate rate(java.time.InstantSource clock) {
    return new RequestRate(PER_SECOND, BURST, clock);
  }

  WebServer start(String host, int port, Optional<Tls> tls) {
    WebServerConfig.Builder listener = WebServer.builder();
    tls.ifPresent(listener::tls);
    return listener
        .host(host)
        .port(port)
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .featuresDiscoverServices(false)
        .routing(this::route)
        .build()
        .start();
  }

  private void route(HttpRouting.Builder routing) {
    routing
        .post(PATH, this::receive)
        .any(
            PATH,
            (_, response) -> {
              response.header(HeaderNames.ALLOW, "POST");
              Answers.problem(response, 405, "Method not allowed", "Webhooks are posted.");
            })
        .any((_, response) ->
            Answers.problem(response, 404, "Not found", "Webhooks go to " + PATH + "."));
  }

  private void receive(ServerRequest request, ServerResponse response) {
    if (rate.count(request.remotePeer().host()).isPositive()) {
      response.header(HeaderNames.RETRY_AFTER, "1");
      Answers.problem(response, 429, "Too many requests", "Deliver less often.");
      return;
    }
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach(header -> headers.put(header.name(), header.get()));
    Optional<Provider> provider = new Delivery(headers, new byte[0]).provider();
    if (provider.isEmpty()) {
      Answers.problem(response, 400, "Unknown webhook", "No header says who sent it.");
      return;
    }
    byte[] body;
    try (InputStream content = request.content().inputStream()) {
      body = content.readNBytes(Delivery.MAX_BODY + 1);
    } catch (IOException | UncheckedIOException _) {
      Answers.problem(response, 400, "Bad request", "The body cannot be read.");
      return;
    }
    if (body.length > Delivery.MAX_BODY) {
      Answers.problem(response, 413, "Too large", "A webhook has at most 25 MiB.");
      return;
    }
    var delivery = new Delivery(headers, body);
    // Before anything of it is read.
    if (secrets.of(provider.get()).stream()
        .noneMatch(secret -> Secrets.proves(provider.get(), secret, delivery))) {
      log.warn(
          "A webhook of {} from {} was refused: wrong or missing secret",
          provider.get(),
          request.remotePeer().host());
      Answers.problem(
          response, 401, "Not proven", "The secret is missing, wrong, or not configured here.");
      return;
    }
    switch (Payloads.read(provider.get(), delivery)) {
      case Reading.Pushed(List<Push> pushes) -> moved(response, provider.get(), pushes);
      case Reading.Ignored _ -> response.status(204).send();
      case Reading.Broken(String reason) -> Answers.problem(response, 400, "Bad request", reason);
    }
  }

  private void moved(ServerResponse response, Provider provider, List<Push> pushes) {
    Set<RepositoryId> repositories = new LinkedHashSet<>();
    for (Push push : pushes) {
      push.repositories().forEach(url -> RepositoryId.of(url).ifPresent(repositories::add));
    }
    for (RepositoryId repository : repositories) {
      log.info("{} says that {}/{} moved", provider, repository.host(), repository.path());
      onMoved.accept(repository.digest());
    }
    response.status(202).send();
  }
}
