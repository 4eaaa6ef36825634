package io.freehold.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version a range or tag was at, on disk, so that a restart goes on from it while the server
 * is away. What is asked of a source belongs to its name: a version that was taken unsigned is not
 * kept for who demands signatures. Losing it costs nothing but that. Thread safe.
 */
final class KeptVersions {
  private static final Logger LOG = LoggerFactory.getLogger(KeptVersions.class);
  private static final int LINES = 2;

  private final Path folder;

  /** A version and the digest of its content. */
  record Kept(String version, String digest) {}

  KeptVersions(Path folder) {
    this.folder = folder;
  }

  Optional<Kept> find(SourceKey key) {
    try {
      List<String> lines = Files.readAllLines(file(key));
      return lines.size() == LINES
          ? Optional.of(new Kept(lines.getFirst(), lines.getLast()))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  synchronized void put(SourceKey key, Kept kept) {
    if (find(key).filter(kept::equals).isPresent()) {
      return;
    }
    Path file = file(key);
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(folder);
      Files.writeString(partial, kept.version() + "\n" + kept.digest() + "\n");
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} is not kept for a restart: {}", key.shown(), e.getMessage());
    }
  }

  private Path file(SourceKey key) {
    try {
      byte[] name = key.toString().getBytes(StandardCharsets.UTF_8);
      return folder.resolve(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
