package io.freehold.kustomize;

import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.MapBuilder;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/** Generates a ConfigMap or a Secret. */
final class MapGenerator implements Generator {
  private static final int LINE = 70;

  private final MapValue spec;
  private final MapValue commonOptions;
  private final boolean isSecret;
  private final Loader loader;
  private final String source;

  /**
   * @param spec the entry of the kustomization
   * @param commonOptions its {@code generatorOptions}
   */
  MapGenerator(
      MapValue spec, MapValue commonOptions, boolean isSecret, Loader loader, String source) {
    this.spec = spec;
    this.commonOptions = commonOptions;
    this.isSecret = isSecret;
    this.loader = loader;
    this.source = source;
  }

  @Override
  public List<Resource> generate() {
    String kind = isSecret ? "Secret" : "ConfigMap";
    String name = spec.text("name");
    if (name.isEmpty()) {
      throw new KustomizeException(
          KustomizeException.Code.GENERATOR, source + ": a generated " + kind + " needs a name");
    }
    var object = MapValue.builder().put("apiVersion", "v1").put("kind", kind);
    object.put("metadata", metadata(name));
    if (isSecret) {
      object.put("type", spec.text("type").isEmpty() ? "Opaque" : spec.text("type"));
    }
    addData(object, kind + " " + name + " (" + source + ")");
    if (option("immutable")) {
      object.put("immutable", BooleanValue.TRUE);
    }
    var resource = new Resource(object.build(), source);
    resource.behavior(Behavior.of(spec.text("behavior")));
    resource.hashed(!option("disableNameSuffixHash"));
    return List.of(resource);
  }

  private MapValue metadata(String name) {
    var metadata = MapValue.builder().put("name", name);
    if (!spec.text("namespace").isEmpty()) {
      metadata.put("namespace", spec.text("namespace"));
    }
    for (String field : new String[] {"labels", "annotations"}) {
      var entries = new TreeMap<String, Value>();
      commonOptions.map(field).forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
      spec.map("options")
          .map(field)
          .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
      if (!entries.isEmpty()) {
        metadata.put(field, MapValue.of(entries));
      }
    }
    return metadata.build();
  }

  private void addData(MapBuilder object, String owner) {
    var text = MapValue.builder();
    var binary = MapValue.builder();
    KeyValues.of(spec, loader, owner)
        .forEach((key, bytes) -> {
          String utf8 = isSecret ? null : KeyValues.utf8(bytes);
          if (utf8 != null) {
            text.put(key, new StringValue(utf8));
          } else {
            (isSecret ? text : binary).put(key, new StringValue(base64(bytes)));
          }
        });
    MapValue data = text.build();
    if (!data.isEmpty() || isSecret) {
      object.put("data", data);
    }
    MapValue binaryData = binary.build();
    if (!binaryData.isEmpty()) {
      object.put("binaryData", binaryData);
    }
  }

  /** Broken into lines when it is long; the line breaks belong to the value. */
  private static String base64(byte[] bytes) {
    String text = Base64.getEncoder().encodeToString(bytes);
    if (text.length() < LINE) {
      return text;
    }
    var lines = new StringBuilder(text.length() + text.length() / LINE + 1);
    for (int i = 0; i < text.length(); i += LINE) {
      lines.append(text, i, Math.min(i + LINE, text.length())).append('\n');
    }
    return lines.toString();
  }

  private boolean option(String name) {
    return spec.map("options").getOr(name, BooleanValue.FALSE).equals(BooleanValue.TRUE)
        || commonOptions.getOr(name, BooleanValue.FALSE).equals(BooleanValue.TRUE);
  }
}
