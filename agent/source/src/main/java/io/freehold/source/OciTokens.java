package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.source.WebClient.Redirects;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a registry wants to see in the Authorization header: nothing, a password, or a token that
 * another server gives out (the token authentication of the distribution specification). That other
 * server is shown the registry's credentials only when it is the registry itself, the domain the
 * registry is in, or Docker Hub's for Docker Hub; otherwise credentials must be bound to it.
 */
final class OciTokens {
  private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)=\"([^\"]*)\"");
  private static final int LARGEST = 1 << 20;
  private static final int MOST_TOKENS = 256;
  private static final long SHORTEST = 60;
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final WebClient web;
  private final CredentialStore credentials;
  private final Clock clock;
  // By repository; guarded by this.
  private final Map<OciUrl, Token> tokens = new LinkedHashMap<>();

  /** An Authorization header, good until a moment, gained with some credentials. */
  private record Token(String header, Instant until, GitCredentials with) {}

  OciTokens(WebClient web, CredentialStore credentials, Clock clock) {
    this.web = web;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** The header that last worked; empty when there is none. */
  synchronized String known(OciUrl url) {
    Token token = tokens.get(url);
    boolean good =
        token != null
            && clock.instant().isBefore(token.until)
            && token.with.equals(credentials.forUrl(url.toString()));
    return good && token != null ? token.header : "";
  }

  /**
   * Gains a header as a registry demands it; empty when there is nothing that could be shown.
   *
   * @param challenge the WWW-Authenticate header
   * @param registry the registry's own URL
   */
  Optional<String> gain(OciUrl url, URI registry, String challenge) {
    var with = credentials.forUrl(url.toString());
    String lower = challenge.toLowerCase(Locale.ROOT);
    if (lower.startsWith("basic")) {
      String header = HttpCharts.basic(with);
      return header.isEmpty()
          ? Optional.empty()
          : Optional.of(remember(url, new Token(header, Instant.MAX, with)));
    }
    if (!lower.startsWith("bearer")) {
      return Optional.empty();
    }
    Map<String, String> parameters = parameters(challenge);
    URI realm = realm(registry, parameters.getOrDefault("realm", ""));
    return Optional.of(remember(url, token(url, registry, realm, parameters, with)));
  }

  private Token token(
      OciUrl url, URI registry, URI realm, Map<String, String> parameters, GitCredentials with) {
    var own = credentials.forUrl(realm.toString());
    var shown = own.password().isEmpty() && isTrusted(registry, realm) ? with : own;
    String separator = realm.getRawQuery() == null ? "?" : "&";
    String query =
        "service="
            + encoded(parameters.getOrDefault("service", ""))
            + "&scope="
            + encoded("repository:" + url.repository() + ":pull");
    String what = "the token for " + url;
    var answer =
        web.get(
            new WebClient.Request(
                URI.create(realm + separator + query),
                what,
                Map.of(),
                _ -> HttpCharts.basic(shown),
                own.certificates().isBlank() && WebClient.isSameServer(registry, realm)
                    ? with.certificates()
                    : own.certificates(),
                LARGEST,
                Redirects.SAME_SERVER));
    if (answer.status() != 200) {
      throw refused(url);
    }
    MapValue json = OciManifest.json(answer.body(), what);
    String token = json.text("token").isEmpty() ? json.text("access_token") : json.text("token");
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new SourceException(
          Code.FORMAT, what + " is missing in the answer of " + realm.getHost());
    }
    long seconds =
        json.get("expires_in").orElse(NumberValue.of(SHORTEST)) instanceof NumberValue number
            ? Math.clamp(number.decimal().longValue(), SHORTEST, 3600)
            : SHORTEST;
    return new Token("Bearer " + token, clock.instant().plusSeconds(seconds).minus(MARGIN), with);
  }

  /** The answer for credentials that are not good enough. */
  static SourceException refused(OciUrl url) {
    return new SourceException(
        Code.AUTH,
        "the registry refused to show %s; check that it exists and that credentials which may pull are bound to its URL"
            .formatted(url));
  }

  private static URI realm(URI registry, String text) {
    URI realm;
    try {
      realm = URI.create(text);
    } catch (IllegalArgumentException _) {
      realm = URI.create("");
    }
    boolean clear = "http".equalsIgnoreCase(realm.getScheme());
    if (!WebClient.isWeb(realm)
        || realm.getRawUserInfo() != null
        || (clear && !WebClient.isSameServer(registry, realm))) {
      throw new SourceException(
          Code.URL,
          "the registry %s sends for tokens to a place that is not asked: %s"
              .formatted(registry.getHost(), Redaction.url(text)));
    }
    return realm;
  }

  /** Whether a token server may see what is for the registry. */
  private static boolean isTrusted(URI registry, URI realm) {
    String registryHost = registry.getHost().toLowerCase(Locale.ROOT);
    String realmHost = realm.getHost().toLowerCase(Locale.ROOT);
    if (registryHost.equals(realmHost)) {
      // The same server, or the same host by TLS.
      return WebClient.isSameServer(registry, realm) || "https".equalsIgnoreCase(realm.getScheme());
    }
    boolean parent = registryHost.endsWith("." + realmHost) && realmHost.contains(".");
    boolean hub = registryHost.equals(OciRegistry.DOCKER_HUB) && realmHost.equals("auth.docker.io");
    return "https".equalsIgnoreCase(realm.getScheme()) && (parent || hub);
  }

  private synchronized String remember(OciUrl url, Token token) {
    if (tokens.size() >= MOST_TOKENS) {
      tokens.clear();
    }
    tokens.put(url, token);
    return token.header;
  }

  private static Map<String, String> parameters(String challenge) {
    var parameters = new LinkedHashMap<String, String>();
    var matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
    }
    return parameters;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
