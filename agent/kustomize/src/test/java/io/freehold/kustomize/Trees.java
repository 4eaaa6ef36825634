package io.freehold.kustomize;

import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import io.freehold.yaml.MapValue;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A tree of texts in memory; the content is its own id. */
record Trees(Map<String, String> files) implements Tree {
  /** Paths and texts in turn. */
  static Trees of(String... pathsAndTexts) {
    var files = new TreeMap<String, String>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
    }
    return new Trees(files);
  }

  /** What the build of a folder gives, as JSON in output order. */
  static List<MapValue> build(Tree tree, String path) {
    return new Kustomizer().build(tree, path, BuildOptions.DEFAULT).objects();
  }

  @Override
  public String id() {
    return files.toString();
  }

  @Override
  public Optional<Entry> find(String path) {
    String text = files.get(path);
    if (text != null) {
      return Optional.of(new Entry(path, Type.FILE, text, text.length()));
    }
    boolean isFolder =
        path.isEmpty() || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
    return isFolder
        ? Optional.of(new Entry(path, Type.DIRECTORY, subtree(path).id(), 0))
        : Optional.empty();
  }

  @Override
  public List<Entry> list(String path) {
    String prefix = path.isEmpty() ? "" : path + "/";
    return files.keySet().stream()
        .filter(file -> file.startsWith(prefix))
        .map(file -> prefix + file.substring(prefix.length()).split("/", 2)[0])
        .distinct()
        .map(file -> find(file).orElseThrow())
        .sorted(Comparator.comparing(Entry::name))
        .toList();
  }

  @Override
  public byte[] read(String path) {
    String text = files.get(path);
    if (text == null) {
      throw new TreeException("there is no file " + path);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Tree subtree(String path) {
    String prefix = path + "/";
    return new Trees(
        files.entrySet().stream()
            .filter(file -> file.getKey().startsWith(prefix))
            .collect(
                Collectors.toMap(
                    file -> file.getKey().substring(prefix.length()),
                    Map.Entry::getValue,
                    (a, _) -> a,
                    TreeMap::new)));
  }
}
