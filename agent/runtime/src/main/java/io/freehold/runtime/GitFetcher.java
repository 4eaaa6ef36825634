package io.freehold.runtime;

import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads Git repositories; asks for one ref each time and fetches only when it moved, and only
 * forward.
 */
final class GitFetcher implements SourceHub.Fetcher, AutoCloseable {
  private final Path folder;
  private final GitUrl registry;
  private final Supplier<GitCredentials> credentials;
  // Guarded by this.
  private final Map<String, GitRepository> repositories = new HashMap<>();

  /**
   * @param folder keeps the copies
   * @param registry the repository that the credentials are for
   * @param credentials asked before each use, because mounted files change
   */
  GitFetcher(Path folder, GitUrl registry, Supplier<GitCredentials> credentials) {
    this.folder = folder;
    this.registry = registry;
    this.credentials = credentials;
  }

  @Override
  public SourceState.Snapshot fetch(SourceKey key) {
    GitRepository repository = repository(key.url());
    String commit = repository.lookUp(key.revision());
    // Remembered on disk: a restart must not make a rewritten history acceptable.
    Optional<String> before = repository.accepted(key.revision());
    if (before.filter(commit::equals).isEmpty() || !repository.holds(commit)) {
      commit = repository.fetch(key.revision());
      if (before.isPresent()) {
        repository.requireForward(before.get(), commit, key.revision());
      }
      repository.accept(key.revision(), commit);
    }
    return new SourceState.Snapshot(commit, repository.treeAt(commit, ""));
  }

  @Override
  public synchronized void close() {
    repositories.values().forEach(GitRepository::close);
    repositories.clear();
  }

  private synchronized GitRepository repository(String url) {
    return repositories.computeIfAbsent(
        url,
        _ -> {
          GitUrl parsed = GitUrl.parse(url);
          // The credentials are for one server and are never shown to another.
          boolean ours =
              parsed.scheme().equals(registry.scheme())
                  && parsed.host().equals(registry.host())
                  && parsed.port() == registry.port();
          return new GitRepository(
              parsed, folder, ours ? credentials : () -> GitCredentials.NONE, GitLimits.DEFAULT);
        });
  }
}
