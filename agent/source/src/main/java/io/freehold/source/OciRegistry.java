package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.source.WebClient.Redirects;
import io.freehold.yaml.StringValue;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads OCI registries (the pull half of the distribution specification 1.1). */
final class OciRegistry {
  static final String DOCKER_HUB = "registry-1.docker.io";

  private static final Set<String> DOCKER_NAMES =
      Set.of("docker.io", "index.docker.io", DOCKER_HUB);
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
  private static final int LARGEST_MANIFEST = 4 << 20;
  private static final int MOST_PAGES = 100;
  private static final int MOST_SEEN = 2000;
  private static final Map<String, String> MANIFESTS =
      Map.of("Accept", OciManifest.MEDIA_TYPE + ", " + OciManifest.DOCKER_MEDIA_TYPE);

  private final WebClient web;
  private final CredentialStore credentials;
  private final FetchLimits limits;
  private final DigestCache cache;
  private final OciTokens tokens;
  // Tags that were asked for before.
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  OciRegistry(
      WebClient web,
      CredentialStore credentials,
      FetchLimits limits,
      DigestCache cache,
      Clock clock) {
    this.web = web;
    this.credentials = credentials;
    this.limits = limits;
    this.cache = cache;
    this.tokens = new OciTokens(web, credentials, clock);
  }

  static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /** All tags of a repository; empty when there is no such repository. */
  List<String> tags(OciUrl url) {
    var tags = new ArrayList<String>();
    String what = "the list of tags of " + url;
    URI page = api(url, "/tags/list?n=1000");
    int bytes = 0;
    for (int i = 0; i < MOST_PAGES; i++) {
      var answer = get(url, page, what, Map.of(), limits.indexBytes(), Redirects.SAME_SERVER);
      if (answer.status() == 404) {
        return List.of();
      }
      requireOk(answer, what);
      bytes += answer.body().length;
      OciManifest.json(answer.body(), what).list("tags").stream()
          .filter(StringValue.class::isInstance)
          .map(value -> ((StringValue) value).text())
          .forEach(tags::add);
      Optional<URI> next = next(page, answer.header("Link"), what);
      if (next.isEmpty()) {
        return List.copyOf(tags);
      }
      if (bytes > limits.indexBytes()) {
        break;
      }
      page = next.get();
    }
    throw new SourceException(Code.LIMIT, what + " is longer than allowed; name an exact tag");
  }

  /**
   * The manifest of a tag or digest; empty when there is none.
   *
   * @throws SourceException when it is not what its digest says
   */
  Optional<OciManifest> manifest(OciUrl url, String reference) {
    String what = url + (reference.contains(":") ? "@" : ":") + reference;
    Optional<Digest> digest = Digest.parse(reference);
    Optional<byte[]> cached = digest.flatMap(cache::get);
    if (cached.isPresent()) {
      return cached.map(content -> OciManifest.parse(content, what));
    }
    Optional<OciManifest> unchanged =
        digest.isPresent() ? Optional.empty() : known(url, reference, what);
    if (unchanged.isPresent()) {
      return unchanged;
    }
    var answer =
        get(
            url,
            api(url, "/manifests/" + reference),
            what,
            MANIFESTS,
            LARGEST_MANIFEST,
            Redirects.SAME_SERVER);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    requireOk(answer, what);
    digest.ifPresent(expected -> expected.require(answer.body(), what));
    Digest.parse(answer.header("Docker-Content-Digest"))
        .ifPresent(promised -> promised.require(answer.body(), what));
    OciManifest manifest = OciManifest.parse(answer.body(), what);
    cache.put(manifest.digest(), answer.body());
    return Optional.of(manifest);
  }

  /**
   * The manifest of a tag that is here already. Registries count downloads, and not questions for
   * the digest; one that does not answer them is asked for the manifest.
   */
  private Optional<OciManifest> known(OciUrl url, String tag, String what) {
    String key = url + ":" + tag;
    if (!seen.contains(key)) {
      remember(key);
      return Optional.empty();
    }
    var answer =
        ask(
            url,
            authorization ->
                web.head(request(url, api(url, "/manifests/" + tag), what, authorization)));
    return Optional.of(answer)
        .filter(told -> told.status() == 200)
        .flatMap(told -> Digest.parse(told.header("Docker-Content-Digest")))
        .flatMap(cache::get)
        .map(content -> OciManifest.parse(content, what));
  }

  private void remember(String key) {
    if (seen.size() >= MOST_SEEN) {
      seen.clear();
    }
    seen.add(key);
  }

  private WebClient.Request request(OciUrl url, URI target, String what, String authorization) {
    return request(
        url, target, what, MANIFESTS, LARGEST_MANIFEST, Redirects.SAME_SERVER, authorization);
  }

  /** The content of a layer, from the cache or the registry. */
  byte[] blob(OciUrl url, OciManifest.Layer layer) {
    String what = "the blob " + layer.digest() + " of " + url;
    if (layer.size() > limits.archiveBytes()) {
      throw new SourceException(
          Code.LIMIT,
          "%s has %d bytes, more than the %d allowed"
              .formatted(what, layer.size(), limits.archiveBytes()));
    }
    Optional<byte[]> cached = cache.get(layer.digest());
    if (cached.isPresent()) {
      return cached.get();
    }
    // Registries keep blobs in stores elsewhere; the digest says whether they are right.
    var answer =
        get(
            url,
            api(url, "/blobs/" + layer.digest()),
            what,
            Map.of(),
            (int) Math.max(1, layer.size()),
            Redirects.ANYWHERE);
    requireOk(answer, what);
    byte[] content = layer.digest().require(answer.body(), what);
    cache.put(layer.digest(), content);
    return content;
  }

  private WebClient.Answer get(
      OciUrl url,
      URI target,
      String what,
      Map<String, String> headers,
      int most,
      Redirects redirects) {
    return ask(
        url,
        authorization ->
            web.get(request(url, target, what, headers, most, redirects, authorization)));
  }

  /** Asks with what is known, and once more with a token if the registry wants one. */
  private WebClient.Answer ask(OciUrl url, Function<String, WebClient.Answer> question) {
    var answer = question.apply(tokens.known(url));
    if (answer.status() != 401) {
      return answer;
    }
    Optional<String> header = tokens.gain(url, api(url, "/"), answer.header("WWW-Authenticate"));
    if (header.isEmpty()) {
      throw OciTokens.refused(url);
    }
    return question.apply(header.get());
  }

  private WebClient.Request request(
      OciUrl url,
      URI target,
      String what,
      Map<String, String> headers,
      int most,
      Redirects redirects,
      String authorization) {
    String certificates = credentials.forUrl(url.toString()).certificates();
    // A redirect inside of the registry to another path is outside of what credentials are for.
    String own = api(url, "/").getRawPath();
    return new WebClient.Request(
        target,
        what,
        headers,
        place -> place.normalize().getRawPath().startsWith(own) ? authorization : "",
        certificates,
        most,
        redirects);
  }

  /** Where a repository's resources are. */
  private URI api(OciUrl url, String path) {
    boolean hub = DOCKER_NAMES.contains(url.host());
    String host = hub ? DOCKER_HUB : url.host();
    String repository =
        hub && !url.repository().contains("/") ? "library/" + url.repository() : url.repository();
    return URI.create(scheme(url) + "://" + host + "/v2/" + repository + path);
  }

  /** Clear text only to this machine, and there only when no certificates are bound to it. */
  private String scheme(OciUrl url) {
    String name = url.hostName();
    boolean local =
        name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
    return local && credentials.forUrl(url.toString()).certificates().isBlank() ? "http" : "https";
  }

  private static Optional<URI> next(URI page, String link, String what) {
    var matcher = NEXT.matcher(link);
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      URI next = page.resolve(matcher.group(1));
      if (WebClient.isWeb(next) && WebClient.isSameServer(page, next)) {
        return Optional.of(next);
      }
    } catch (IllegalArgumentException _) {
      // The answer below.
    }
    throw new SourceException(Code.URL, what + " continues at another server, which is not asked");
  }

  private static void requireOk(WebClient.Answer answer, String what) {
    int status = answer.status();
    if (status == 200) {
      return;
    }
    if (status == 401 || status == 403) {
      throw new SourceException(
          Code.AUTH,
          "the registry refused the credentials for %s; check those that are bound to its URL"
              .formatted(what));
    }
    throw new SourceException(
        status == 404 ? Code.NOT_FOUND : Code.UNREACHABLE,
        "the registry answered with status %d for %s".formatted(status, what));
  }
}
