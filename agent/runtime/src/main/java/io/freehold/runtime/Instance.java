package io.freehold.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who this agent is: the same after a restart with the same data folder, so that it can take its
 * own lease back at once. Only one process at a time can have a data folder.
 */
final class Instance implements AutoCloseable {
  private final String id;
  private final FileChannel lockFile;

  private Instance(String id, FileChannel lockFile) {
    this.id = id;
    this.lockFile = lockFile;
  }

  /**
   * Takes a data folder; creates it when it is missing.
   *
   * @throws IllegalStateException when another process has it or it cannot be written
   */
  static Instance open(Path dataDir) {
    try {
      Files.createDirectories(dataDir);
      FileChannel channel =
          FileChannel.open(
              dataDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new IllegalStateException(
            "another agent uses " + dataDir + "; every agent needs a data folder of its own");
      }
      Path file = dataDir.resolve("instance");
      if (!Files.exists(file)) {
        Files.writeString(file, UUID.randomUUID().toString());
      }
      return new Instance(hostName() + "_" + Files.readString(file).strip(), channel);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the data folder " + dataDir + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Identity as leases and reports name it. */
  String id() {
    return id;
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("releasing the data folder", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "agent";
    }
  }
}
