package io.freehold.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which entries of the audit log to list; empty means all.
 *
 * @param from not before this time
 * @param to before this time
 * @param actors any of these actors
 * @param actions any of these actions, or all of a noun: {@code application}
 * @param object part of the object, in any case
 * @param clusters about any of these clusters
 * @param results any of these results
 * @param text part of any of the columns, in any case
 */
public record AuditFilter(
    Optional<Instant> from,
    Optional<Instant> to,
    List<String> actors,
    List<String> actions,
    String object,
    List<String> clusters,
    List<String> results,
    String text) {
  /** Everything. */
  public static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(), Optional.empty(), List.of(), List.of(), "", List.of(), List.of(), "");

  public AuditFilter {
    actors = List.copyOf(actors);
    actions = List.copyOf(actions);
    clusters = List.copyOf(clusters);
    results = List.copyOf(results);
  }
}
