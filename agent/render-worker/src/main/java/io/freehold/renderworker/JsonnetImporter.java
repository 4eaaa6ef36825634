package io.freehold.renderworker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.Option;
import sjsonnet.Path;
import sjsonnet.ResolvedFile;
import sjsonnet.StaticResolvedFile;

/**
 * Finds imports among the files of a request and nowhere else: next to the importing file, then in
 * the libraries.
 */
final class JsonnetImporter extends sjsonnet.Importer {
  private final Map<String, byte[]> files;
  private final List<String> libraries;

  JsonnetImporter(Map<String, byte[]> files, List<String> libraries) {
    this.files = files;
    this.libraries = libraries;
  }

  @Override
  public Option<Path> resolve(Path folder, String name) {
    Optional<String> found = find(((JsonnetPath) folder).path(), name);
    for (int i = 0; found.isEmpty() && i < libraries.size(); i++) {
      found = find(libraries.get(i), name);
    }
    return Option.apply(found.map(path -> new JsonnetPath(path, files)).orElse(null));
  }

  @Override
  public Option<ResolvedFile> read(Path path) {
    byte[] bytes = files.get(((JsonnetPath) path).path());
    return Option.apply(
        bytes == null ? null : new StaticResolvedFile(new String(bytes, StandardCharsets.UTF_8)));
  }

  private Optional<String> find(String folder, String name) {
    return normal(name.startsWith("/") ? name : folder + "/" + name).filter(files::containsKey);
  }

  /** A path without {@code .} and {@code ..}; empty when it leads out. */
  static Optional<String> normal(String path) {
    var segments = new ArrayDeque<String>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return Optional.of(String.join("/", segments));
  }
}
