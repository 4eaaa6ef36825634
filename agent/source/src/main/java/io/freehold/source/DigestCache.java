package io.freehold.source;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content on disk by its digest. It is verified each time it is read, so a changed file is as good
 * as none.
 */
final class DigestCache {
  private static final Logger LOG = LoggerFactory.getLogger(DigestCache.class);

  private final DiskFolder folder;

  DigestCache(Path folder, long mostBytes, int mostEntries) {
    this.folder = new DiskFolder(folder, mostBytes, mostEntries);
  }

  Optional<byte[]> get(Digest digest) {
    Optional<byte[]> content = folder.get(name(digest));
    if (content.isPresent() && !digest.matches(content.get())) {
      LOG.warn("The cached content {} was changed on disk; it is fetched anew", digest);
      folder.remove(name(digest));
      return Optional.empty();
    }
    return content;
  }

  /** Whether there is something of that name, not verified; it counts as used. */
  boolean has(Digest digest) {
    return folder.use(name(digest));
  }

  void put(Digest digest, byte[] content) {
    if (!has(digest)) {
      folder.put(name(digest), content);
    }
  }

  private static String name(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }
}
