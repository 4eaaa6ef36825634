package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * All Helm repositories there are: those over HTTP with an index, and OCI registries. Archives and
 * indexes are kept on disk by digest. Thread safe.
 */
public final class ChartRepositories implements ChartRepository, AutoCloseable {
  private static final String CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
  private static final String OLD_CHART_LAYER = "application/tar+gzip";
  private static final String PROVENANCE_LAYER =
      "application/vnd.cncf.helm.chart.provenance.v1.prov";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final long MOST_CACHED_BYTES = 192L << 20;
  private static final int MOST_CACHED = 2000;

  private final DigestCache cache;

  private final UnpackedTrees unpacked = new UnpackedTrees();
  private final WebClient web;
  private final FetchLimits limits;
  private final HttpCharts http;
  private final OciRegistry registry;
  private final OciReferences references;
  private final CosignSignatures cosign;

  /**
   * Opens the cache; nothing is fetched.
   *
   * @param folder keeps what was fetched; used by nothing else
   * @param credentials asked before each request
   * @param clock tells when tokens of registries end
   */
  public ChartRepositories(
      Path folder, CredentialStore credentials, FetchLimits limits, Clock clock) {
    this.cache = new DigestCache(folder, MOST_CACHED_BYTES, MOST_CACHED);
    this.web = new WebClient(limits.time());
    this.limits = limits;
    this.http = new HttpCharts(web, credentials, limits, cache);
    this.registry = new OciRegistry(web, credentials, limits, cache, clock);
    this.references = new OciReferences(registry);
    this.cosign = new CosignSignatures(registry);
  }

  @Override
  public ChartArchive fetch(String repositoryUrl, String chart, String versionOrRange) {
    return fetch(repositoryUrl, chart, versionOrRange, new Demand.Nothing());
  }

  /**
   * A chart as it was fetched before, without asking anybody and without looking at signatures
   * again; empty when it is not on disk any more.
   *
   * @param digest of its archive
   */
  public Optional<ChartArchive> kept(String chart, String version, String digest) {
    return Digest.parse(digest)
        .flatMap(known ->
            cache
                .get(known)
                .map(archive -> chart(chart, version, known, () -> archive, new Demand.Nothing())));
  }

  /**
   * The same repositories, of which only charts are given that have a provenance file, signed by
   * one of these keys.
   */
  public ChartRepository signedBy(OpenPgpKeys keys) {
    return (url, chart, version) -> fetch(url, chart, version, new Demand.WithProvenance(keys));
  }

  /**
   * The same repositories, of which only charts of OCI registries are given that one of these keys
   * signed with cosign.
   */
  public ChartRepository signedBy(CosignKeys keys) {
    return (url, chart, version) -> fetch(url, chart, version, new Demand.WithCosign(keys));
  }

  /** Which signature is wanted. */
  private sealed interface Demand {
    record Nothing() implements Demand {}

    record WithProvenance(OpenPgpKeys keys) implements Demand {}

    record WithCosign(CosignKeys keys) implements Demand {}
  }

  private ChartArchive fetch(
      String repositoryUrl, String chart, String versionOrRange, Demand demand) {
    if (!NAME.matcher(chart).matches()) {
      throw new SourceException(
          Code.URL,
          "a chart has a name of letters, digits, dots and dashes, not: " + Redaction.url(chart));
    }
    return OciUrl.isOci(repositoryUrl)
        ? fromRegistry(
            OciUrl.parse(repositoryUrl).child(chart), chart, versionOrRange.strip(), demand)
        : fromIndex(repositoryUrl, chart, versionOrRange.strip(), demand);
  }

  private ChartArchive fromIndex(String url, String chart, String versionOrRange, Demand demand) {
    var archive = http.fetch(url, chart, versionOrRange);
    String what = "the chart %s %s".formatted(chart, archive.version());
    switch (demand) {
      case Demand.Nothing _ -> {
        // Unsigned charts are allowed.
      }
      case Demand.WithProvenance signed ->
          Provenance.require(http.provenance(archive, what), archive.digest(), signed.keys(), what);
      case Demand.WithCosign _ ->
          throw new SourceException(
              Code.SIGNATURE,
              what
                  + " is refused: the policy demands a cosign signature, which only charts of OCI registries have");
    }
    return chart(chart, archive.version(), archive.digest(), archive::content, demand);
  }

  private ChartArchive fromRegistry(
      OciUrl url, String chart, String versionOrRange, Demand demand) {
    var found = references.find(url, versionOrRange);
    String what = url + "@" + found.manifest().digest();
    OciManifest.Layer layer =
        layer(found.manifest().layers(), CHART_LAYER)
            .or(() -> layer(found.manifest().layers(), OLD_CHART_LAYER))
            .orElseThrow(() ->
                new SourceException(
                    Code.FORMAT,
                    "%s:%s is not a Helm chart: it has no layer of the type %s"
                        .formatted(url, found.tag(), CHART_LAYER)));
    switch (demand) {
      case Demand.Nothing _ -> {
        // Unsigned charts are allowed.
      }
      case Demand.WithProvenance signed ->
          Provenance.require(
              provenance(url, found.manifest(), what), layer.digest(), signed.keys(), what);
      case Demand.WithCosign signed ->
          cosign.require(url, found.manifest().digest(), signed.keys());
    }
    String version = OciReferences.version(found.tag());
    return chart(chart, version, layer.digest(), () -> registry.blob(url, layer), demand);
  }

  private byte[] provenance(OciUrl url, OciManifest manifest, String what) {
    return registry.blob(
        url,
        layer(manifest.layers(), PROVENANCE_LAYER)
            .orElseThrow(() ->
                new SourceException(
                    Code.SIGNATURE,
                    what + " is refused: it was pushed without a provenance file")));
  }

  /**
   * Unpacks a chart.
   *
   * @param version empty when a digest was named; the chart says its version then
   */
  private ChartArchive chart(
      String name, String version, Digest digest, Supplier<byte[]> archive, Demand demand) {
    String what = "the chart %s %s".formatted(name, version);
    String key = digest.toString();
    Tree tree =
        unpacked
            .find(key)
            .orElseGet(() -> unpacked.put(key, Archives.unpack(archive.get(), 1, what, limits)));
    // What is in use is not the one to go when there is no room.
    cache.has(digest);
    if (tree.find("Chart.yaml").isEmpty()) {
      throw new SourceException(
          Code.FORMAT, what + " has no Chart.yaml in its folder; it is not a Helm chart");
    }
    MapValue metadata = metadata(tree, what);
    String own = metadata.text("version");
    if (!(demand instanceof Demand.Nothing)
        && (!metadata.text("name").equals(name)
            || (!version.isEmpty() && !withoutV(own).equals(withoutV(version))))) {
      // Signed is what is inside; without this another signed chart could be shown in its place.
      throw new SourceException(
          Code.SIGNATURE,
          "%s is refused: its archive says that it is %s %s"
              .formatted(what, Redaction.url(metadata.text("name")), Redaction.url(own)));
    }
    return new ChartArchive(name, version.isEmpty() ? own : version, digest.toString(), tree);
  }

  private static MapValue metadata(Tree tree, String what) {
    try {
      var documents = Yaml.parse("Chart.yaml", tree.read("Chart.yaml"), Schema.KUBERNETES);
      if (!documents.isEmpty() && documents.getFirst().root() instanceof MapValue map) {
        return map;
      }
    } catch (YamlException e) {
      throw new SourceException(Code.FORMAT, what + " has an unreadable " + e.getMessage(), e);
    }
    throw new SourceException(Code.FORMAT, what + " has a Chart.yaml that is no map");
  }

  private static String withoutV(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
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
