package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;

/**
 * An entry of {@code vars}.
 *
 * @param name what is written as {@code $(name)}
 * @param object the object that has the value
 * @param fieldPath where the value stands in it
 * @param source where the entry stands, for messages
 */
record Variable(String name, ResId object, String fieldPath, String source) {
  static Variable of(MapValue entry, String source) {
    MapValue reference = entry.map("objref");
    Gvk gvk =
        reference.text("apiVersion").isEmpty()
            ? Gvk.ofSelector(reference)
            : Gvk.of(reference.text("apiVersion"), reference.text("kind"));
    if (entry.text("name").isEmpty()) {
      throw new KustomizeException(Code.VARIABLE, source + ": a variable needs a name");
    }
    String path = entry.map("fieldref").text("fieldPath");
    return new Variable(
        entry.text("name"),
        new ResId(gvk, reference.text("name"), reference.text("namespace")),
        path.isEmpty() ? "metadata.name" : path,
        source);
  }

  /** Notes at the object that it has the value, so that later renames do not matter. */
  void attach(ResourceSet resources) {
    boolean anyNamespace = object.namespace().isEmpty() && !object.isClusterScoped();
    Resource found = null;
    for (Resource resource : resources.all()) {
      boolean fits =
          resource.allIds().stream()
              .anyMatch(id ->
                  anyNamespace
                      ? id.name().equals(object.name()) && id.gvk().equals(object.gvk())
                      : object.matches(id));
      if (fits) {
        if (found != null) {
          throw new KustomizeException(
              Code.VARIABLE,
              source
                  + ": the variable "
                  + name
                  + " can mean "
                  + found
                  + " and "
                  + resource
                  + "; add a namespace to its objref");
        }
        found = resource;
      }
    }
    if (found != null) {
      found.variables().add(name);
    }
  }
}
