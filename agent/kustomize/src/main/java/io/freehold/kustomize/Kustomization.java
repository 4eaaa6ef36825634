package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kustomization file after it was checked and its deprecated fields were folded into others. */
final class Kustomization {
  private static final List<String> FILE_NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final String GROUP = "kustomize.config.k8s.io/";
  private static final String COMPONENT = "Component";

  /** Deprecated fields, and what to use. */
  private static final Map<String, String> DEPRECATED =
      Map.of(
          "bases", "resources",
          "commonLabels", "labels",
          "patchesStrategicMerge", "patches",
          "patchesJson6902", "patches",
          "imageTags", "images",
          "vars", "replacements",
          "helmChartInflationGenerator", "helmCharts");

  private final String fileName;
  private final String display;
  private final MapValue fields;

  private Kustomization(String fileName, String display, MapValue fields) {
    this.fileName = fileName;
    this.display = display;
    this.fields = fields;
  }

  /**
   * Reads the one kustomization file of a folder.
   *
   * @param overlay what is set on top of it
   */
  static Kustomization load(Loader loader, BuildContext context, Overlay overlay) {
    var names = FILE_NAMES.stream().filter(loader::hasFile).toList();
    if (names.size() != 1) {
      throw new KustomizeException(
          Code.KUSTOMIZATION,
          loader.display()
              + (names.isEmpty()
                  ? ": there is no kustomization file; add a kustomization.yaml"
                  : ": there are several kustomization files, "
                      + String.join(" and ", names)
                      + "; keep one"));
    }
    String file = names.getFirst();
    String display = loader.displayFile(file);
    var documents = loader.kustomization(file);
    Value root = documents.isEmpty() ? MapValue.empty() : documents.getFirst().root();
    var own = ConfigShapes.KUSTOMIZATION.strict(root.isNull() ? MapValue.empty() : root, display);
    var fields = overlay.applyTo(folded(own), display);
    check(fields, display);
    if (documents.stream().skip(1).anyMatch(document -> !document.isEmpty())) {
      context.warn(display + ": only the first document is read");
    }
    for (String field : own.keys()) {
      String better = DEPRECATED.get(field);
      if (better != null) {
        context.warn(display + ": " + field + " is deprecated; use " + better);
      }
    }
    return new Kustomization(file, display, fields);
  }

  private static void check(MapValue fields, String display) {
    if (fields.without("apiVersion").without("kind").isEmpty()) {
      throw new KustomizeException(
          Code.KUSTOMIZATION, display + ": the kustomization is empty; add resources");
    }
    String kind = fields.text("kind");
    boolean isComponent = kind.equals(COMPONENT);
    if (!kind.isEmpty() && !kind.equals("Kustomization") && !isComponent) {
      throw new KustomizeException(
          Code.KUSTOMIZATION,
          display + ": kind is " + kind + "; it must be Kustomization or Component");
    }
    String expected = GROUP + (isComponent ? "v1alpha1" : "v1beta1");
    String version = fields.text("apiVersion");
    if (!version.isEmpty() && !version.equals(expected)) {
      throw new KustomizeException(
          Code.KUSTOMIZATION, display + ": apiVersion is " + version + "; it must be " + expected);
    }
  }

  private static MapValue folded(MapValue fields) {
    MapValue result = joined(fields, "bases", "resources");
    result = joined(result, "imageTags", "images");
    if (result.has("helmChartInflationGenerator")) {
      result = OldCharts.fold(result);
    }
    return result;
  }

  private static MapValue joined(MapValue fields, String old, String field) {
    if (!fields.has(old)) {
      return fields;
    }
    var items = new ArrayList<>(fields.list(field).items());
    items.addAll(fields.list(old).items());
    return fields.without(old).with(field, ListValue.of(items));
  }

  /** The name of the file in its folder. */
  String fileName() {
    return fileName;
  }

  /** The file, for messages. */
  String display() {
    return display;
  }

  /** A place in the file, for messages. */
  String place(String field, int index) {
    return display + ", " + field + "[" + index + "]";
  }

  boolean isComponent() {
    return fields.text("kind").equals(COMPONENT);
  }

  boolean has(String field) {
    return fields.has(field);
  }

  String text(String field) {
    return fields.text(field);
  }

  MapValue map(String field) {
    return fields.map(field);
  }

  List<String> texts(String field) {
    return fields.list(field).stream().map(item -> ((StringValue) item).text()).toList();
  }

  List<MapValue> maps(String field) {
    return fields.list(field).stream().map(MapValue.class::cast).toList();
  }
}
