package io.freehold.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;

/** How {@code get} prints. */
enum OutputFormat {
  TABLE,
  WIDE,
  JSON,
  YAML;

  private static final ObjectMapper JSON_MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper YAML_MAPPER =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

  /**
   * Prints.
   *
   * @param data for programs
   * @param table for people; told whether it may be wide
   */
  void print(PrintWriter out, Object data, Function<Boolean, Table> table) {
    try {
      switch (this) {
        case TABLE -> table.apply(false).print(out);
        case WIDE -> table.apply(true).print(out);
        case JSON -> out.println(JSON_MAPPER.writeValueAsString(data));
        case YAML -> out.print(YAML_MAPPER.writeValueAsString(data));
      }
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what came as JSON cannot be written as such", e);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
