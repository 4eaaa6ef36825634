package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the files that a Jsonnet program may import. Jsonnet takes only literal texts behind {@code
 * import}, so looking for them in the program's text finds them all; what stands in comments or
 * does not exist is harmless.
 */
final class JsonnetImports {
  private static final Pattern IMPORT =
      Pattern.compile(
          "\\bimport(str|bin)?\\s*@?(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|'((?:[^'\\\\]|\\\\.)*+)')");

  private final ToolInput input;
  private final List<String> libraries;
  private final RenderLimits limits;
  private final Map<String, byte[]> files = new HashMap<>();
  private long bytes;

  JsonnetImports(ToolInput input, List<String> libraries, RenderLimits limits) {
    this.input = input;
    this.libraries = libraries;
    this.limits = limits;
  }

  /** The program and all it imports, by path from the root of the tree. */
  Map<String, byte[]> of(String main) {
    Deque<String> programs = new ArrayDeque<>(List.of(main));
    read(main);
    while (!programs.isEmpty()) {
      String program = programs.poll();
      String text = new String(files.getOrDefault(program, new byte[0]), StandardCharsets.UTF_8);
      var match = IMPORT.matcher(text);
      while (match.find()) {
        String name = match.group(2) == null ? match.group(3) : match.group(2);
        Optional<String> found = find(TreePaths.parent(program), name);
        if (found.isPresent() && !files.containsKey(found.get())) {
          read(found.get());
          if (match.group(1) == null) {
            programs.add(found.get());
          }
        }
      }
    }
    return files;
  }

  private Optional<String> find(String folder, String name) {
    Optional<String> found = file(folder, name);
    for (int i = 0; found.isEmpty() && i < libraries.size(); i++) {
      found = file(libraries.get(i), name);
    }
    return found;
  }

  private Optional<String> file(String folder, String name) {
    return TreePaths.resolve(folder, name)
        .filter(
            path -> input.find(path).filter(entry -> entry.type() == Tree.Type.FILE).isPresent());
  }

  private void read(String path) {
    long size = input.tree().find(path).map(Tree.Entry::size).orElse(0L);
    if (size > limits.file().bytes()) {
      throw new RenderException(
          Code.LIMIT,
          path,
          0,
          "the file has %d bytes; at most %d are read".formatted(size, limits.file().bytes()));
    }
    byte[] content = input.tree().read(path);
    bytes += content.length;
    if (files.size() == limits.files() || bytes > limits.bytes()) {
      throw new RenderException(
          Code.LIMIT,
          path,
          0,
          "the program imports more than %d files or %d bytes"
              .formatted(limits.files(), limits.bytes()));
    }
    files.put(path, content);
  }
}
