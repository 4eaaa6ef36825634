package io.freehold.yaml;

import java.nio.charset.StandardCharsets;

/** Reads and writes JSON. */
public final class Json {
  private Json() {}

  /**
   * The one value of a JSON file, read strictly (RFC 8259, duplicate keys refused).
   *
   * @param file name for error messages
   * @param bytes UTF-8
   * @param schema what large numbers become
   * @throws YamlException when the file is not valid or larger than the limits allow
   */
  public static Document parse(String file, byte[] bytes, Schema schema, Limits limits) {
    return new JsonReader(file, Text.decode(file, bytes, limits), schema, limits).document();
  }

  /** As {@link #parse(String, byte[], Schema, Limits)} with {@link Limits#DEFAULT}. */
  public static Document parse(String file, byte[] bytes, Schema schema) {
    return parse(file, bytes, schema, Limits.DEFAULT);
  }

  /** Compact JSON in UTF-8, keys in their own order. */
  public static byte[] bytes(Value value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** Compact JSON in UTF-8 with sorted keys: equal values give equal bytes. */
  public static byte[] canonical(Value value) {
    var writer = new JsonWriter(true);
    writer.write(value);
    return writer.text().getBytes(StandardCharsets.UTF_8);
  }

  /** Compact JSON, keys in their own order. */
  public static String text(Value value) {
    var writer = new JsonWriter(false);
    writer.write(value);
    return writer.text();
  }
}
