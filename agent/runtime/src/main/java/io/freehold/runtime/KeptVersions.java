package io.freehold.runtime;

import io.freehold.source.Digest;
import io.freehold.source.DiskFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which version a range or tag was at, on disk, so that a restart goes on from it while the server
 * is away. What is asked of a source belongs to its name: a version that was taken unsigned is not
 * kept for who demands signatures. Losing it costs nothing but that. Thread safe.
 */
final class KeptVersions {
  private static final int LINES = 2;
  private static final int MOST = 2000;
  private static final long MOST_BYTES = 1 << 20;

  private final DiskFolder folder;

  /** A version and the digest of its content. */
  record Kept(String version, String digest) {}

  KeptVersions(Path folder) {
    this.folder = new DiskFolder(folder, MOST_BYTES, MOST);
  }

  Optional<Kept> find(SourceKey key) {
    return folder
        .get(name(key))
        .map(content -> new String(content, StandardCharsets.UTF_8).lines().toList())
        .filter(lines -> lines.size() == LINES)
        .map(KeptVersions::kept);
  }

  private static Kept kept(List<String> lines) {
    return new Kept(lines.getFirst(), lines.getLast());
  }

  void put(SourceKey key, Kept kept) {
    if (find(key).filter(kept::equals).isEmpty()) {
      String lines = kept.version() + "\n" + kept.digest() + "\n";
      folder.put(name(key), lines.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String name(SourceKey key) {
    return Digest.of(key.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }
}
