package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;

/** Moves objects to a namespace. */
final class NamespaceTransformer implements Transformer {
  /** Which subjects of role bindings are moved as well. */
  enum Subjects {
    DEFAULT_ONLY,
    ALL_SERVICE_ACCOUNTS,
    NONE;

    static Subjects of(String text) {
      return switch (text) {
        case "", "defaultOnly" -> DEFAULT_ONLY;
        case "allServiceAccounts" -> ALL_SERVICE_ACCOUNTS;
        case "none" -> NONE;
        default ->
            throw new KustomizeException(
                Code.PLUGIN,
                "setRoleBindingSubjects is '"
                    + text
                    + "'; it can be defaultOnly, allServiceAccounts or none");
      };
    }
  }

  private static final FieldSpec METADATA = new FieldSpec(Gvk.ANY, "metadata/namespace", true);

  private final String namespace;
  private final List<FieldSpec> specs;
  private final List<FieldSpec> namespaceSpecs;
  private final boolean unsetOnly;
  private final Subjects subjects;
  private final FieldEditor editor;

  NamespaceTransformer(
      String namespace, List<FieldSpec> specs, boolean unsetOnly, Subjects subjects) {
    this.namespace = namespace;
    // The namespace of an object follows its own rule, and names are those of core Namespaces.
    this.namespaceSpecs =
        specs.stream().filter(spec -> !spec.path().equals(METADATA.path())).toList();
    this.specs =
        namespaceSpecs.stream().filter(spec -> !spec.path().equals("metadata/name")).toList();
    this.unsetOnly = unsetOnly;
    this.subjects = subjects;
    this.editor = new FieldEditor(FieldEditor.Create.TEXT, this::set);
  }

  @Override
  public void apply(ResourceSet resources) {
    if (namespace.isEmpty()) {
      return;
    }
    for (Resource resource : resources.all()) {
      if (resource.isDeleted() || resource.isFromChart()) {
        continue;
      }
      resource.rememberId();
      if (!resource.id().isClusterScoped()) {
        editor.edit(resource, METADATA);
      }
      boolean isBinding =
          resource.gvk().kind().equals("RoleBinding")
              || resource.gvk().kind().equals("ClusterRoleBinding");
      if (isBinding) {
        moveSubjects(resource);
      }
      for (FieldSpec spec : resource.gvk().apiVersion().equals("v1") ? namespaceSpecs : specs) {
        if (!(isBinding
            && spec.path().equals("subjects/namespace")
            && spec.selector().kind().endsWith("RoleBinding"))) {
          editor.edit(resource, spec);
        }
      }
    }
    checkUnique(resources);
  }

  private static void checkUnique(ResourceSet resources) {
    var known = new java.util.HashMap<List<String>, Resource>();
    for (Resource resource : resources.all()) {
      ResId id = resource.id();
      var key = List.of(id.gvk().apiVersion(), id.gvk().kind(), id.effectiveNamespace(), id.name());
      Resource other = known.put(key, resource);
      if (other != null) {
        throw new KustomizeException(
            Code.CONFLICT,
            "the namespace transformation makes one object of "
                + other
                + " and "
                + resource
                + "; rename one of them");
      }
    }
  }

  private void moveSubjects(Resource resource) {
    if (subjects == Subjects.NONE
        || !(resource.value().getOr("subjects", NullValue.NULL) instanceof ListValue list)) {
      return;
    }
    String field = subjects == Subjects.DEFAULT_ONLY ? "name" : "kind";
    String wanted = subjects == Subjects.DEFAULT_ONLY ? "default" : "ServiceAccount";
    var moved = new ArrayList<Value>(list.size());
    for (Value subject : list) {
      moved.add(
          subject instanceof MapValue map && Resource.scalar(map, field).equals(wanted)
              ? map.with("namespace", set(map.getOr("namespace", new StringValue(""))))
              : subject);
    }
    resource.value(resource.value().with("subjects", ListValue.of(moved)));
  }

  private Value set(Value old) {
    if (!(old instanceof ScalarValue scalar)) {
      throw new KustomizeException(
          Code.FIELD, "there is " + old.describe() + " where the name of a namespace is expected");
    }
    boolean isSet = !scalar.isNull() && !scalar.text().isEmpty();
    return unsetOnly && isSet ? old : new StringValue(namespace);
  }
}
