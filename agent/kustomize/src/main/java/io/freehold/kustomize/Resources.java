package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.Document;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Makes objects of documents. */
final class Resources {
  private Resources() {}

  /**
   * The objects of a file: empty documents are left out, lists are expanded after the other
   * documents.
   *
   * @throws KustomizeException when a document is not an object with kind and name
   */
  static List<Resource> of(List<Document> documents, String source) {
    var result = new ArrayList<Resource>(documents.size());
    record Pending(Value root, String source) {}
    var pending = new ArrayDeque<Pending>();
    for (Document document : documents) {
      if (!document.isEmpty()) {
        pending.add(new Pending(document.root(), source + ":" + document.line()));
      }
    }
    while (!pending.isEmpty()) {
      Pending next = pending.poll();
      if (!(next.root instanceof MapValue map)) {
        throw new KustomizeException(
            Code.FILE,
            next.source + ": this is " + next.root.describe() + ", not a Kubernetes object");
      }
      if (map.isEmpty()) {
        continue;
      }
      check(map, next.source);
      if (Resource.scalar(map, "kind").endsWith("List") && map.has("items")) {
        Value items = map.getOr("items", ListValue.empty());
        if (!items.isNull()) {
          if (!(items instanceof ListValue list)) {
            throw new KustomizeException(
                Code.FILE, next.source + ": items must be a list, not " + items.describe());
          }
          list.stream()
              .filter(item -> !item.isNull())
              .forEach(item -> pending.add(new Pending(item, next.source)));
        }
      } else {
        result.add(new Resource(map, next.source));
      }
    }
    return result;
  }

  private static void check(MapValue map, String source) {
    String kind = Resource.scalar(map, "kind");
    if (kind.isEmpty()) {
      throw new KustomizeException(
          Code.FILE, source + ": the object has no kind; add kind and apiVersion");
    }
    if (!kind.endsWith("List") && Resource.scalar(map.map("metadata"), "name").isEmpty()) {
      throw new KustomizeException(
          Code.FILE, source + ": the " + kind + " has no metadata.name; add one");
    }
  }
}
