package io.freehold.kube;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort.ResourceKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths of resources, from the API server's root. */
final class ResourcePath {
  private ResourcePath() {}

  /** All objects of a kind, in all namespaces. */
  static String all(ResourceKind kind) {
    return group(kind) + "/" + kind.plural();
  }

  /**
   * The objects of a kind in a namespace; in all of them when it is empty.
   *
   * @throws IllegalArgumentException when the namespace cannot be part of a path
   */
  static String list(ResourceKind kind, String namespace) {
    return kind.namespaced() && !namespace.isEmpty()
        ? group(kind) + "/namespaces/" + segment(namespace) + "/" + kind.plural()
        : all(kind);
  }

  /**
   * One object.
   *
   * @throws IllegalArgumentException when the name cannot be part of a path
   */
  static String of(ResourceKind kind, ObjectRef ref) {
    String namespace = kind.namespaced() ? "/namespaces/" + segment(ref.namespace()) : "";
    return group(kind) + namespace + "/" + kind.plural() + "/" + segment(ref.name());
  }

  /** Text as a query value. */
  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String group(ResourceKind kind) {
    String prefix = kind.apiVersion().indexOf('/') < 0 ? "/api/" : "/apis/";
    return prefix + kind.apiVersion();
  }

  private static String segment(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a name or namespace that the API server can address");
    }
    return query(name);
  }
}
