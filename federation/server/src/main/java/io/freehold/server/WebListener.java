package io.freehold.server;

import io.freehold.store.StoreException;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for people and programs: GET, and POST where it is said, with headers that keep
 * browsers strict.
 */
final class WebListener {
  private static final Logger log = LoggerFactory.getLogger(WebListener.class);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
              + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private WebListener() {}

  /**
   * Starts it.
   *
   * @param posts paths that take a POST, with {@code {name}} for their variables
   */
  static WebServer start(
      String host,
      int port,
      Optional<Tls> tls,
      List<? extends HttpService> services,
      Collection<String> posts) {
    WebServerConfig.Builder listener = WebServer.builder();
    tls.ifPresent(listener::tls);
    return listener
        .host(host)
        .port(port)
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .featuresDiscoverServices(false)
        .connectionOptions(options -> options.tcpNoDelay(true))
        .routing(routing -> route(routing, services, posts))
        .build()
        .start();
  }

  private static void route(
      HttpRouting.Builder routing, List<? extends HttpService> services, Collection<String> posts) {
    List<PathMatcher> taking = posts.stream().map(PathMatchers::create).toList();
    routing
        .addFilter((chain, request, response) -> guard(taking, chain, request, response))
        .error(RefusedException.class, (_, response, e) -> refuse(response, e))
        .error(
            BadRequestException.class,
            (_, response, e) -> Answers.problem(response, 400, "Bad request", e.detail()))
        .error(
            NotFoundException.class,
            (_, response, e) -> Answers.problem(response, 404, "Not found", e.detail()))
        .error(
            StoreException.class,
            (request, response, e) -> {
              log.warn("{}: {}", request.path().path(), e.toString());
              Answers.problem(
                  response, 503, "Database unavailable", "The database does not answer.");
            })
        .error(
            RuntimeException.class,
            (request, response, e) -> {
              log.error("{} failed", request.path().path(), e);
              Answers.problem(response, 500, "Internal error", "See the plane's log.");
            });
    services.forEach(routing::register);
  }

  private static void guard(
      List<PathMatcher> taking,
      FilterChain chain,
      RoutingRequest request,
      RoutingResponse response) {
    HEADERS.forEach((name, value) -> response.header(name, value));
    Method method = request.prologue().method();
    boolean post =
        method.equals(Method.POST)
            && taking.stream()
                .anyMatch(path -> path.match(request.prologue().uriPath()).accepted());
    if (post || method.equals(Method.GET)) {
      chain.proceed();
    } else {
      // Whatever is added later: nothing here can be written to but what is said to be.
      response.header(HeaderNames.ALLOW, "GET");
      Answers.problem(response, 405, "Method not allowed", "There is nothing here but GET.");
    }
  }

  private static void refuse(ServerResponse response, RefusedException e) {
    if (e.unknown()) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
      Answers.problem(response, 401, "Not signed in", e.detail());
    } else {
      Answers.problem(response, 403, "Not allowed", e.detail());
    }
  }
}
