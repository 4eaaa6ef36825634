package io.freehold.runtime;

import io.freehold.api.Commit;
import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.api.RepositoryId;
import io.freehold.api.Signatures;
import io.freehold.api.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * One {@link SourcePoller} per distinct repository, whatever number of applications read from it.
 * Thread safe.
 */
final class SourceHub implements Sources, AutoCloseable {
  private final SourceKey registry;
  private final ProjectRules own;
  private final Fetcher fetcher;
  private final Duration interval;
  private final Executor threads;
  private final RandomGenerator random;
  // Guarded by this.
  private final Map<String, SourcePoller> pollers = new HashMap<>();

  /** Reads repositories. */
  @FunctionalInterface
  interface Fetcher {
    /** What an earlier process accepted, as far as it can be read without asking the remote. */
    default Optional<SourceState.Snapshot> kept(SourceKey key) {
      return Optional.empty();
    }

    /** See {@link Sources#commits}. */
    default List<Commit> commits(String from, String to) {
      return List.of();
    }

    /**
     * The newest commit of a revision. Asks the remote; fetches only what moved.
     *
     * @throws RuntimeException when the source does not answer; the message tells people why
     */
    SourceState.Snapshot fetch(SourceKey key);
  }

  /**
   * @param registry what a source means that names no repository or no revision, and what is asked
   *     of all that is in the registry
   * @param fetcher reads repositories
   * @param interval pause between two looks at the same repository
   * @param threads runs the pollers
   * @param random jitter
   */
  SourceHub(
      SourceKey registry,
      Fetcher fetcher,
      Duration interval,
      Executor threads,
      RandomGenerator random) {
    this.registry = registry;
    this.own = new ProjectRules("", ProjectSpec.NOTHING, registry.url());
    this.fetcher = fetcher;
    this.interval = interval;
    this.threads = threads;
    this.random = random;
  }

  @Override
  public SourceKey key(Source source, ProjectRules rules) {
    String url = source.repoUrl().isEmpty() ? registry.url() : source.repoUrl();
    String revision = source.revision();
    if (revision.isEmpty()) {
      // Another repository's default branch is its own affair.
      revision = url.equals(registry.url()) ? registry.revision() : "";
    }
    return new SourceKey(url, source.chart(), revision, demands(source, url, rules));
  }

  private Demands demands(Source source, String url, ProjectRules rules) {
    List<Signatures> signatures = new ArrayList<>();
    if (own.isRegistry(url)) {
      signatures.addAll(registry.demands().signatures());
    }
    rules.signatures(url).ifPresent(signatures::add);
    Signatures ofSource = source.signatures();
    if (ofSource != null && ofSource.demanded()) {
      signatures.add(ofSource);
    }
    return new Demands(signatures, source.submodules() ? rules.spec().sources() : null);
  }

  @Override
  public SourceState state(SourceKey key) {
    SourcePoller poller;
    synchronized (this) {
      poller = pollers.get(key.url());
    }
    return poller == null ? SourceState.NOT_ASKED : poller.state(key);
  }

  @Override
  public synchronized void follow(SourceKey key, Runnable onNews) {
    pollers
        .computeIfAbsent(
            key.url(),
            _ -> {
              SourcePoller poller = new SourcePoller(fetcher, interval, random);
              threads.execute(poller);
              return poller;
            })
        .follow(key, onNews);
  }

  @Override
  public synchronized void unfollow(SourceKey key, Runnable onNews) {
    SourcePoller poller = pollers.get(key.url());
    if (poller != null && poller.unfollow(key, onNews)) {
      pollers.remove(key.url());
      poller.close();
    }
  }

  @Override
  public List<Commit> commits(String from, String to) {
    return fetcher.commits(from, to);
  }

  @Override
  public void refresh(SourceKey key) {
    SourcePoller poller;
    synchronized (this) {
      poller = pollers.get(key.url());
    }
    if (poller != null) {
      poller.lookNow();
    }
  }

  /**
   * Looks soon at repositories that are said to have moved.
   *
   * @param digest {@link RepositoryId#digest()} of them
   */
  synchronized void hint(String digest) {
    pollers.forEach((url, poller) -> {
      // Registries tell what was pushed like forges do.
      String https = url.startsWith("oci://") ? "https://" + url.substring(6) : url;
      if (RepositoryId.of(https).filter(id -> id.digest().equals(digest)).isPresent()) {
        poller.lookSoon();
      }
    });
  }

  /** Looks at a source that somebody follows now, on the calling thread. */
  SourceState lookAt(SourceKey key) {
    SourcePoller poller;
    synchronized (this) {
      poller = pollers.get(key.url());
    }
    return poller == null ? SourceState.NOT_ASKED : poller.lookAt(key);
  }

  /** Reads a source once, on the calling thread, without following it. */
  SourceState readOnce(SourceKey key) {
    try {
      return new SourceState(fetcher.fetch(key), "");
    } catch (RuntimeException e) {
      return new SourceState(null, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  /** How many repositories are polled. */
  synchronized int size() {
    return pollers.size();
  }

  @Override
  public synchronized void close() {
    pollers.values().forEach(SourcePoller::close);
    pollers.clear();
  }
}
