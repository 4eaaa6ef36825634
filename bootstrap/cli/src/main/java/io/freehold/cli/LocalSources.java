package io.freehold.cli;

import io.freehold.api.Source;
import io.freehold.render.FetchedSource;
import io.freehold.render.RemoteSources;
import io.freehold.source.ChartArchive;
import io.freehold.source.ChartRepositories;
import io.freehold.source.CredentialStore;
import io.freehold.source.FetchLimits;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.source.LayerChoice;
import io.freehold.source.OciArtifact;
import io.freehold.source.OciArtifacts;
import io.freehold.source.SubmodulePolicy;
import io.freehold.source.Submodules;
import io.freehold.tree.Tree;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Fetches what Applications and kustomizations name besides folders of this machine, into a cache.
 * Thread safe.
 */
final class LocalSources implements RemoteSources, AutoCloseable {
  private static final String OCI = "oci://";

  private final Path cache;
  private final CredentialStore credentials;
  private final ChartRepositories charts;
  private final OciArtifacts artifacts;
  // Guarded by this.
  private final Map<String, GitRepository> repositories = new HashMap<>();

  LocalSources(CredentialStore credentials, Path cache) {
    this.cache = cache;
    this.credentials = credentials;
    this.charts =
        new ChartRepositories(
            cache.resolve("charts"), credentials, FetchLimits.DEFAULT, Clock.systemUTC());
    this.artifacts =
        new OciArtifacts(
            cache.resolve("artifacts"), credentials, FetchLimits.DEFAULT, Clock.systemUTC());
  }

  /** A source that names a repository, at the newest of its revision. */
  FetchedSource fetch(Source source) {
    String url = source.repoUrl();
    if (!source.chart().isEmpty()) {
      ChartArchive chart = charts.fetch(url, source.chart(), source.revision());
      return new FetchedSource(source, chart.tree(), chart.version());
    }
    if (url.startsWith(OCI)) {
      OciArtifact artifact = artifacts.fetch(url, source.revision(), LayerChoice.DEFAULT);
      return new FetchedSource(source, artifact.tree(), artifact.digest());
    }
    GitRepository repository = open(url);
    String commit = repository.fetch(source.revision());
    return new FetchedSource(source, tree(repository, commit, source.submodules()), commit);
  }

  @Override
  public Tree repository(String url, String revision, boolean submodules) {
    GitRepository repository = open(url);
    return tree(repository, repository.fetch(revision), submodules);
  }

  @Override
  public Tree chart(String repository, String chart, String version) {
    return charts.fetch(repository, chart, version).tree();
  }

  private Tree tree(GitRepository repository, String commit, boolean submodules) {
    Tree tree = repository.treeAt(commit, "");
    return submodules
        ? new Submodules(SubmodulePolicy.of(_ -> true), url -> open(url.text()))
            .follow(repository.url(), tree)
        : tree;
  }

  private synchronized GitRepository open(String url) {
    return repositories.computeIfAbsent(
        url,
        text ->
            new GitRepository(
                GitUrl.parse(text),
                cache.resolve("git"),
                () -> credentials.forUrl(text),
                GitLimits.DEFAULT));
  }

  @Override
  public synchronized void close() {
    repositories.values().forEach(GitRepository::close);
    charts.close();
    artifacts.close();
  }
}
