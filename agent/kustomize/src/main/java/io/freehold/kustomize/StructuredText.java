package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;

/** A text that is JSON or YAML, and can be written back after a change. */
final class StructuredText {
  private enum Format {
    JSON,
    INDENTED_JSON,
    YAML
  }

  private final String text;
  private final Value root;
  private final Format format;

  private StructuredText(String text, Value root, Format format) {
    this.text = text;
    this.root = root;
    this.format = format;
  }

  static StructuredText parse(String text) {
    Value root;
    try {
      var documents = Yaml.parse("text", text.getBytes(StandardCharsets.UTF_8), Schema.KUSTOMIZE);
      if (documents.isEmpty()) {
        throw notStructured(null);
      }
      root = documents.getFirst().root();
    } catch (YamlException e) {
      throw notStructured(e);
    }
    if (root instanceof ScalarValue) {
      throw notStructured(null);
    }
    String content = text.strip();
    boolean isJson = content.startsWith("{") || content.startsWith("[");
    boolean isIndented = text.contains("\n") && text.contains("  ");
    return new StructuredText(
        text, root, isJson ? isIndented ? Format.INDENTED_JSON : Format.JSON : Format.YAML);
  }

  Value root() {
    return root;
  }

  String format(Value changed) {
    return switch (format) {
      case JSON -> GoJson.text(changed);
      case INDENTED_JSON -> {
        var out = new StringBuilder();
        indented(out, changed, 0);
        yield out.toString();
      }
      case YAML -> Yaml.restyled(text, root, changed).strip();
    };
  }

  private static void indented(StringBuilder out, Value value, int depth) {
    switch (value) {
      case MapValue map when !map.isEmpty() -> {
        out.append('{');
        boolean first = true;
        for (String key : map.keys().stream().sorted().toList()) {
          line(out, first, depth + 1);
          first = false;
          GoJson.quote(out, key);
          out.append(": ");
          indented(out, map.getOr(key, value), depth + 1);
        }
        line(out, true, depth);
        out.append('}');
      }
      case ListValue list when !list.isEmpty() -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          line(out, i == 0, depth + 1);
          indented(out, list.get(i), depth + 1);
        }
        line(out, true, depth);
        out.append(']');
      }
      default -> GoJson.append(out, value);
    }
  }

  private static void line(StringBuilder out, boolean first, int depth) {
    out.append(first ? "\n" : ",\n").repeat("  ", depth);
  }

  private static KustomizeException notStructured(
      @org.jspecify.annotations.Nullable Throwable cause) {
    String problem = "the path goes on into a text that is neither JSON nor YAML";
    return cause == null
        ? new KustomizeException(Code.REPLACEMENT, problem)
        : new KustomizeException(Code.REPLACEMENT, problem, cause);
  }
}
