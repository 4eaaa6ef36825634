package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Commit;
import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.source.CommitInfo;
import io.freehold.source.CredentialStore;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.source.SourceException;
import io.freehold.source.SubmodulePolicy;
import io.freehold.source.Submodules;
import io.freehold.tree.Tree;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads Git repositories; asks for one ref each time and fetches only when it moved, and only
 * forward, unless a person allowed the very commit that does not continue from the one in use.
 */
final class GitFetcher implements SourceHub.Fetcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitFetcher.class);

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private final Function<GitUrl, GitRepository> open;
  private final Predicate<String> permit;
  private final String registry;
  private final GitSignatures signatures = new GitSignatures();
  // Guarded by this.
  private final Map<String, GitRepository> repositories = new HashMap<>();

  /**
   * @param folder keeps the copies
   * @param credentials asked before each use
   * @param permit uses up a person's permission for exactly this commit; false when there is none
   * @param registry URL of the cluster's own registry
   */
  GitFetcher(Path folder, CredentialStore credentials, Predicate<String> permit, String registry) {
    this(
        url ->
            new GitRepository(url, folder, () -> credentials.forUrl(url.text()), GitLimits.DEFAULT),
        permit,
        registry);
  }

  GitFetcher(Function<GitUrl, GitRepository> open, Predicate<String> permit, String registry) {
    this.registry = registry;
    this.open = open;
    this.permit = permit;
  }

  @Override
  public SourceState.Snapshot fetch(SourceKey key) {
    GitRepository repository = repository(key.url());
    String commit = repository.lookUp(key.revision());
    if (key.anyHistory()) {
      // Not written down as accepted: it must not become so for those who only go forward.
      if (!repository.holds(commit)) {
        commit = repository.fetch(key.revision());
      }
      signatures.require(repository, key, commit);
      return snapshot(repository, key, commit);
    }
    // Remembered on disk: a restart must not make a rewritten history acceptable.
    Optional<String> before = repository.accepted(key.revision());
    if (before.filter(commit::equals).isEmpty() || !repository.holds(commit)) {
      commit = repository.fetch(key.revision());
      if (before.isPresent()) {
        requireForward(repository, before.get(), commit, key.revision());
      }
      signatures.require(repository, key, commit);
      repository.accept(key.revision(), commit);
    }
    signatures.require(repository, key, commit);
    return snapshot(repository, key, commit);
  }

  private SourceState.Snapshot snapshot(GitRepository repository, SourceKey key, String commit) {
    Tree tree = repository.treeAt(commit, "");
    List<String> allowed = key.demands().submodules();
    if (allowed != null) {
      var rules = new ProjectRules("", ProjectSpec.reading(allowed), registry);
      var policy = SubmodulePolicy.of(url -> rules.source(url).isEmpty());
      tree = new Submodules(policy, url -> repository(url.text())).follow(repository.url(), tree);
    }
    return new SourceState.Snapshot(commit, tree);
  }

  @Override
  public Optional<SourceState.Snapshot> kept(SourceKey key) {
    if (key.anyHistory()) {
      return Optional.empty();
    }
    GitRepository repository = repository(key.url());
    return signatures
        .kept(repository, key)
        .filter(repository::holds)
        .map(commit -> snapshot(repository, key, commit));
  }

  @Override
  public List<Commit> commits(String from, String to) {
    if (!COMMIT.matcher(to).matches()) {
      return List.of();
    }
    List<GitRepository> here;
    synchronized (this) {
      here = List.copyOf(repositories.values());
    }
    try {
      for (GitRepository repository : here) {
        if (repository.holds(to)) {
          boolean known = COMMIT.matcher(from).matches() && repository.holds(from);
          // One more than is told, so that it is known whether there are more.
          int limit = known ? Commit.LIMIT + 1 : 1;
          return repository.commits(known ? from : "", to, limit).stream()
              .map(GitFetcher::commit)
              .toList();
        }
      }
    } catch (SourceException e) {
      LOG.warn("The commits of a sync cannot be told: {}", e.getMessage());
    }
    return List.of();
  }

  private static Commit commit(CommitInfo commit) {
    return new Commit(
        commit.id(),
        commit.author(),
        commit.committer(),
        commit.authoredAt().toString(),
        commit.time().toString(),
        commit.subject());
  }

  @Override
  public synchronized void close() {
    repositories.values().forEach(GitRepository::close);
    repositories.clear();
  }

  private void requireForward(GitRepository repository, String from, String to, String revision) {
    try {
      repository.requireForward(from, to, revision);
    } catch (SourceException e) {
      if (e.code() != SourceException.Code.HISTORY_REWRITTEN) {
        throw e;
      }
      // Used up before the commit is accepted: a crash in between asks again, never allows twice.
      if (!permit.test(to)) {
        throw new SourceException(
            e.code(),
            "%s, or allow it: kubectl -n %s annotate applications.freehold.io %s %s=%s"
                .formatted(
                    e.getMessage(),
                    ApiGroup.SYSTEM_NAMESPACE,
                    ApiGroup.ROOT_APPLICATION,
                    ApiGroup.ACCEPT_HISTORY_ANNOTATION,
                    to),
            e);
      }
      LOG.warn("Accepted although it does not go forward, as a person allowed: {}", e.getMessage());
    }
  }

  private synchronized GitRepository repository(String url) {
    return repositories.computeIfAbsent(url, text -> open.apply(GitUrl.parse(text)));
  }
}
