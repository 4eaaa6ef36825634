package io.freehold.plugin;

import io.freehold.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files by path; {@code ->} as content makes a symbolic link. */
record FileTree(Map<String, String> files) implements Tree {
  @Override
  public String id() {
    return files.toString();
  }

  @Override
  public Optional<Entry> find(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Entry> list(String path) {
    var entries = new TreeMap<String, Entry>();
    String prefix = path.isEmpty() ? "" : path + "/";
    files.forEach((file, content) -> {
      if (file.startsWith(prefix)) {
        int slash = file.indexOf('/', prefix.length());
        String entry = slash < 0 ? file : file.substring(0, slash);
        Type type = slash >= 0 ? Type.DIRECTORY : content.equals("->") ? Type.SYMLINK : Type.FILE;
        entries.put(entry, new Entry(entry, type, entry, content.length()));
      }
    });
    return List.copyOf(entries.values());
  }

  @Override
  public byte[] read(String path) {
    return Optional.ofNullable(files.get(path)).orElseThrow().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Tree subtree(String path) {
    throw new UnsupportedOperationException();
  }
}
