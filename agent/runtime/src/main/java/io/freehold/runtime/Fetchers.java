package io.freehold.runtime;

import static java.util.Objects.requireNonNull;

import io.freehold.api.Commit;
import io.freehold.api.Signatures;
import io.freehold.source.ChartArchive;
import io.freehold.source.ChartRepositories;
import io.freehold.source.ChartRepository;
import io.freehold.source.CosignKeys;
import io.freehold.source.LayerChoice;
import io.freehold.source.OciArtifact;
import io.freehold.source.OciArtifacts;
import io.freehold.source.SourceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Reads every kind of source: Git repositories, charts, and artifacts of OCI registries. */
final class Fetchers implements SourceHub.Fetcher, AutoCloseable {
  private static final String OCI = "oci://";

  /** A version or digest that never means anything else. */
  private static final Pattern EXACT =
      Pattern.compile("v?\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]+)?|sha256:[0-9a-f]{64}");

  private final GitFetcher git;
  private final ChartRepositories charts;
  private final OciArtifacts artifacts;

  /** What exact versions gave: nobody needs to be asked again. */
  private final Map<SourceKey, SourceState.Snapshot> exact = new ConcurrentHashMap<>();

  private final KeptVersions versions;

  /**
   * All three are closed with it.
   *
   * @param versions what ranges and tags were at
   */
  Fetchers(
      GitFetcher git, ChartRepositories charts, OciArtifacts artifacts, KeptVersions versions) {
    this.versions = versions;
    this.git = git;
    this.charts = charts;
    this.artifacts = artifacts;
  }

  /** For the dependencies of charts. */
  ChartRepository charts() {
    return charts;
  }

  @Override
  public SourceState.Snapshot fetch(SourceKey key) {
    if (isGit(key)) {
      return git.fetch(key);
    }
    if (!EXACT.matcher(key.revision()).matches()) {
      return fetchAgain(key);
    }
    SourceState.Snapshot known = exact.get(key);
    if (known == null) {
      known = fetchAgain(key);
      exact.put(key, known);
    }
    return known;
  }

  private SourceState.Snapshot fetchAgain(SourceKey key) {
    List<Signatures> demanded = key.demands().signatures();
    if (!key.chart().isEmpty()) {
      ChartArchive chart = null;
      String version = key.revision();
      for (ChartRepository repository : repositories(key.url(), demanded)) {
        chart = repository.fetch(key.url(), key.chart(), version);
        // The very same for the next one.
        version = chart.version();
      }
      ChartArchive found = requireNonNull(chart);
      versions.put(key, new KeptVersions.Kept(found.version(), found.digest()));
      return new SourceState.Snapshot(found.version(), found.tree());
    }
    OciArtifact artifact =
        demanded.isEmpty()
            ? artifacts.fetch(key.url(), key.revision(), LayerChoice.DEFAULT)
            : signed(key, demanded);
    versions.put(key, new KeptVersions.Kept(artifact.digest(), artifact.digest()));
    return new SourceState.Snapshot(artifact.digest(), artifact.tree());
  }

  private OciArtifact signed(SourceKey key, List<Signatures> demanded) {
    String revision = key.revision();
    OciArtifact artifact = null;
    for (Signatures each : demanded) {
      artifact = artifacts.fetchSigned(key.url(), revision, LayerChoice.DEFAULT, cosign(each));
      // The very same for the next one, whatever the tag is at by then.
      revision = artifact.digest();
    }
    return requireNonNull(artifact);
  }

  private List<ChartRepository> repositories(String url, List<Signatures> demanded) {
    return demanded.isEmpty()
        ? List.of(charts)
        : demanded.stream().map(each -> repository(url, each)).toList();
  }

  /** Repositories with an index have provenance files, registries cosign signatures as well. */
  private ChartRepository repository(String url, Signatures demanded) {
    return demanded.cosign().isEmpty() || url.startsWith("http")
        ? charts.signedBy(GitSignatures.openPgp(demanded))
        : charts.signedBy(cosign(demanded));
  }

  private static CosignKeys cosign(Signatures demanded) {
    if (demanded.cosign().isEmpty()) {
      throw new SourceException(
          SourceException.Code.SIGNATURE,
          "the artifact must be signed, and signatures.cosign names no key for it");
    }
    return CosignKeys.parse(String.join("\n", demanded.cosign()));
  }

  @Override
  public List<Commit> commits(String from, String to) {
    return git.commits(from, to);
  }

  private static boolean isGit(SourceKey key) {
    return key.chart().isEmpty() && !key.url().startsWith(OCI);
  }

  @Override
  public Optional<SourceState.Snapshot> kept(SourceKey key) {
    return isGit(key) ? git.kept(key) : versions.find(key).flatMap(kept -> read(key, kept));
  }

  /** Content that is known by its digest needs no server, and was checked when it was taken. */
  private Optional<SourceState.Snapshot> read(SourceKey key, KeptVersions.Kept kept) {
    if (!key.chart().isEmpty()) {
      return charts
          .kept(key.chart(), kept.version(), kept.digest())
          .map(chart -> new SourceState.Snapshot(chart.version(), chart.tree()));
    }
    OciArtifact artifact = artifacts.fetch(key.url(), kept.digest(), LayerChoice.DEFAULT);
    return Optional.of(new SourceState.Snapshot(artifact.digest(), artifact.tree()));
  }

  @Override
  public void close() {
    git.close();
    charts.close();
    artifacts.close();
  }
}
