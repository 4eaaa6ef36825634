package io.freehold.kustomize;

import io.freehold.yaml.MapValue;

/**
 * Group, version and kind of an object; in a selector an empty part means any.
 *
 * @param group API group, empty for the core group
 * @param version API version
 * @param kind kind
 */
record Gvk(String group, String version, String kind) {
  static final Gvk ANY = new Gvk("", "", "");

  static Gvk of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new Gvk("", apiVersion, kind)
        : new Gvk(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  /** Of an object, or of a selector with the fields group, version and kind. */
  static Gvk ofSelector(MapValue selector) {
    return new Gvk(selector.text("group"), selector.text("version"), selector.text("kind"));
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  boolean isSelectedBy(Gvk selector) {
    return (selector.group.isEmpty() || selector.group.equals(group))
        && (selector.version.isEmpty() || selector.version.equals(version))
        && (selector.kind.isEmpty() || selector.kind.equals(kind));
  }

  boolean isClusterScoped() {
    return Scopes.isClusterScoped(this);
  }

  @Override
  public String toString() {
    String api = apiVersion();
    return api.isEmpty() ? kind : api + " " + kind;
  }
}
