package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Writes the new names of renamed objects where other objects refer to them by an old name. */
final class NameReferenceFixer {
  private final List<Resource> resources;
  private final List<NameReference> references;

  /** Only renamed objects can be meant: what was never renamed has no former name. */
  private final Map<String, List<Resource>> byFormerName = new HashMap<>();

  private NameReferenceFixer(ResourceSet set, List<NameReference> references) {
    this.resources = set.all();
    this.references = references;
    for (Resource resource : resources) {
      var names = new HashSet<String>();
      resource.formerIds().forEach(id -> names.add(id.name()));
      names.forEach(
          name -> byFormerName.computeIfAbsent(name, _ -> new ArrayList<>()).add(resource));
    }
  }

  static void fix(ResourceSet set, List<NameReference> references) {
    set.all().forEach(NameReferenceFixer::bindingNamespaces);
    var fixer = new NameReferenceFixer(set, references);
    if (!fixer.byFormerName.isEmpty()) {
      fixer.fixAll();
    }
  }

  private void fixAll() {
    // What refers is decided by the types at the start, not by those that fixing makes.
    Map<String, List<Target>> byKind = new HashMap<>();
    for (Resource resource : resources) {
      Gvk original = resource.originalId().gvk();
      var fields = byKind.computeIfAbsent(original.toString(), _ -> fieldsOf(original));
      if (!fields.isEmpty()) {
        fix(resource, fields);
      }
    }
  }

  private record Target(Gvk gvk, FieldSpec field) {}

  private List<Target> fieldsOf(Gvk gvk) {
    var fields = new ArrayList<Target>();
    for (NameReference reference : references) {
      for (FieldSpec field : reference.referrers()) {
        if (gvk.isSelectedBy(field.selector())) {
          fields.add(
              new Target(reference.target(), new FieldSpec(Gvk.ANY, field.path(), field.create())));
        }
      }
    }
    return fields;
  }

  private void fix(Resource referrer, List<Target> fields) {
    Set<String> bindingNamespaces = bindingNamespaces(referrer);
    Predicate<Resource> isVisible = candidate -> isVisible(referrer, candidate, bindingNamespaces);
    for (Target field : fields) {
      var search = new Search(referrer, field, isVisible);
      new FieldEditor(FieldEditor.Create.NOTHING, search::change).edit(referrer, field.field);
    }
  }

  private static boolean isVisible(
      Resource referrer, Resource candidate, Set<String> bindingNamespaces) {
    ResId id = candidate.id();
    return referrer.id().isClusterScoped()
        || id.isClusterScoped()
        || id.hasNamespaceOf(referrer.id())
        || bindingNamespaces.contains(candidate.namespace());
  }

  /** The namespaces whose service accounts a role binding names; all must be names. */
  private static Set<String> bindingNamespaces(Resource referrer) {
    if (!referrer.gvk().kind().equals("RoleBinding")) {
      return Set.of();
    }
    var namespaces = new HashSet<String>();
    for (Value subject : referrer.value().list("subjects")) {
      if (subject instanceof MapValue map
          && map.text("kind").equals("ServiceAccount")
          && map.has("namespace")) {
        if (!(map.getOr("namespace", NullValue.NULL) instanceof StringValue namespace)) {
          throw referrer.error(
              Code.FIELD, "the namespace of a subject is blank; name one, or remove the field");
        }
        namespaces.add(namespace.text());
      }
    }
    return namespaces;
  }

  /** The search for what one field of one object refers to. */
  private final class Search {
    private final Resource referrer;
    private final Target field;
    private final Predicate<Resource> isVisible;

    Search(Resource referrer, Target field, Predicate<Resource> isVisible) {
      this.referrer = referrer;
      this.field = field;
      this.isVisible = isVisible;
    }

    Value change(Value value) {
      return switch (value) {
        case ScalarValue scalar -> scalar(scalar);
        case MapValue map -> map(map);
        case ListValue list -> {
          ListValue changed = list;
          for (int i = 0; i < list.size(); i++) {
            changed =
                changed.with(
                    i,
                    switch (list.get(i)) {
                      case ScalarValue scalar -> scalar(scalar);
                      case MapValue map -> map(map);
                      case ListValue inner -> inner;
                    });
          }
          yield changed;
        }
      };
    }

    private Value scalar(ScalarValue value) {
      if (value.isNull()) {
        return value;
      }
      Resource found = find(value.text(), _ -> true, false);
      return found == null || found.name().equals(value.text())
          ? value
          : new StringValue(found.name());
    }

    private Value map(MapValue map) {
      if (!(map.getOr("name", NullValue.NULL) instanceof ScalarValue name) || !map.has("name")) {
        throw new KustomizeException(
            Code.FIELD, "there is no name in it; name the field that holds the name");
      }
      if (name.isNull()) {
        return map;
      }
      Resource found = find(name.text(), namespaceFilter(map), true);
      if (found == null || (found.name().equals(name.text()) && found.namespace().isEmpty())) {
        return map;
      }
      MapValue renamed = map.with("name", new StringValue(found.name()));
      return found.namespace().isEmpty()
          ? renamed
          : renamed.with("namespace", new StringValue(found.namespace()));
    }

    /** Objects that were in the namespace at first, or if there are none, are in it now. */
    private Predicate<Resource> namespaceFilter(MapValue map) {
      if (!map.has("namespace")) {
        return _ -> true;
      }
      String namespace = Resource.scalar(map, "namespace");
      boolean anyOriginal =
          resources.stream()
              .anyMatch(
                  r -> isVisible.test(r) && r.originalId().effectiveNamespace().equals(namespace));
      return anyOriginal
          ? candidate -> candidate.originalId().effectiveNamespace().equals(namespace)
          : candidate -> candidate.id().effectiveNamespace().equals(namespace);
    }

    private @org.jspecify.annotations.Nullable Resource find(
        String name, Predicate<Resource> filter, boolean withNamespace) {
      List<Resource> candidates = new ArrayList<>();
      for (Resource candidate : byFormerName.getOrDefault(name, List.of())) {
        if (isVisible.test(candidate)
            && filter.test(candidate)
            && wasSelected(candidate, field.gvk)
            && fitsRole(candidate)
            && isInReach(candidate)) {
          candidates.add(candidate);
        }
      }
      if (candidates.size() > 1) {
        candidates = candidates.stream().filter(c -> Affixes.fit(c, referrer, true)).toList();
      }
      if (candidates.size() > 1) {
        candidates = candidates.stream().filter(c -> Affixes.fit(c, referrer, false)).toList();
      }
      if (candidates.isEmpty()) {
        return null;
      }
      Resource first = candidates.getFirst();
      for (Resource other : candidates) {
        if (!other.name().equals(first.name())
            || (withNamespace && !other.namespace().equals(first.namespace()))) {
          throw new KustomizeException(
              Code.CONFLICT,
              "the name "
                  + name
                  + " can mean several objects: "
                  + ResourceSet.names(candidates)
                  + "; give them different names");
        }
      }
      return first;
    }

    /** The kind that a roleRef names must be the one of the candidate. */
    private boolean fitsRole(Resource candidate) {
      if (!field.field.path().endsWith("roleRef/name")) {
        return true;
      }
      MapValue role = referrer.value().map("roleRef");
      if (!role.has("apiGroup") || !role.has("kind")) {
        return true;
      }
      return wasSelected(candidate, new Gvk(role.text("apiGroup"), "", role.text("kind")));
    }

    private boolean isInReach(Resource candidate) {
      return referrer.id().isClusterScoped()
          || candidate.id().isClusterScoped()
          || candidate.gvk().kind().equals("ServiceAccount")
          || referrer.id().hasNamespaceOf(candidate.id());
    }
  }

  private static boolean wasSelected(Resource candidate, Gvk gvk) {
    return candidate.formerIds().stream().anyMatch(id -> id.gvk().isSelectedBy(gvk));
  }
}
