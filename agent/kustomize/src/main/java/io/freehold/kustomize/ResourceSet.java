package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects of one level of a build, in order. Not thread safe. */
final class ResourceSet {
  /** The part of an identity that every equal identity shares. */
  private record Key(Gvk gvk, String name, String namespace) {
    static Key of(ResId id) {
      return new Key(id.gvk(), id.name(), id.effectiveNamespace());
    }
  }

  private List<Resource> resources = new ArrayList<>();

  List<Resource> all() {
    return resources;
  }

  int size() {
    return resources.size();
  }

  void replaceAll(List<Resource> others) {
    resources = new ArrayList<>(others);
  }

  void append(Resource resource) {
    appendAll(List.of(resource));
  }

  /** Appends objects whose identities must be new. */
  void appendAll(List<Resource> more) {
    Map<Key, Resource> known = new HashMap<>();
    for (Resource resource : resources) {
      known.put(Key.of(resource.id()), resource);
    }
    for (Resource resource : more) {
      Resource old = known.put(Key.of(resource.id()), resource);
      if (old != null) {
        throw new KustomizeException(
            Code.CONFLICT,
            "the object "
                + resource
                + " exists already, from "
                + old.source()
                + "; include it once, or patch it instead");
      }
      resources.add(resource);
    }
  }

  /** Takes in what a generator made: appended, merged into or put in place of an older object. */
  void absorb(Resource generated) {
    var matches = withId(generated.id());
    if (matches.size() > 1) {
      throw new KustomizeException(
          Code.CONFLICT,
          "several objects could take " + generated + ": " + names(matches) + "; name one exactly");
    }
    if (matches.isEmpty()) {
      if (generated.behavior() != Behavior.CREATE) {
        throw new KustomizeException(
            Code.GENERATOR,
            "there is no "
                + generated.id()
                + " to merge into or replace, as "
                + generated.source()
                + " asks; use behavior create or generate it in a base");
      }
      append(generated);
      return;
    }
    Resource old = matches.getFirst();
    switch (generated.behavior()) {
      case CREATE ->
          throw new KustomizeException(
              Code.CONFLICT,
              generated
                  + " exists already, from "
                  + old.source()
                  + "; set behavior merge or replace to change it");
      case REPLACE -> GeneratedMerge.replace(old, generated);
      case MERGE -> GeneratedMerge.merge(old, generated);
    }
    resources.set(resources.indexOf(old), generated);
  }

  /** Objects that have or had an identity. */
  List<Resource> withId(ResId id) {
    var matches = new ArrayList<Resource>(1);
    for (Resource resource : resources) {
      if (!resource.isDeleted() && resource.anyIdMatches(id)) {
        matches.add(resource);
      }
    }
    return matches;
  }

  /** Whether exactly one object has this identity now. */
  boolean hasOnce(ResId id) {
    int count = 0;
    for (Resource resource : resources) {
      count += resource.id().matches(id) ? 1 : 0;
    }
    return count == 1;
  }

  void dropDeleted() {
    resources.removeIf(Resource::isDeleted);
  }

  static String names(List<Resource> resources) {
    return String.join(", ", resources.stream().map(Resource::toString).toList());
  }
}
