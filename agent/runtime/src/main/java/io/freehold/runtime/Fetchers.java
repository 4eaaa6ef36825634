package io.freehold.runtime;

import io.freehold.source.ChartArchive;
import io.freehold.source.ChartRepositories;
import io.freehold.source.LayerChoice;
import io.freehold.source.OciArtifact;
import io.freehold.source.OciArtifacts;
import java.util.Optional;

/** Reads every kind of source: Git repositories, charts, and artifacts of OCI registries. */
final class Fetchers implements SourceHub.Fetcher, AutoCloseable {
  private static final String OCI = "oci://";

  private final GitFetcher git;
  private final ChartRepositories charts;
  private final OciArtifacts artifacts;

  /** All three are closed with it. */
  Fetchers(GitFetcher git, ChartRepositories charts, OciArtifacts artifacts) {
    this.git = git;
    this.charts = charts;
    this.artifacts = artifacts;
  }

  @Override
  public SourceState.Snapshot fetch(SourceKey key) {
    if (!key.chart().isEmpty()) {
      ChartArchive chart = charts.fetch(key.url(), key.chart(), key.revision());
      return new SourceState.Snapshot(chart.version(), chart.tree());
    }
    if (key.url().startsWith(OCI)) {
      OciArtifact artifact = artifacts.fetch(key.url(), key.revision(), LayerChoice.DEFAULT);
      return new SourceState.Snapshot(artifact.digest(), artifact.tree());
    }
    return git.fetch(key);
  }

  @Override
  public Optional<SourceState.Snapshot> kept(SourceKey key) {
    // Which version a range or tag was at is not written down for charts and artifacts.
    return key.chart().isEmpty() && !key.url().startsWith(OCI) ? git.kept(key) : Optional.empty();
  }

  @Override
  public void close() {
    git.close();
    charts.close();
    artifacts.close();
  }
}
