package io.freehold.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of registry-template, by their path in it. */
final class RegistryTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final String CLUSTER = "cluster/";

  private final SortedMap<String, String> files;

  RegistryTemplate(Map<String, String> files) {
    this.files = new TreeMap<>(files);
  }

  /** The template that comes with this program. */
  static RegistryTemplate builtIn() {
    var resource = RegistryTemplate.class.getResource("registry-template");
    if (resource == null) {
      throw new CliException(
          ExitCode.FAILED, "this build has no registry template; build it again with mvn package");
    }
    try {
      URI uri = resource.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return read(Path.of(uri));
      }
      String[] parts = uri.toString().split("!", 2);
      try (var jar = FileSystems.newFileSystem(Path.of(URI.create(parts[0].substring(4))))) {
        return read(jar.getPath(parts[1]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path URL is not a URI", e);
    }
  }

  /** A template in a folder. */
  static RegistryTemplate read(Path root) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return new RegistryTemplate(files);
  }

  /**
   * The files of one cluster, by their path in the registry.
   *
   * @param samples whether the sample applications come along
   * @throws IllegalArgumentException when a file uses a name that has no value
   */
  SortedMap<String, String> render(TemplateValues values, boolean samples) {
    SortedMap<String, String> rendered = new TreeMap<>();
    String folder = "clusters/" + values.cluster() + "/";
    files.forEach((path, text) -> {
      if (path.startsWith(CLUSTER)) {
        rendered.put(folder + path.substring(CLUSTER.length()), fill(path, text, values.asMap()));
      } else if (samples && path.equals("samples.yaml")) {
        rendered.put(folder + path, fill(path, text, values.asMap()));
      } else if (samples && path.startsWith("apps/")) {
        rendered.put(path, text);
      }
    });
    return rendered;
  }

  static String fill(String path, String text, Map<String, String> values) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value = values.get(matcher.group(1));
      if (value == null) {
        long line = text.substring(0, matcher.start()).lines().count();
        throw new IllegalArgumentException(
            "registry-template/%s:%d: nothing is known about %s"
                .formatted(path, Math.max(line, 1), matcher.group()));
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }
}
