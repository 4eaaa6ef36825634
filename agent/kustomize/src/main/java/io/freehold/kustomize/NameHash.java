package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash of the content of a ConfigMap or Secret that its name ends with. */
final class NameHash {
  private static final int LENGTH = 10;

  private NameHash() {}

  /** Appends the hash to the names of the objects that want one. */
  static void rename(ResourceSet resources) {
    for (Resource resource : resources.all()) {
      if (resource.isHashed()) {
        String hash = of(resource);
        resource.rememberId();
        resource.rename(resource.name() + "-" + hash);
      }
    }
  }

  static String of(Resource resource) {
    return digest(text(resource));
  }

  private static String text(Resource resource) {
    MapValue value = resource.value();
    var json = new StringBuilder("{");
    switch (resource.gvk().kind()) {
      case "ConfigMap" -> {
        if (value.has("binaryData")) {
          json.append("\"binaryData\":");
          GoJson.append(json, value.getOr("binaryData", NullValue.NULL));
          json.append(',');
        }
        data(json, value);
        json.append(",\"kind\":\"ConfigMap\",\"name\":\"\"}");
      }
      case "Secret" -> {
        data(json, value);
        json.append(",\"kind\":\"Secret\",\"name\":\"\"");
        if (value.has("stringData")) {
          json.append(",\"stringData\":");
          GoJson.append(json, value.getOr("stringData", NullValue.NULL));
        }
        json.append(",\"type\":");
        GoJson.quote(json, Resource.scalar(value, "type"));
        json.append('}');
      }
      default ->
          throw resource.error(
              Code.GENERATOR, "only the names of ConfigMaps and Secrets can end with a hash");
    }
    return json.toString();
  }

  private static void data(StringBuilder json, MapValue value) {
    json.append("\"data\":");
    Value data = value.getOr("data", NullValue.NULL);
    if (data instanceof ScalarValue) {
      json.append("\"\"");
    } else {
      GoJson.append(json, data);
    }
  }

  private static String digest(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      // Vowels and what looks like them are replaced, so that no words appear.
      return HexFormat.of()
          .formatHex(sha)
          .substring(0, LENGTH)
          .replace('0', 'g')
          .replace('1', 'h')
          .replace('3', 'k')
          .replace('a', 'm')
          .replace('e', 't');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
