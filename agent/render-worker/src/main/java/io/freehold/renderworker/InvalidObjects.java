package io.freehold.renderworker;

import io.freehold.yaml.Document;
import io.freehold.yaml.Limits;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.RepeatedKeys;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says which template gives what is no object. Helm refuses such manifests without a word about
 * their origin, and quotes them, secrets included.
 */
final class InvalidObjects {
  private static final String REFUSAL = "unable to build kubernetes objects";
  private static final Pattern BORDER = Pattern.compile("(?m)^---\\n# Source: ([^\\n]*)\\n");
  private static final Pattern QUOTED = Pattern.compile("(?s) in '\\{.*\\}'");

  private InvalidObjects() {}

  /** Whether an error of Helm is about such an object. */
  static boolean isMeant(String error) {
    return error.startsWith(REFUSAL);
  }

  /** The error without what it quotes. */
  static String withoutContent(String error) {
    return QUOTED.matcher(error).replaceAll("");
  }

  /**
   * The first of them in what {@code helm template} prints.
   *
   * @return template and problem, in one line
   */
  static Optional<String> find(String manifests) {
    var border = BORDER.matcher(manifests);
    boolean more = border.find();
    while (more) {
      String source = border.group(1);
      int start = border.end();
      more = border.find();
      String text = manifests.substring(start, more ? border.start() : manifests.length());
      Optional<String> problem = problem(source, text).map(found -> source + ": " + found);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String source, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      for (Document document :
          Yaml.parse(source, bytes, Schema.KUBERNETES, Limits.DEFAULT, RepeatedKeys.LAST)) {
        Optional<String> problem = document.isEmpty() ? Optional.empty() : problem(document.root());
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    } catch (YamlException _) {
      return Optional.of("the template gives what is no YAML");
    }
  }

  private static Optional<String> problem(Value root) {
    if (!(root instanceof MapValue object)) {
      return Optional.of("the template gives " + root.describe() + " instead of an object");
    }
    for (String key : List.of("apiVersion", "kind")) {
      if (object.text(key).isEmpty()) {
        return Optional.of("the template gives an object without " + key + " as text");
      }
    }
    MapValue metadata = object.map("metadata");
    if (metadata.has("name") && metadata.text("name").isEmpty()) {
      return Optional.of("metadata.name of the " + object.text("kind") + " must be text");
    }
    for (String key : List.of("labels", "annotations")) {
      for (var entry : metadata.map(key)) {
        if (!(entry.getValue() instanceof StringValue) && !entry.getValue().isNull()) {
          return Optional.of(
              "metadata.%s[%s] of the %s must be text, not %s; put quotes around it"
                  .formatted(
                      key, entry.getKey(), object.text("kind"), entry.getValue().describe()));
        }
      }
    }
    return Optional.empty();
  }
}
