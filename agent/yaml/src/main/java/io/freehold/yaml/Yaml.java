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
    return parse(file, bytes, schema, limits, RepeatedKeys.REFUSE);
  }

  /** As {@link #parse(String, byte[], Schema, Limits)}, with a choice for keys that stand twice. */
  public static List<Document> parse(
      String file, byte[] bytes, Schema schema, Limits limits, RepeatedKeys repeated) {
    String text = Text.decode(file, bytes, limits);
    return new YamlReader(file, text, schema, limits, repeated).documents();
  }

  /**
   * What a scalar without quotes and without a tag means; text when it would be a number that JSON
   * cannot say.
   */
  public static ScalarValue plain(String text, Schema schema) {
    var value = Scalars.plain(text, schema);
    return value == null ? new StringValue(text) : value;
  }

  /**
   * Block style YAML with sorted keys, ended by a line break; every reader named in {@link Schema}
   * gets the value back.
   */
  public static String text(Value value) {
    return new YamlWriter(true).write(value);
  }

  /**
   * A value that was read from a text and then changed, in the style of the text: flow style,
   * quotes, comments and the order of keys stay.
   *
   * @param text valid YAML, of which the first document counts
   * @param before what was read from it
   * @param after what is written
   */
  public static String restyled(String text, Value before, Value after) {
    return new StyledYaml().write(text, before, after);
  }
}
