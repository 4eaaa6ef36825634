package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All Helm repositories there are: those over HTTP with an index, and OCI registries. Archives and
 * indexes are kept on disk by digest. Thread safe.
 */
public final class ChartRepositories implements ChartRepository, AutoCloseable {
  private static final String CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
  private static final String OLD_CHART_LAYER = "application/tar+gzip";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final long MOST_CACHED_BYTES = 512L << 20;
  private static final int MOST_CACHED = 2000;

  private final WebClient web;
  private final FetchLimits limits;
  private final HttpCharts http;
  private final OciRegistry registry;
  private final OciReferences references;

  /**
   * Opens the cache; nothing is fetched.
   *
   * @param folder keeps what was fetched
   * @param credentials asked before each request
   * @param clock tells when tokens of registries end
   */
  public ChartRepositories(
      Path folder, CredentialStore credentials, FetchLimits limits, Clock clock) {
    var cache = new DigestCache(folder, MOST_CACHED_BYTES, MOST_CACHED);
    this.web = new WebClient(limits.time());
    this.limits = limits;
    this.http = new HttpCharts(web, credentials, limits, cache);
    this.registry = new OciRegistry(web, credentials, limits, cache, clock);
    this.references = new OciReferences(registry);
  }

  @Override
  public ChartArchive fetch(String repositoryUrl, String chart, String versionOrRange) {
    if (!NAME.matcher(chart).matches()) {
      throw new SourceException(
          Code.URL,
          "a chart has a name of letters, digits, dots and dashes, not: " + Redaction.url(chart));
    }
    return OciUrl.isOci(repositoryUrl)
        ? fromRegistry(OciUrl.parse(repositoryUrl).child(chart), chart, versionOrRange.strip())
        : fromIndex(repositoryUrl, chart, versionOrRange.strip());
  }

  private ChartArchive fromIndex(String url, String chart, String versionOrRange) {
    var archive = http.fetch(url, chart, versionOrRange);
    return chart(chart, archive.version(), archive.digest(), archive.content());
  }

  private ChartArchive fromRegistry(OciUrl url, String chart, String versionOrRange) {
    var found = references.find(url, versionOrRange);
    OciManifest.Layer layer =
        layer(found.manifest().layers(), CHART_LAYER)
            .or(() -> layer(found.manifest().layers(), OLD_CHART_LAYER))
            .orElseThrow(() ->
                new SourceException(
                    Code.FORMAT,
                    "%s:%s is not a Helm chart: it has no layer of the type %s"
                        .formatted(url, found.tag(), CHART_LAYER)));
    String version = found.tag().isEmpty() ? versionOrRange : OciReferences.version(found.tag());
    return chart(chart, version, layer.digest(), registry.blob(url, layer));
  }

  private ChartArchive chart(String name, String version, Digest digest, byte[] archive) {
    String what = "the chart %s %s".formatted(name, version);
    Tree tree = Archives.unpack(archive, 1, what, limits);
    if (tree.find("Chart.yaml").isEmpty()) {
      throw new SourceException(
          Code.FORMAT, what + " has no Chart.yaml in its folder; it is not a Helm chart");
    }
    return new ChartArchive(name, version, digest.toString(), tree);
  }

  private static Optional<OciManifest.Layer> layer(
      List<OciManifest.Layer> layers, String mediaType) {
    return layers.stream().filter(layer -> layer.mediaType().equals(mediaType)).findFirst();
  }

  /** Ends all requests. */
  @Override
  public void close() {
    web.close();
  }
}
