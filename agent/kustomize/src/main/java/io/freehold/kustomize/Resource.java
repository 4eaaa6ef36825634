package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * An object on its way through a build: an immutable tree that is exchanged as a whole, and what
 * the build remembers about it. Owned by one build, so not thread safe.
 */
final class Resource {
  private record Former(String name, String namespace, String kind) {}

  private final String source;
  private MapValue value;
  private ResId id;
  private final List<Former> formers = new ArrayList<>(2);
  private final List<String> prefixes = new ArrayList<>(2);
  private final List<String> suffixes = new ArrayList<>(2);
  private final List<String> variables = new ArrayList<>(0);
  private Behavior behavior = Behavior.CREATE;
  private boolean hashed;
  private boolean fromChart;

  Resource(MapValue value, String source) {
    this.value = value;
    this.source = source;
    this.id = idOf(value);
  }

  /** Where it came from, for messages. */
  String source() {
    return source;
  }

  MapValue value() {
    return value;
  }

  @SuppressWarnings(
      "ReferenceEquality") // a comparison of all content would cost more than it saves
  void value(MapValue changed) {
    if (changed != value) {
      value = changed;
      id = idOf(changed);
    }
  }

  /** Whether a patch deleted it. */
  boolean isDeleted() {
    return value.isEmpty();
  }

  ResId id() {
    return id;
  }

  Gvk gvk() {
    return id.gvk();
  }

  String name() {
    return id.name();
  }

  String namespace() {
    return id.namespace();
  }

  /**
   * Earlier identities, oldest first. Their group and version are today's, only kind, name and
   * namespace are remembered.
   */
  List<ResId> formerIds() {
    var ids = new ArrayList<ResId>(formers.size());
    for (Former former : formers) {
      var gvk = new Gvk(gvk().group(), gvk().version(), former.kind);
      ids.add(new ResId(gvk, former.name, former.namespace));
    }
    return ids;
  }

  /** The identity before anything changed it. */
  ResId originalId() {
    return formers.isEmpty() ? id : formerIds().getFirst();
  }

  /** Former identities, then the current one. */
  List<ResId> allIds() {
    var ids = formerIds();
    ids.add(id);
    return ids;
  }

  boolean anyIdMatches(ResId wanted) {
    // Without building the list: this runs for each pair of objects.
    if (id.matches(wanted)) {
      return true;
    }
    for (Former former : formers) {
      if (former.name.equals(wanted.name())
          && former.kind.equals(wanted.gvk().kind())
          && formerIds().stream().anyMatch(candidate -> candidate.matches(wanted))) {
        return true;
      }
    }
    return false;
  }

  boolean hadName(String name) {
    for (Former former : formers) {
      if (former.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Remembers the current identity; to be called before it changes. */
  void rememberId() {
    formers.add(new Former(id.name(), id.effectiveNamespace(), id.gvk().kind()));
  }

  List<String> prefixes() {
    return prefixes;
  }

  List<String> suffixes() {
    return suffixes;
  }

  List<String> variables() {
    return variables;
  }

  Behavior behavior() {
    return behavior;
  }

  void behavior(Behavior wanted) {
    behavior = wanted;
  }

  /** Whether its name ends with a hash of its content in the result. */
  boolean isHashed() {
    return hashed;
  }

  void hashed(boolean wanted) {
    hashed = wanted;
  }

  /** Whether a chart gave it; its namespace was passed to the chart then. */
  boolean isFromChart() {
    return fromChart;
  }

  void markFromChart() {
    fromChart = true;
  }

  void rename(String name) {
    value(value.with("metadata", value.map("metadata").with("name", new StringValue(name))));
  }

  void kind(String kind) {
    value(value.with("kind", new StringValue(kind)));
  }

  void namespace(String namespace) {
    MapValue metadata = value.map("metadata");
    MapValue changed =
        namespace.isEmpty()
            ? metadata.without("namespace")
            : metadata.with("namespace", new StringValue(namespace));
    value(value.with("metadata", changed));
  }

  /** The labels or annotations as text. */
  MapValue textMap(String field) {
    return value.map("metadata").map(field);
  }

  void textMap(String field, MapValue entries) {
    MapValue metadata = value.map("metadata");
    value(
        value.with(
            "metadata",
            entries.isEmpty() ? metadata.without(field) : metadata.with(field, entries)));
  }

  /** Takes over what the build remembers about an object that this one replaces. */
  void continueFrom(Resource old) {
    formers.clear();
    formers.addAll(old.formers);
    prefixes.clear();
    prefixes.addAll(old.prefixes);
    suffixes.clear();
    suffixes.addAll(old.suffixes);
    variables.clear();
    variables.addAll(old.variables);
    behavior = old.behavior;
    hashed &= old.hashed;
    fromChart = old.fromChart;
  }

  KustomizeException error(Code code, String problem) {
    return new KustomizeException(code, this + ": " + problem);
  }

  @Override
  public String toString() {
    return id + " (" + source + ")";
  }

  static String scalar(MapValue map, String key) {
    Value value = map.getOr(key, NullValue.NULL);
    return value instanceof ScalarValue scalar && !scalar.isNull() ? scalar.text() : "";
  }

  private static ResId idOf(MapValue value) {
    MapValue metadata = value.map("metadata");
    return new ResId(
        Gvk.of(scalar(value, "apiVersion"), scalar(value, "kind")),
        scalar(metadata, "name"),
        scalar(metadata, "namespace"));
  }
}
