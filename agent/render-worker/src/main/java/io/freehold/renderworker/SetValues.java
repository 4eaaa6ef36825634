package io.freehold.renderworker;

import io.freehold.worker.HelmValues;
import io.freehold.worker.HelmValues.FileParameter;
import io.freehold.worker.HelmValues.Parameter;
import io.freehold.worker.ValuesFile;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapBuilder;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a release as helm-java can pass them. It cannot pass lists, order or texts that
 * look like numbers, so parameters are applied to the values documents here, and what they changed
 * becomes one more document behind them. Only integers go Helm's own way as well: from a document
 * they would be floating point numbers, and templates print those differently.
 */
final class SetValues {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  private SetValues() {}

  /**
   * Applies the parameters.
   *
   * @throws WorkerException when a document or a parameter cannot be read
   */
  static SetValues of(HelmValues values) {
    var result = new SetValues();
    for (ValuesFile document : values.documents()) {
      result.merge(document);
    }
    var plain = values.parameters().stream().filter(parameter -> !parameter.forceString());
    var texts = values.parameters().stream().filter(Parameter::forceString);
    plain.forEach(parameter -> {
      String value = withCommas(parameter.value());
      result.touch(parameter.name(), value);
      SetParser.typed(parameter.name(), value, result.values);
    });
    texts.forEach(parameter -> {
      String value = withCommas(parameter.value());
      result.touch(parameter.name(), value);
      SetParser.text(parameter.name(), value, result.values);
    });
    for (FileParameter file : values.files()) {
      result.touch(file.name(), "");
      SetParser.content(file.name(), file.content(), result.values);
    }
    return result;
  }

  /** A comma separates assignments for Helm; outside of a list it belongs to the value here. */
  private static String withCommas(String value) {
    if (value.startsWith("{") && value.endsWith("}")) {
      return value;
    }
    return value.replaceAll("(?<!\\\\),", "\\\\,");
  }

  /** What the parameters changed, as JSON. */
  String document() {
    var document = MapValue.builder();
    changed.forEach(key -> {
      Object value = values.get(key);
      if (value != null) {
        document.put(key, value(value));
      }
    });
    return Json.text(document.build());
  }

  /** The integers among it as {@code path=number&…}, URL encoded. */
  String integers() {
    var pairs = new ArrayList<String>();
    changed.forEach(key -> {
      Object value = values.get(key);
      if (value != null) {
        integers(escaped(key), value, pairs);
      }
    });
    return String.join("&", pairs);
  }

  private static void integers(String path, Object value, List<String> pairs) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, item) -> integers(path + "." + escaped((String) key), item, pairs));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          integers(path + "[" + i + "]", list.get(i), pairs);
        }
      }
      case Long number -> pairs.add(URLEncoder.encode(path, StandardCharsets.UTF_8) + "=" + number);
      default -> {}
    }
  }

  private static String escaped(String key) {
    return key.replaceAll("[\\\\.,=\\[]", "\\\\$0");
  }

  /** The top-level key that a parameter's name starts with; escapes may reach into its value. */
  private void touch(String name, String value) {
    var probe = new LinkedHashMap<String, Object>();
    SetParser.text(name, value, probe);
    changed.addAll(probe.keySet());
  }

  private void merge(ValuesFile file) {
    List<Document> documents =
        Yaml.parse(file.name(), file.text().getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES);
    for (Document document : documents) {
      if (document.root() instanceof MapValue map) {
        merge(values, map);
      } else if (!document.isEmpty()) {
        throw new WorkerException(
            Code.FAILED,
            "%s: values must be a map, not %s".formatted(file.name(), document.root().describe()));
      }
    }
  }

  @SuppressWarnings("unchecked") // trees hold no other maps
  private static void merge(Map<String, Object> values, MapValue more) {
    for (var entry : more) {
      if (entry.getValue() instanceof MapValue map
          && values.get(entry.getKey()) instanceof Map<?, ?> known) {
        merge((Map<String, Object>) known, map);
      } else {
        values.put(entry.getKey(), tree(entry.getValue()));
      }
    }
  }

  private static Object tree(Value value) {
    return switch (value) {
      case MapValue map -> {
        var tree = new LinkedHashMap<String, Object>();
        map.forEach(entry -> tree.put(entry.getKey(), tree(entry.getValue())));
        yield tree;
      }
      case ListValue list -> {
        var tree = new ArrayList<Object>();
        list.forEach(item -> tree.add(tree(item)));
        yield tree;
      }
      default -> value;
    };
  }

  private static Value value(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        MapBuilder builder = MapValue.builder();
        map.forEach((key, item) -> builder.put((String) key, value(item)));
        yield builder.build();
      }
      case List<?> list -> ListValue.of(list.stream().map(SetValues::value).toList());
      case Long number -> NumberValue.of(number);
      case Value value -> value;
      default -> throw new IllegalArgumentException(tree.getClass().getName());
    };
  }
}
