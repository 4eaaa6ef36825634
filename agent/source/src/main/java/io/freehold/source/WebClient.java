package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Gets documents over HTTP with limits on time and size. Redirects inside of one server are
 * followed; to another one only for content whose digest is known, without credentials and never to
 * clear text.
 */
final class WebClient implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_CLIENTS = 16;
  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final Duration limit;
  // By certificates; guarded by this.
  private final Map<String, HttpClient> clients = new LinkedHashMap<>();

  /** Where redirects may lead. */
  enum Redirects {
    SAME_SERVER,
    ANYWHERE
  }

  /**
   * One request.
   *
   * @param what what is fetched, for messages
   * @param headers sent to every server that is asked
   * @param authorization the Authorization header for a URL, empty for none; asked again for each
   *     URL of the first server, never for another one
   * @param certificates as in {@link GitCredentials}
   * @param most largest body in bytes
   */
  record Request(
      URI url,
      String what,
      Map<String, String> headers,
      Function<URI, String> authorization,
      String certificates,
      int most,
      Redirects redirects) {}

  /** An answer of any status. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Answer(int status, HttpHeaders headers, byte[] body, URI url) {
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  WebClient(Duration limit) {
    this.limit = limit;
  }

  /**
   * Asks, and follows redirects.
   *
   * @throws SourceException when there is no answer, or none within the limits
   */
  Answer get(Request request) {
    return ask(request, "GET");
  }

  /** As {@link #get}, without a body in the answer. */
  Answer head(Request request) {
    return ask(request, "HEAD");
  }

  private Answer ask(Request request, String method) {
    URI url = request.url();
    var watchdog = new Watchdog(limit);
    try (watchdog) {
      for (int i = 0; i <= MOST_REDIRECTS; i++) {
        Answer answer = once(request, url, method);
        if (!isRedirect(answer.status())) {
          return answer;
        }
        url = target(request, url, answer.header("Location"));
      }
    } catch (InterruptedException e) {
      if (!watchdog.hasFired()) {
        Thread.currentThread().interrupt();
      }
      throw new SourceException(
          Code.LIMIT, "%s took longer than %d s".formatted(request.what(), limit.toSeconds()), e);
    } catch (IOException e) {
      throw watchdog.hasFired()
          ? new SourceException(
              Code.LIMIT,
              "%s took longer than %d s".formatted(request.what(), limit.toSeconds()),
              e)
          : unreachable(request, url, e);
    }
    throw new SourceException(
        Code.URL, request.what() + " is redirected in a circle; use the final URL");
  }

  private Answer once(Request request, URI url, String method)
      throws IOException, InterruptedException {
    Addresses.requireAllowed(url.getHost());
    var builder =
        HttpRequest.newBuilder(url).method(method, BodyPublishers.noBody()).timeout(limit);
    request.headers().forEach(builder::setHeader);
    if (isSameServer(request.url(), url)) {
      String authorization = request.authorization().apply(url);
      if (!authorization.isEmpty()) {
        builder.setHeader("Authorization", authorization);
      }
    }
    HttpResponse<InputStream> response =
        client(request.certificates()).send(builder.build(), BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      return new Answer(response.statusCode(), response.headers(), read(request, in), url);
    }
  }

  private static byte[] read(Request request, InputStream in) throws IOException {
    byte[] body = in.readNBytes(request.most());
    if (body.length == request.most() && in.read() >= 0) {
      throw new SourceException(
          Code.LIMIT, "%s has more than %d bytes".formatted(request.what(), request.most()));
    }
    return body;
  }

  private static URI target(Request request, URI from, String location) {
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException _) {
      throw new SourceException(Code.URL, request.what() + " is redirected to what is no URL");
    }
    String origin = target.getScheme() + "://" + target.getAuthority();
    boolean web = isWeb(target) && target.getRawUserInfo() == null && !location.isEmpty();
    boolean downgrade =
        "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(target.getScheme());
    boolean leaves = !isSameServer(request.url(), target);
    if (!web || downgrade || (leaves && request.redirects() == Redirects.SAME_SERVER)) {
      throw new SourceException(
          Code.URL,
          "%s is redirected to %s, which is not followed; use that URL if it is right"
              .formatted(request.what(), Redaction.url(origin)));
    }
    return target;
  }

  static boolean isWeb(URI url) {
    return url.getHost() != null
        && ("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme()));
  }

  static boolean isSameServer(URI left, URI right) {
    return left.getScheme().equalsIgnoreCase(right.getScheme())
        && left.getHost().equalsIgnoreCase(right.getHost())
        && port(left) == port(right);
  }

  private static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static SourceException unreachable(Request request, URI url, IOException cause) {
    var refused = GuardedResolverProvider.refused(url.getHost());
    if (refused.isPresent() && cause instanceof ConnectException) {
      return Addresses.refused(
          "%s: %s resolves to %s, which".formatted(request.what(), url.getHost(), refused.get()));
    }
    String reason = cause.getMessage() == null ? "no answer" : Redaction.url(cause.getMessage());
    return new SourceException(
        Code.UNREACHABLE,
        "%s cannot be fetched from %s; it is tried again (%s)"
            .formatted(request.what(), url.getHost(), reason),
        cause);
  }

  private synchronized HttpClient client(String certificates) {
    HttpClient existing = clients.get(certificates);
    if (existing != null) {
      return existing;
    }
    if (clients.size() >= MOST_CLIENTS) {
      // Not closed: requests may be under way; it ends with them.
      clients.remove(clients.keySet().iterator().next());
    }
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    if (!certificates.isBlank()) {
      builder.sslContext(Certificates.context(certificates));
    }
    HttpClient created = builder.build();
    clients.put(certificates, created);
    return created;
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
  }
}
