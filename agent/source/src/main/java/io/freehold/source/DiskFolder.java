package io.freehold.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content on disk by name, bounded in bytes and entries; what was not used for longest goes first,
 * over restarts too, because the time of a file is that of its last use. It is only a cache: when
 * the disk fails, there is nothing. What is read is not checked here. Thread safe.
 */
public final class DiskFolder {
  private static final Logger LOG = LoggerFactory.getLogger(DiskFolder.class);
  private static final String PARTIAL = ".part";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,200}");

  private final Path folder;
  private final long mostBytes;
  private final int mostEntries;
  // Guarded by this: name to size, least recently used first.
  private final Map<String, Long> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * Opens a folder, and makes it if there is none.
   *
   * @param folder used by nothing else
   * @throws SourceException when it cannot be used
   */
  public DiskFolder(Path folder, long mostBytes, int mostEntries) {
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

  /** The content of that name, which was used by this. */
  public synchronized Optional<byte[]> get(String name) {
    if (!use(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(name)));
    } catch (IOException e) {
      LOG.warn("The cached content {} cannot be read; it is made anew", name, e);
      remove(name);
      return Optional.empty();
    }
  }

  /** Says that content is in use, though nobody reads it; whether it is there. */
  public synchronized boolean use(String name) {
    if (entries.get(name) == null) {
      return false;
    }
    try {
      Files.setLastModifiedTime(
          folder.resolve(name), FileTime.fromMillis(System.currentTimeMillis()));
    } catch (IOException _) {
      // It counts as older after a restart.
    }
    return true;
  }

  /** Keeps content, in the place of what had the name; nothing larger than the whole bound. */
  public synchronized void put(String name, byte[] content) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(name + " is no name of a file");
    }
    remove(name);
    if (content.length > mostBytes) {
      return;
    }
    Path partial = folder.resolve(name + PARTIAL);
    try {
      Files.write(partial, content);
      Files.move(
          partial,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      entries.put(name, (long) content.length);
      bytes += content.length;
      shrink();
    } catch (IOException e) {
      LOG.warn("Content cannot be cached; it is made again next time", e);
    }
  }

  /** Drops content, if there is any of that name. */
  public synchronized void remove(String name) {
    Long size = entries.remove(name);
    if (size == null) {
      return;
    }
    bytes -= size;
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      LOG.warn("The cached content {} cannot be deleted", name, e);
    }
  }

  private void shrink() {
    while (bytes > mostBytes || entries.size() > mostEntries) {
      remove(entries.keySet().iterator().next());
    }
  }

  private void readFolder() throws IOException {
    Map<Path, Long> times;
    try (Stream<Path> files = Files.list(folder)) {
      times = files.collect(Collectors.toMap(Function.identity(), DiskFolder::used));
    }
    for (Path file : times.keySet().stream().sorted(Comparator.comparing(times::get)).toList()) {
      String name = file.getFileName().toString();
      if (name.endsWith(PARTIAL)) {
        Files.deleteIfExists(file);
      } else if (NAME.matcher(name).matches() && Files.isRegularFile(file)) {
        long size = Files.size(file);
        entries.put(name, size);
        bytes += size;
      }
    }
    shrink();
  }

  private static long used(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
