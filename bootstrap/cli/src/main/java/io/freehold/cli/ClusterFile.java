package io.freehold.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.freehold.api.Cluster;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a cluster.yaml that exists: it is changed as a person would, so that comments and
 * order stay.
 */
final class ClusterFile {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern KEYS = Pattern.compile("(?m)^( *)publicKeys: *(\\[ *])? *(#.*)?$");

  private final String path;
  private final String text;
  private final Cluster cluster;

  private ClusterFile(String path, String text, Cluster cluster) {
    this.path = path;
    this.text = text;
    this.cluster = cluster;
  }

  static ClusterFile read(String path, String text) {
    try {
      Cluster cluster = YAML.readValue(text, Cluster.class);
      if (!cluster.kind().equals(Cluster.KIND)) {
        throw new CliException(ExitCode.PREFLIGHT, path + " is not of kind " + Cluster.KIND);
      }
      return new ClusterFile(path, text, cluster);
    } catch (JsonProcessingException e) {
      throw new CliException(
          ExitCode.PREFLIGHT, path + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  void requireName(String name) {
    if (!cluster.metadata().name().equals(name)) {
      throw new CliException(
          ExitCode.PREFLIGHT,
          "%s is about a cluster named %s, not %s"
              .formatted(path, cluster.metadata().name(), name));
    }
  }

  List<String> publicKeys() {
    return cluster.spec().publicKeys();
  }

  boolean trusts(String publicKey) {
    return publicKeys().contains(publicKey);
  }

  /** The text with one more key. */
  String withKey(String publicKey) {
    Matcher keys = KEYS.matcher(text);
    if (keys.find()) {
      String indent = keys.group(1) + "  ";
      Matcher item = Pattern.compile("\\n( *)- ").matcher(text).region(keys.end(), text.length());
      if (item.lookingAt()) {
        indent = item.group(1);
      }
      String comment = keys.group(3) == null ? "" : " " + keys.group(3);
      String changed =
          text.substring(0, keys.start())
              + keys.group(1)
              + "publicKeys:"
              + comment
              + "\n"
              + indent
              + "- "
              + publicKey
              + text.substring(keys.end());
      if (read(path, changed).trusts(publicKey)) {
        return changed;
      }
    }
    throw new CliException(
        ExitCode.PREFLIGHT,
        "add the key %s to spec.publicKeys of %s, push, and run again".formatted(publicKey, path));
  }
}
