package io.freehold.runtime;

import io.freehold.api.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a revision as people write it, and as a status shows it, in place of those of the sources.
 */
final class Revisions {
  private static final String AND = "\\+(?=[^+])";

  private Revisions() {}

  /**
   * The sources at a revision. One revision is meant for the first source that has something to
   * render, and for all others that read the same repository at the same revision; several, joined
   * by {@code +}, are one for each source, or one for each place that sources read from.
   *
   * @param field where the revision was written, for the message
   * @throws IllegalArgumentException when it is not told which revision is whose
   */
  static List<Source> at(List<Source> sources, String revision, String field) {
    if (revision.isEmpty() || sources.isEmpty()) {
      return sources;
    }
    Map<Place, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      places.computeIfAbsent(Place.of(sources.get(i)), _ -> new ArrayList<>()).add(i);
    }
    if (places.size() == 1) {
      // A version may have a + of its own.
      return sources.stream().map(source -> source.atRevision(revision)).toList();
    }
    List<String> parts = List.of(revision.split(AND, -1));
    List<Source> result = new ArrayList<>(sources);
    if (parts.size() == 1) {
      Source main =
          sources.stream()
              .filter(source -> !source.isReferenceOnly())
              .findFirst()
              .orElse(sources.getFirst());
      for (int index : places.getOrDefault(Place.of(main), List.of())) {
        result.set(index, sources.get(index).atRevision(revision));
      }
    } else if (parts.size() == sources.size()) {
      for (int i = 0; i < parts.size(); i++) {
        result.set(i, sources.get(i).atRevision(parts.get(i)));
      }
    } else if (parts.size() == places.size()) {
      int part = 0;
      for (List<Integer> place : places.values()) {
        for (int index : place) {
          result.set(index, sources.get(index).atRevision(parts.get(part)));
        }
        part++;
      }
    } else {
      throw new IllegalArgumentException(
          "%s: \"%s\" has %d revisions, but there are %d sources; write one, or one for each"
              .formatted(field, revision, parts.size(), sources.size()));
    }
    return List.copyOf(result);
  }

  /** What is read from. */
  private record Place(String url, String chart, String revision) {
    static Place of(Source source) {
      return new Place(source.repoUrl(), source.chart(), source.revision());
    }
  }
}
