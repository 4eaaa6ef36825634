package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.YamlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an OCI image manifest says.
 *
 * @param digest of the manifest itself
 */
record OciManifest(Digest digest, Layer config, List<Layer> layers) {
  static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
  static final String DOCKER_MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  private static final int MOST_LAYERS = 256;

  /** One blob. */
  record Layer(String mediaType, Digest digest, long size, Map<String, String> annotations) {
    Layer {
      annotations = Map.copyOf(annotations);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws SourceException with code {@code FORMAT} when it is none, or a list of several
   */
  static OciManifest parse(byte[] json, String what) {
    MapValue root = json(json, what);
    if (root.has("manifests")) {
      throw new SourceException(
          Code.FORMAT,
          what + " is a list of manifests for several platforms; name the digest of one of them");
    }
    if (root.list("layers").size() > MOST_LAYERS || !root.has("layers")) {
      throw new SourceException(Code.FORMAT, what + " is not the manifest of an artifact");
    }
    return new OciManifest(
        Digest.of(json),
        layer(root.map("config"), what),
        root.list("layers").stream()
            .map(value -> layer(value instanceof MapValue map ? map : MapValue.empty(), what))
            .toList());
  }

  static MapValue json(byte[] json, String what) {
    try {
      Value root = Json.parse(what, json, Schema.KUBERNETES, Limits.DEFAULT).root();
      if (root instanceof MapValue map) {
        return map;
      }
    } catch (YamlException e) {
      throw new SourceException(Code.FORMAT, what + " is not readable JSON", e);
    }
    throw new SourceException(Code.FORMAT, what + " is not a JSON object");
  }

  private static Layer layer(MapValue map, String what) {
    Digest digest =
        Digest.parse(map.text("digest"))
            .orElseThrow(() ->
                new SourceException(Code.FORMAT, what + " names a blob without usable digest"));
    long size =
        map.get("size").orElse(NumberValue.of(-1)) instanceof NumberValue number
                && number.isInteger()
            ? number.decimal().longValue()
            : -1;
    if (size < 0) {
      throw new SourceException(Code.FORMAT, what + " names a blob without size");
    }
    var annotations = new LinkedHashMap<String, String>();
    for (var entry : map.map("annotations")) {
      if (entry.getValue() instanceof StringValue text) {
        annotations.put(entry.getKey(), text.text());
      }
    }
    return new Layer(map.text("mediaType"), digest, size, annotations);
  }
}
