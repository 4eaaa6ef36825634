package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Objects that are applied at the same time.
 *
 * @param wave their wave
 * @param work what has to be applied, in order
 * @param awaits what must be healthy before: all earlier waves, and the definitions of these kinds
 */
record Group(int wave, List<Prepared> work, Set<ObjectRef> awaits) {
  Group {
    work = List.copyOf(work);
    awaits = Set.copyOf(awaits);
  }

  /**
   * Cuts ordered objects into groups.
   *
   * @param inPlace whether an object is known to be in the cluster as it is wanted; it is waited
   *     for, but not applied again
   */
  static List<Group> of(List<Prepared> ordered, Predicate<Prepared> inPlace) {
    Map<String, ObjectRef> definitions =
        ordered.stream()
            .filter(object -> KindRank.isDefinition(object.ref()))
            .collect(Collectors.toMap(Definition::kindOf, Prepared::ref, (first, _) -> first));
    Function<Prepared, String> kind = object -> object.ref().group() + "/" + object.ref().kind();

    List<Group> groups = new ArrayList<>();
    Set<ObjectRef> earlierWaves = Set.of();
    Set<ObjectRef> all = new HashSet<>();
    for (int start = 0, end; start < ordered.size(); start = end) {
      Prepared first = ordered.get(start);
      end = start + 1;
      while (end < ordered.size() && ordered.get(end).order().together(first.order())) {
        end++;
      }
      if (start > 0 && ordered.get(start - 1).wave() != first.wave()) {
        earlierWaves = Set.copyOf(all);
      }
      List<Prepared> members = ordered.subList(start, end);
      List<Prepared> work = members.stream().filter(inPlace.negate()).toList();
      if (!work.isEmpty()) {
        Set<ObjectRef> awaits = new HashSet<>(earlierWaves);
        work.stream()
            .map(kind)
            .filter(definitions::containsKey)
            .map(definitions::get)
            .forEach(awaits::add);
        groups.add(new Group(first.wave(), work, awaits));
      }
      members.forEach(object -> all.add(object.ref()));
    }
    return List.copyOf(groups);
  }

  /** Reads what a CustomResourceDefinition defines. */
  private static final class Definition {
    private Definition() {}

    static String kindOf(Prepared definition) {
      var spec = definition.manifest().content().path("spec");
      return spec.path("group").asText() + "/" + spec.path("names").path("kind").asText();
    }
  }
}
