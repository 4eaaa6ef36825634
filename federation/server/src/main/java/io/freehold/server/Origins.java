package io.freehold.server;

import io.freehold.access.Loopback;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Which pages and names are the plane's own. */
final class Origins {
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
  private static final int LONGEST_PLACE = 1_000;

  private final Supplier<URI> url;

  /**
   * @param url what browsers call the plane
   */
  Origins(Supplier<URI> url) {
    this.url = url;
  }

  /** What browsers call the plane, with {@code /} at the end. */
  URI url() {
    return url.get();
  }

  /** Whether browsers reach it over TLS. */
  boolean secure() {
    return "https".equals(url().getScheme());
  }

  /**
   * Whether the plane was asked by a name of its own. A foreign page that lets its own name lead to
   * this machine (DNS rebinding) would read what anybody on it may read.
   */
  boolean addressed(ServerRequest request) {
    String name = host(request).getHost();
    return Loopback.names(name) || Objects.equals(name, url().getHost());
  }

  /** Whether a form was sent by a page of the plane, or by no browser. */
  boolean ownPage(ServerRequest request) {
    String site = request.headers().first(FETCH_SITE).orElse("none");
    String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
    return OWN_SITES.contains(site)
        && addressed(request)
        && (origin.isEmpty() || origin.equals(text(url())) || origin.equals(loopback(request)));
  }

  /** A place to go on to after a sign-in: one of the plane, else its first page. */
  static String place(String wanted) {
    boolean own =
        wanted.length() <= LONGEST_PLACE
            && wanted.startsWith("/")
            && !wanted.startsWith("//")
            && wanted.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
            && !wanted.startsWith("/login")
            && !wanted.startsWith("/api/");
    try {
      return own && URI.create(wanted).getRawAuthority() == null ? wanted : "/";
    } catch (IllegalArgumentException _) {
      return "/";
    }
  }

  private static String text(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  // This machine has several names, and the way to it through a tunnel has another port and no TLS.
  private static String loopback(ServerRequest request) {
    URI host = host(request);
    return Loopback.names(host.getHost()) ? text(host) : "none";
  }

  /** By what name the plane was asked: the Host of HTTP/1.1, the authority of HTTP/2. */
  private static URI host(ServerRequest request) {
    try {
      String scheme = request.isSecure() ? "https" : "http";
      return URI.create(scheme + "://" + request.authority() + "/");
    } catch (IllegalArgumentException | NoSuchElementException _) {
      return URI.create("http:///");
    }
  }
}
