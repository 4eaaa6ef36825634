package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.source.WebClient.Redirects;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Helm repositories over HTTP: an index, and archives beside it or elsewhere. */
final class HttpCharts {
  private static final int MOST_REMEMBERED = 256;
  private static final int LARGEST_PROVENANCE = 1 << 20;

  private final WebClient web;
  private final CredentialStore credentials;
  private final FetchLimits limits;
  private final DigestCache cache;
  // What is known by URL, least recently used first; guarded by this.
  private final Map<String, Index> indexes = bounded();
  private final Map<String, Digest> archives = bounded();
  private final Map<Choice, ChartIndex.Entry> choices = bounded();

  /** A question to an index; large indexes are not read again for the same answer. */
  private record Choice(Digest index, String chart, String versionOrRange) {}

  /** The index as it was last sent, and how to ask whether it changed. */
  private record Index(Digest digest, String etag, String lastModified) {}

  /**
   * One version of a chart, not unpacked.
   *
   * @param url where it was fetched from
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Archive(String version, byte[] content, Digest digest, URI url) {}

  HttpCharts(WebClient web, CredentialStore credentials, FetchLimits limits, DigestCache cache) {
    this.web = web;
    this.credentials = credentials;
    this.limits = limits;
    this.cache = cache;
  }

  Archive fetch(String repositoryUrl, String chart, String versionOrRange) {
    String base = withoutSlash(repositoryUrl.strip());
    ChartIndex.Entry entry = entry(base, chart, versionOrRange);
    URI url =
        entry.urls().stream()
            .findFirst()
            .map(first -> resolved(base, first))
            .orElseThrow(() ->
                new SourceException(
                    Code.FORMAT,
                    "%s/index.yaml has no URL for %s %s".formatted(base, chart, entry.version())));
    Optional<Digest> expected = digest(entry, base);
    String what = "the chart %s %s".formatted(chart, entry.version());
    byte[] content = archive(url, expected, what);
    return new Archive(entry.version(), content, Digest.of(content), url);
  }

  /** The signed statement about an archive, which is beside it. */
  byte[] provenance(Archive archive, String what) {
    URI url = URI.create(archive.url() + ".prov");
    return body(
        get(url, what + "'s provenance", Map.of(), LARGEST_PROVENANCE, Redirects.SAME_SERVER));
  }

  private ChartIndex.Entry entry(String base, String chart, String versionOrRange) {
    var choice = new Choice(index(base, true), chart, versionOrRange);
    Optional<ChartIndex.Entry> known = choice(choice, Optional.empty());
    if (known.isPresent()) {
      return known.get();
    }
    Digest digest = choice.index();
    Optional<byte[]> content = cache.get(digest);
    if (content.isEmpty()) {
      // The copy was damaged or is too large to be kept.
      digest = index(base, false);
      content = cache.get(digest);
    }
    byte[] yaml =
        content.orElseThrow(() ->
            new SourceException(
                Code.DAMAGED, "the index of " + base + " cannot be kept; check the disk's space"));
    List<ChartIndex.Entry> entries = ChartIndex.read(yaml, chart, base);
    ChartIndex.Entry chosen =
        ChartIndex.choose(entries, versionOrRange)
            .orElseThrow(() -> notFound(base, chart, versionOrRange, entries));
    choice(new Choice(digest, chart, versionOrRange), Optional.of(chosen));
    return chosen;
  }

  /**
   * The digest of the newest index, which is in the cache.
   *
   * @param mayBeKnown whether the answer may be that nothing changed
   */
  private Digest index(String base, boolean mayBeKnown) {
    Optional<Index> known =
        index(base, Optional.empty()).filter(index -> mayBeKnown && cache.has(index.digest()));
    Map<String, String> headers = new LinkedHashMap<>();
    known
        .map(Index::etag)
        .filter(tag -> !tag.isEmpty())
        .ifPresent(tag -> headers.put("If-None-Match", tag));
    known
        .map(Index::lastModified)
        .filter(time -> !time.isEmpty())
        .ifPresent(time -> headers.put("If-Modified-Since", time));
    var answer =
        get(
            url(base + "/index.yaml"),
            "the index of " + base,
            headers,
            limits.indexBytes(),
            Redirects.SAME_SERVER);
    if (answer.status() == 304 && known.isPresent()) {
      return known.get().digest();
    }
    byte[] body = body(answer);
    var digest = Digest.of(body);
    cache.put(digest, body);
    index(
        base,
        Optional.of(new Index(digest, answer.header("ETag"), answer.header("Last-Modified"))));
    return digest;
  }

  private byte[] archive(URI url, Optional<Digest> expected, String what) {
    Optional<Digest> known = expected.or(() -> archiveAt(url));
    Optional<byte[]> cached = known.flatMap(cache::get);
    if (cached.isPresent()) {
      return cached.get();
    }
    // Content that is checked may come from anywhere, as from the stores behind many repositories.
    Redirects redirects = expected.isPresent() ? Redirects.ANYWHERE : Redirects.SAME_SERVER;
    byte[] content = body(get(url, what, Map.of(), limits.archiveBytes(), redirects));
    expected.ifPresent(digest -> digest.require(content, what));
    var digest = Digest.of(content);
    cache.put(digest, content);
    synchronized (this) {
      archives.put(url.toString(), digest);
    }
    return content;
  }

  private synchronized Optional<Digest> archiveAt(URI url) {
    return Optional.ofNullable(archives.get(url.toString()));
  }

  private synchronized Optional<ChartIndex.Entry> choice(
      Choice choice, Optional<ChartIndex.Entry> changed) {
    changed.ifPresent(entry -> choices.put(choice, entry));
    return Optional.ofNullable(choices.get(choice));
  }

  private synchronized Optional<Index> index(String base, Optional<Index> changed) {
    changed.ifPresent(index -> indexes.put(base, index));
    return Optional.ofNullable(indexes.get(base));
  }

  private WebClient.Answer get(
      URI url, String what, Map<String, String> headers, int most, Redirects redirects) {
    return web.get(
        new WebClient.Request(
            url,
            what,
            headers,
            target -> basic(credentials.forUrl(target.toString())),
            credentials.forUrl(url.toString()).certificates(),
            most,
            redirects));
  }

  private static byte[] body(WebClient.Answer answer) {
    URI url = answer.url();
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 401, 403 ->
          throw new SourceException(
              Code.AUTH,
              "the server refused the credentials for %s; check those that are bound to its URL"
                  .formatted(plain(url)));
      case 404, 410 ->
          throw new SourceException(
              Code.NOT_FOUND, "there is nothing at %s; check the URL".formatted(plain(url)));
      default ->
          throw new SourceException(
              Code.UNREACHABLE,
              "%s answered with status %d; it is tried again"
                  .formatted(plain(url), answer.status()));
    };
  }

  /** A URL for messages: queries often are signatures. */
  private static String plain(URI url) {
    return url.getScheme() + "://" + url.getAuthority() + url.getPath();
  }

  static String basic(GitCredentials credentials) {
    if (credentials.password().isEmpty()) {
      return "";
    }
    String pair = credentials.username() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Digest> digest(ChartIndex.Entry entry, String base) {
    String text = entry.digest().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Digest> digest = Digest.parse(text.contains(":") ? text : "sha256:" + text);
    if (digest.isEmpty()) {
      throw new SourceException(
          Code.FORMAT,
          "%s/index.yaml has a digest for version %s that is none"
              .formatted(base, entry.version()));
    }
    return digest;
  }

  private static URI resolved(String base, String location) {
    URI target;
    try {
      target = url(base + "/").resolve(location.strip());
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          Code.FORMAT, base + "/index.yaml names an archive whose URL is none", e);
    }
    if (!WebClient.isWeb(target) || target.getRawUserInfo() != null) {
      throw new SourceException(
          Code.URL,
          "%s/index.yaml names an archive whose URL is not plain http or https: %s"
              .formatted(base, Redaction.url(target.toString())));
    }
    if (base.toLowerCase(Locale.ROOT).startsWith("https:")
        && !"https".equalsIgnoreCase(target.getScheme())) {
      throw new SourceException(
          Code.URL, base + "/index.yaml names an archive over clear text, which is not fetched");
    }
    return target;
  }

  private static URI url(String text) {
    try {
      var url = URI.create(text);
      if (WebClient.isWeb(url) && url.getRawUserInfo() == null && url.getRawQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // The answer below.
    }
    throw new SourceException(
        Code.URL,
        "a Helm repository is at https://host/path, without user and query: "
            + Redaction.url(text));
  }

  private static SourceException notFound(
      String base, String chart, String wanted, List<ChartIndex.Entry> entries) {
    String there =
        VersionRange.parse("*-0")
            .flatMap(any -> any.highest(entries.stream().map(ChartIndex.Entry::version).toList()))
            .map(newest -> "the newest is " + newest)
            .orElse("it has no chart of this name");
    return new SourceException(
        Code.NOT_FOUND_REF,
        "%s has no version %s of the chart %s; %s"
            .formatted(base, wanted.isEmpty() ? "*" : wanted, chart, there));
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? withoutSlash(url.substring(0, url.length() - 1)) : url;
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_REMEMBERED;
      }
    };
  }
}
