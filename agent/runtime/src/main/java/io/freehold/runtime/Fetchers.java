package io.freehold.runtime;

import io.freehold.source.ChartArchive;
import io.freehold.source.ChartRepositories;
import io.freehold.source.ChartRepository;
import io.freehold.source.LayerChoice;
import io.freehold.source.OciArtifact;
import io.freehold.source.OciArtifacts;
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

  /** All three are closed with it. */
  Fetchers(GitFetcher git, ChartRepositories charts, OciArtifacts artifacts) {
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
    if (!key.chart().isEmpty()) {
      ChartArchive chart = charts.fetch(key.url(), key.chart(), key.revision());
      return new SourceState.Snapshot(chart.version(), chart.tree());
    }
    OciArtifact artifact = artifacts.fetch(key.url(), key.revision(), LayerChoice.DEFAULT);
    return new SourceState.Snapshot(artifact.digest(), artifact.tree());
  }

  private static boolean isGit(SourceKey key) {
    return key.chart().isEmpty() && !key.url().startsWith(OCI);
  }

  @Override
  public Optional<SourceState.Snapshot> kept(SourceKey key) {
    // Which version a range or tag was at is not written down for charts and artifacts.
    return isGit(key) ? git.kept(key) : Optional.empty();
  }

  @Override
  public void close() {
    git.close();
    charts.close();
    artifacts.close();
  }
}
