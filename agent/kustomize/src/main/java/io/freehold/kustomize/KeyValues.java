package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Collects the entries of a generated map from env files, literals and files. */
final class KeyValues {
  private final Loader loader;
  private final String owner;
  private final Map<String, byte[]> entries = new TreeMap<>();

  private KeyValues(Loader loader, String owner) {
    this.loader = loader;
    this.owner = owner;
  }

  /**
   * The entries by key.
   *
   * @throws KustomizeException when a source is not valid or a key repeats
   */
  static Map<String, byte[]> of(MapValue generator, Loader loader, String owner) {
    var values = new KeyValues(loader, owner);
    if (!generator.text("env").isEmpty()) {
      values.envFile(generator.text("env"));
    }
    texts(generator.list("envs")).forEach(values::envFile);
    texts(generator.list("literals")).forEach(values::literal);
    texts(generator.list("files")).forEach(values::file);
    return values.entries;
  }

  private static Iterable<String> texts(ListValue list) {
    return list.stream().map(item -> text(item)).toList();
  }

  private static String text(Value value) {
    return value instanceof StringValue string ? string.text() : "";
  }

  /** The text of bytes that are valid UTF-8, null of others. */
  static @org.jspecify.annotations.Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private void envFile(String name) {
    String text = utf8(loader.bytes(name));
    if (text == null) {
      throw error("the env file " + name + " is not UTF-8; use files for binary content");
    }
    boolean isFirst = true;
    for (String line : text.split("\n", -1)) {
      String entry = isFirst && line.startsWith("\uFEFF") ? line.substring(1) : line;
      isFirst = false;
      entry = entry.endsWith("\r") ? entry.substring(0, entry.length() - 1) : entry;
      entry = entry.stripLeading();
      if (!entry.isEmpty() && entry.charAt(0) != '#') {
        int equals = entry.indexOf('=');
        String key = equals < 0 ? entry : entry.substring(0, equals);
        if (!key.isEmpty()) {
          put(
              key,
              (equals < 0 ? "" : entry.substring(equals + 1)).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void literal(String source) {
    int equals = source.indexOf('=');
    if (equals <= 0) {
      // The text is not repeated: it may be a secret.
      throw error("a literal must be written as key=value");
    }
    put(
        source.substring(0, equals),
        unquoted(source.substring(equals + 1)).getBytes(StandardCharsets.UTF_8));
  }

  private void file(String source) {
    int equals = source.indexOf('=');
    if (equals >= 0
        && (equals == 0 || equals == source.length() - 1 || source.indexOf('=', equals + 1) >= 0)) {
      throw error("the file '" + source + "' must be written as path or key=path");
    }
    String path = source.substring(equals + 1);
    String key = equals < 0 ? TreePaths.baseName(path) : source.substring(0, equals);
    put(key, loader.bytes(path));
  }

  private void put(String key, byte[] value) {
    if (entries.putIfAbsent(key, value) != null) {
      throw error("the key " + key + " is given twice; remove one");
    }
  }

  private static String unquoted(String text) {
    int last = text.length() - 1;
    boolean isQuoted =
        last > 0
            && text.charAt(0) == text.charAt(last)
            && (text.charAt(0) == '"' || text.charAt(0) == '\'');
    return isQuoted ? text.substring(1, last) : text;
  }

  private KustomizeException error(String problem) {
    return new KustomizeException(Code.GENERATOR, owner + ": " + problem);
  }
}
