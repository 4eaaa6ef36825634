package io.freehold.yaml;

import java.util.List;

/** Reads and writes YAML. */
public final class Yaml {
  private Yaml() {}

  /**
   * All documents of a file, empty ones included, with {@link Limits#DEFAULT}.
   *
   * @param file name for error messages
   * @param bytes UTF-8
   * @param schema what plain scalars mean
   * @throws YamlException when the file is not valid
   */
  public static List<Document> parse(String file, byte[] bytes, Schema schema) {
    return parse(file, bytes, schema, Limits.DEFAULT);
  }

  /**
   * All documents of a file, empty ones included.
   *
   * @throws YamlException when the file is not valid or larger than the limits allow
   */
  public static List<Document> parse(String file, byte[] bytes, Schema schema, Limits limits) {
    return new YamlReader(file, Text.decode(file, bytes, limits), schema, limits).documents();
  }

  /**
   * Block style YAML with sorted keys, ended by a line break; every reader named in {@link Schema}
   * gets the value back.
   */
  public static String text(Value value) {
    return new YamlWriter().write(value);
  }
}
