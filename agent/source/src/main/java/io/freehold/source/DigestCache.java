package io.freehold.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content on disk by its digest. It is verified each time it is read, so a changed file is as good
 * as none. Bounded in bytes and entries; what was not read for longest goes first. It is only a
 * cache: when the disk fails, content is fetched again.
 */
final class DigestCache {
  private static final Logger LOG = LoggerFactory.getLogger(DigestCache.class);
  private static final String PARTIAL = ".part";

  private final Path folder;
  private final long mostBytes;
  private final int mostEntries;
  // Guarded by this: digest to size, least recently used first.
  private final Map<Digest, Long> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  DigestCache(Path folder, long mostBytes, int mostEntries) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.mostEntries = mostEntries;
    try {
      Files.createDirectories(folder);
      readFolder();
    } catch (IOException e) {
      throw new SourceException(
          SourceException.Code.DAMAGED,
          "the folder " + folder + " cannot be used; check that it can be written and has space",
          e);
    }
  }

  synchronized Optional<byte[]> get(Digest digest) {
    if (entries.get(digest) == null) {
      return Optional.empty();
    }
    try {
      byte[] content = Files.readAllBytes(file(digest));
      if (digest.matches(content)) {
        return Optional.of(content);
      }
      LOG.warn("The cached content {} was changed on disk; it is fetched anew", digest);
    } catch (IOException e) {
      LOG.warn("The cached content {} cannot be read; it is fetched anew", digest, e);
    }
    remove(digest);
    return Optional.empty();
  }

  /** Whether there is something of that name, not verified. */
  synchronized boolean has(Digest digest) {
    return entries.containsKey(digest);
  }

  synchronized void put(Digest digest, byte[] content) {
    if (content.length > mostBytes || entries.get(digest) != null) {
      return;
    }
    Path file = file(digest);
    Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
    try {
      Files.write(partial, content);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      entries.put(digest, (long) content.length);
      bytes += content.length;
      shrink();
    } catch (IOException e) {
      LOG.warn("Content cannot be cached; it is fetched again next time", e);
    }
  }

  private void shrink() {
    while (bytes > mostBytes || entries.size() > mostEntries) {
      remove(entries.keySet().iterator().next());
    }
  }

  private void remove(Digest digest) {
    Long size = entries.remove(digest);
    bytes -= size == null ? 0 : size;
    try {
      Files.deleteIfExists(file(digest));
    } catch (IOException e) {
      LOG.warn("The cached content {} cannot be deleted", digest, e);
    }
  }

  private void readFolder() throws IOException {
    Map<Path, Long> times;
    try (Stream<Path> files = Files.list(folder)) {
      times = files.collect(Collectors.toMap(Function.identity(), DigestCache::modified));
    }
    for (Path file :
        times.keySet().stream().sorted(java.util.Comparator.comparing(times::get)).toList()) {
      Optional<Digest> digest = Digest.parse(file.getFileName().toString().replace('-', ':'));
      if (digest.isPresent()) {
        long size = Files.size(file);
        entries.put(digest.get(), size);
        bytes += size;
      } else if (file.toString().endsWith(PARTIAL)) {
        Files.deleteIfExists(file);
      }
    }
    shrink();
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.algorithm() + "-" + digest.hex());
  }
}
