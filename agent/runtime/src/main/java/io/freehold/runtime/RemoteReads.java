package io.freehold.runtime;

import io.freehold.api.ProjectRules;
import io.freehold.api.Source;
import io.freehold.render.RemoteSources;
import io.freehold.source.SourceException;
import io.freehold.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one render fetches besides its sources, as far as the project allows it: with the same
 * credentials, limits and signatures as sources. Remembers at which revision everything was. Used
 * by one thread.
 */
final class RemoteReads implements RemoteSources {
  private final Sources sources;
  private final SourceHub.Fetcher fetcher;
  private final ProjectRules rules;
  private final Map<SourceKey, String> revisions = new LinkedHashMap<>();

  RemoteReads(Sources sources, SourceHub.Fetcher fetcher, ProjectRules rules) {
    this.sources = sources;
    this.fetcher = fetcher;
    this.rules = rules;
  }

  /** The revision of each that was fetched. */
  Map<SourceKey, String> revisions() {
    return Map.copyOf(revisions);
  }

  @Override
  public Tree repository(String url, String revision, boolean submodules) {
    return fetch(Source.folder(url, "", revision).with(null, submodules));
  }

  @Override
  public Tree chart(String repository, String chart, String version) {
    return fetch(new Source(repository, "", version, chart, "", null, null, null, null, null));
  }

  private Tree fetch(Source source) {
    rules
        .source(source.repoUrl())
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
    SourceKey key = sources.key(source, rules);
    // Somebody may follow it already.
    SourceState known = sources.state(key);
    SourceState.Snapshot snapshot = known.snapshot();
    if (snapshot == null || !known.error().isEmpty()) {
      try {
        snapshot = fetcher.fetch(key);
      } catch (SourceException e) {
        throw new Unavailable(key.shown() + ": " + e.getMessage(), e);
      }
    }
    revisions.put(key, snapshot.revision());
    return snapshot.tree();
  }
}
