package io.freehold.plugin;

import io.freehold.yaml.Document;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plugin is, as Argo CD's {@code ConfigManagementPlugin} file says it. Fields that only
 * matter to Argo CD's own page ({@code parameters}) or to its copies of repositories ({@code
 * lockRepo}, {@code preserveFileMode}) change nothing here.
 *
 * @param name its name, with the version after a dash when the file names one
 * @param init run before {@code generate} in the folder; empty for none
 * @param generate prints the objects
 * @param discover whether a folder is for this plugin
 */
record PluginFile(String name, List<String> init, List<String> generate, Discover discover) {
  PluginFile {
    init = List.copyOf(init);
    generate = List.copyOf(generate);
  }

  /**
   * Conditions on the folder; the first that is set counts.
   *
   * @param fileName pattern of a file in the folder
   * @param glob the same, where {@code **} crosses folders
   * @param command it prints something when the folder is for the plugin
   */
  record Discover(String fileName, String glob, List<String> command) {
    Discover {
      command = List.copyOf(command);
    }
  }

  /**
   * Reads the file.
   *
   * @param file its name, for messages
   * @throws IllegalArgumentException when it is not usable; the message says what to change
   */
  static PluginFile parse(String file, byte[] bytes) {
    MapValue root = root(file, bytes);
    if (!root.text("kind").equals("ConfigManagementPlugin")
        || !root.text("apiVersion").equals("argoproj.io/v1alpha1")) {
      throw new IllegalArgumentException(
          file + ": must be a ConfigManagementPlugin of argoproj.io/v1alpha1");
    }
    MapValue spec = root.map("spec");
    String version = spec.text("version");
    String name = root.map("metadata").text("name") + (version.isEmpty() ? "" : "-" + version);
    if (!PluginName.isValid(name)) {
      throw new IllegalArgumentException(
          file
              + ": metadata.name and spec.version must together be at most 63 letters, digits, dots and"
              + " dashes, as render-v1.0");
    }
    if (spec.get("provideGitCreds").map(Value::toString).orElse("").contains("true")) {
      throw new IllegalArgumentException(
          file + ": spec.provideGitCreds: plugins are given no credentials; remove it");
    }
    List<String> generate = command(file, spec, "generate").orElse(List.of());
    if (generate.isEmpty()) {
      throw new IllegalArgumentException(file + ": spec.generate.command is missing");
    }
    MapValue discover = spec.map("discover");
    MapValue find = discover.map("find");
    return new PluginFile(
        name,
        command(file, spec, "init").orElse(List.of()),
        generate,
        new Discover(
            discover.text("fileName"),
            find.text("glob"),
            // Its words are in "command" and "args" of "find" itself, one level less than the
            // others.
            words(file, find, "discover.find")));
  }

  private static MapValue root(String file, byte[] bytes) {
    try {
      List<Document> documents =
          Yaml.parse(file, bytes, Schema.KUBERNETES).stream().filter(d -> !d.isEmpty()).toList();
      if (documents.size() == 1 && documents.getFirst().root() instanceof MapValue map) {
        return map;
      }
    } catch (YamlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    throw new IllegalArgumentException(file + ": must hold exactly one object");
  }

  private static Optional<List<String>> command(String file, MapValue spec, String field) {
    return spec.get(field)
        .filter(MapValue.class::isInstance)
        .map(value -> words(file, (MapValue) value, field));
  }

  private static List<String> words(String file, MapValue holder, String field) {
    var words = new ArrayList<String>();
    for (String part : List.of("command", "args")) {
      for (Value word : holder.list(part)) {
        if (!(word instanceof StringValue(var text))) {
          throw new IllegalArgumentException(
              "%s: spec.%s.%s must hold texts, not %s; put quotes around it"
                  .formatted(file, field, part, word.describe()));
        }
        words.add(text);
      }
    }
    return words;
  }
}
