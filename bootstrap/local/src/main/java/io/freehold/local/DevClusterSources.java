package io.freehold.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The Go sources of the control plane, from the class path. */
record DevClusterSources(SortedMap<String, String> files) {
  /**
   * A class path can not be listed, so the names are written down; a test compares them with the
   * folder.
   */
  static final List<String> NAMES =
      List.of(
          "api.go",
          "attributes_linux.go",
          "attributes_other.go",
          "child.go",
          "cluster.go",
          "etcd.go",
          "events.go",
          "flags.go",
          "go.mod",
          "go.sum",
          "issue.go",
          "kubeconfig.go",
          "kwok.go",
          "main.go",
          "pki.go",
          "up.go");

  private static final Pattern KUBERNETES =
      Pattern.compile("^\\s*k8s\\.io/kubernetes (v\\S+)", Pattern.MULTILINE);

  static DevClusterSources load() {
    var files = new TreeMap<String, String>();
    for (var name : NAMES) {
      try (var stream = DevClusterSources.class.getResourceAsStream("devcluster/" + name)) {
        if (stream == null) {
          throw new LocalPlatformException(
              "devcluster/%s is not on the class path".formatted(name));
        }
        files.put(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new DevClusterSources(files);
  }

  /** Names the executable that these sources give on this kind of machine. */
  String digest() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (System.getProperty("os.name") + "\0" + System.getProperty("os.arch") + "\0")
              .getBytes(StandardCharsets.UTF_8));
      files.forEach((name, content) ->
          digest.update((name + "\0" + content + "\0").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** The version of Kubernetes that the module requires, with its leading "v". */
  String kubernetesVersion() {
    var matcher = KUBERNETES.matcher(files.getOrDefault("go.mod", ""));
    if (!matcher.find()) {
      throw new LocalPlatformException("go.mod requires no version of k8s.io/kubernetes");
    }
    return matcher.group(1);
  }

  void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
