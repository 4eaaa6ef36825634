package io.freehold.render;

import io.freehold.yaml.Document;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Takes secret values out of messages. Secret is what stands under a key that sounds so, the
 * longest first, so that none hides a part of another.
 */
final class SecretMask {
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i).*(password|passwd|passphrase|secret|token|credential|private|apikey|api_key|accesskey|access_key|auth).*");
  private static final int SHORTEST = 4;

  private final Set<String> secrets =
      new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));

  /** Adds the secrets of a values document; one that cannot be read has none. */
  void addYaml(String text) {
    try {
      for (Document document :
          Yaml.parse("values", text.getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES)) {
        collect(document.root(), false);
      }
    } catch (YamlException _) {
      // Helm cannot read it either, and says where and not what.
    }
  }

  /** Adds a value if its name sounds secret. */
  void add(String name, String value) {
    if (SECRET_KEY.matcher(name).matches()) {
      add(value);
    }
  }

  private void add(String value) {
    if (value.length() >= SHORTEST) {
      secrets.add(value);
    }
  }

  private void collect(Value value, boolean secret) {
    switch (value) {
      case MapValue map ->
          map.forEach(entry ->
              collect(entry.getValue(), secret || SECRET_KEY.matcher(entry.getKey()).matches()));
      case ListValue list -> list.forEach(item -> collect(item, secret));
      case StringValue(var text) when secret -> {
        add(text);
        // Messages are one line, and quote texts line by line.
        text.lines().map(String::strip).forEach(this::add);
      }
      case NumberValue number when secret -> add(number.text());
      default -> {}
    }
  }

  /** The message without them. */
  String apply(String message) {
    String masked = message;
    for (String secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }
}
