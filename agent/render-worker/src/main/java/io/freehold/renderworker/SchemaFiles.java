package io.freehold.renderworker;

import io.freehold.worker.HelmFlag;
import io.freehold.worker.HelmRequest;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.yaml.Json;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapBuilder;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Schemas of values. Helm reads whatever a schema refers to, from any server and from any file of
 * the machine, so references that leave the schema are taken out: what stands there is not checked.
 * Helm-java cannot be told to skip schemas, but a chart without one has none.
 */
final class SchemaFiles {
  private static final Pattern SCHEMA = Pattern.compile("(charts/[^/]+/)*values\\.schema\\.json");
  private static final Set<String> REFERENCES =
      Set.of("$ref", "$dynamicRef", "$recursiveRef", "$schema");
  private static final Pattern INSIDE =
      Pattern.compile("#.*|https?://json-schema\\.org/(draft|draft-\\d+|draft/[\\d-]+)/schema#?");

  private SchemaFiles() {}

  /** The request with schemas that are whole, or without any if it asks for that. */
  static HelmRequest closed(HelmRequest request) {
    boolean skipped = request.flags().contains(HelmFlag.SKIP_SCHEMA_VALIDATION);
    var files = new LinkedHashMap<String, byte[]>();
    request
        .chart()
        .forEach((path, bytes) -> {
          if (path.endsWith(".tgz")) {
            files.put(path, ArchivedSchemas.closed(path, bytes, skipped));
          } else if (!SCHEMA.matcher(path).matches()) {
            files.put(path, bytes);
          } else if (!skipped) {
            files.put(path, closed(path, bytes));
          }
        });
    return new HelmRequest(
        files,
        request.releaseName(),
        request.namespace(),
        request.values(),
        request.capabilities(),
        request.flags());
  }

  private static byte[] closed(String path, byte[] bytes) {
    Value schema;
    try {
      schema = Json.parse(path, bytes, Schema.KUBERNETES).root();
    } catch (YamlException e) {
      throw new WorkerException(Code.FAILED, String.valueOf(e.getMessage()), e);
    }
    Value closed = closed(schema);
    return closed.equals(schema) ? bytes : Json.text(closed).getBytes(StandardCharsets.UTF_8);
  }

  private static Value closed(Value value) {
    return switch (value) {
      case MapValue map -> {
        MapBuilder builder = MapValue.builder();
        map.forEach(entry -> {
          if (!leaves(entry.getKey(), entry.getValue())) {
            builder.put(entry.getKey(), closed(entry.getValue()));
          }
        });
        yield builder.build();
      }
      case ListValue list -> ListValue.of(list.stream().map(SchemaFiles::closed).toList());
      default -> value;
    };
  }

  private static boolean leaves(String key, Value value) {
    return REFERENCES.contains(key)
        && value instanceof StringValue(var target)
        && !isInside(target);
  }

  /** Whether a reference stays in its schema or names a draft that Helm has itself. */
  static boolean isInside(String target) {
    return INSIDE.matcher(target).matches();
  }
}
