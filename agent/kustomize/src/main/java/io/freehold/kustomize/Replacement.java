package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of {@code replacements}: where a value comes from and where it goes.
 *
 * @param source the object and field that has the value, or a map without entries
 * @param sourceValue the value itself, when {@code hasValue}
 * @param hasValue whether the value stands in the entry
 * @param targets where it goes
 * @param place where the entry stands, for messages
 */
record Replacement(
    MapValue source, Value sourceValue, boolean hasValue, List<Target> targets, String place) {
  private static final String NAME = "metadata.name";

  /**
   * Objects and fields that get the value.
   *
   * @param select which objects
   * @param reject which of those not
   * @param fieldPaths where in them
   * @param options how
   */
  record Target(Selector select, List<Selector> reject, List<String> fieldPaths, Options options) {}

  /**
   * How a part of a text is taken or set.
   *
   * @param delimiter what separates the parts, or empty for the whole text
   * @param index the part, from 0
   * @param create whether missing fields are made
   */
  record Options(String delimiter, int index, boolean create) {
    static Options of(MapValue options) {
      Value index = options.getOr("index", NumberValue.of(0));
      return new Options(
          options.text("delimiter"),
          index instanceof NumberValue number ? number.decimal().intValue() : 0,
          options.getOr("create", BooleanValue.FALSE).equals(BooleanValue.TRUE));
    }
  }

  /** The entry, or the entries of the file that it names. */
  static List<Replacement> read(MapValue entry, Loader loader, String place) {
    String path = entry.text("path");
    if (path.isEmpty()) {
      return List.of(of(entry, place));
    }
    if (entry.has("source") || entry.has("targets") || entry.has("sourceValue")) {
      throw error(place, "set either path or the replacement itself, not both");
    }
    String file = loader.displayFile(path);
    var replacements = new ArrayList<Replacement>();
    for (var document : loader.documents(path, Schema.KUBERNETES)) {
      var items =
          document.root() instanceof ListValue list ? list.items() : List.of(document.root());
      for (Value item : items) {
        replacements.add(of(ConfigShapes.REPLACEMENT.lenient(item, file), file));
      }
    }
    return replacements;
  }

  private static Replacement of(MapValue entry, String place) {
    boolean hasValue = entry.has("sourceValue");
    if ((!hasValue && !entry.has("source")) || !entry.has("targets")) {
      throw error(place, "a replacement needs a source and at least one target");
    }
    if (hasValue && entry.has("source")) {
      throw error(place, "set either source or sourceValue, not both");
    }
    var targets = new ArrayList<Target>();
    for (Value item : entry.list("targets")) {
      targets.add(target((MapValue) item, place));
    }
    return new Replacement(
        entry.map("source"),
        entry.getOr("sourceValue", new StringValue("")),
        hasValue,
        targets,
        place);
  }

  private static Target target(MapValue target, String place) {
    if (!target.has("select")) {
      throw error(place, "a target of a replacement needs select");
    }
    var reject = target.list("reject").stream().map(item -> Selector.of((MapValue) item)).toList();
    var paths =
        target.list("fieldPaths").stream().map(item -> ((StringValue) item).text()).toList();
    return new Target(
        Selector.of(target.map("select")),
        reject,
        paths.isEmpty() ? List.of(NAME) : paths,
        Options.of(target.map("options")));
  }

  /** The path of the source. */
  String sourcePath() {
    String path = source.text("fieldPath");
    return path.isEmpty() ? NAME : path;
  }

  private static KustomizeException error(String place, String problem) {
    return new KustomizeException(Code.REPLACEMENT, place + ": " + problem);
  }
}
