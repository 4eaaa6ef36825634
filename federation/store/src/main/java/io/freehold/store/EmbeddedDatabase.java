package io.freehold.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child of the plane. It listens on the loopback interface only and wants a
 * password that is made when its files are; its data survives restarts of the plane, and it ends
 * with the plane however that ends.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final String USER = "postgres";
  private static final int PASSWORD_BYTES = 24;
  private static final String ACCESS =
      "host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n";

  private final FileChannel lockFile;
  private final PostgresGuard guard;
  private final String password;
  private final int port;
  private final Path data;
  private final Path binaries;
  private final Thread watch;
  // Replaced by the watch; guarded by this, as is closing.
  private EmbeddedPostgres postgres;
  private boolean closing;

  private EmbeddedDatabase(
      FileChannel lockFile, EmbeddedPostgres postgres, String password, Path data, Path binaries)
      throws IOException {
    this.lockFile = lockFile;
    this.postgres = postgres;
    this.port = postgres.getPort();
    this.password = password;
    this.data = data;
    this.binaries = binaries;
    this.guard = PostgresGuard.start(data);
    this.watch = Thread.ofVirtual().name("postgres-watch").unstarted(this::watch);
  }

  /**
   * Starts the database of a folder, creating it when needed.
   *
   * @param directory folder of the database
   * @param binaries folder into which the program is unpacked once
   */
  static EmbeddedDatabase start(Path directory, Path binaries) {
    try {
      Files.createDirectories(directory);
      Files.createDirectories(binaries);
      FileChannel lockFile = lock(directory);
      try {
        return start(directory, binaries, lockFile);
      } catch (IOException | SQLException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException | SQLException | RuntimeException e) {
      if (e instanceof StoreException known) {
        throw known;
      }
      throw new StoreException(
          StoreException.Code.SETUP, "cannot start PostgreSQL in " + directory, e);
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + USER;
  }

  String user() {
    return USER;
  }

  String password() {
    return password;
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      synchronized (this) {
        closing = true;
        postgres.close();
      }
      guard.close();
      lockFile.close();
    } catch (IOException e) {
      log.warn("PostgreSQL did not stop cleanly: {}", e.toString());
    }
  }

  private static EmbeddedDatabase start(Path directory, Path binaries, FileChannel lockFile)
      throws IOException, SQLException {
    Path data = directory.resolve("data");
    PostgresGuard.endOrphan(data);
    String password = password(directory.resolve("password"));
    EmbeddedPostgres postgres = builder(data, binaries, password).start();
    var database = new EmbeddedDatabase(lockFile, postgres, password, data, binaries);
    database.protect(data.resolve("pg_hba.conf"));
    database.watch.start();
    return database;
  }

  private static EmbeddedPostgres.Builder builder(Path data, Path binaries, String password) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(binaries.toFile())
        // The plane's own shutdown stops its servers first.
        .setRegisterShutdownHook(false)
        .setPGStartupWait(STARTUP)
        .setLocaleConfig("locale", "C")
        .setConnectConfig("password", password)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        // The library switches both off for tests; what an agent was told is taken must survive
        // a power failure.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("shared_buffers", "64MB")
        .setServerConfig("max_connections", "40");
  }

  /** Starts the server again when it has died; what was committed is in its log. */
  private void watch() {
    try {
      while (true) {
        Thread.sleep(WATCH);
        synchronized (this) {
          if (closing) {
            return;
          }
          if (!PostgresGuard.alive(data)) {
            revive();
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void revive() {
    log.warn("PostgreSQL has died and is started again");
    try {
      // Only gives back what the dead one held: the library's lock of the folder.
      postgres.close();
      // The same port: everybody's connections come back by themselves.
      postgres = builder(data, binaries, password).setPort(port).start();
      log.info("PostgreSQL answers again");
    } catch (IOException | RuntimeException e) {
      // Its own children may not have ended yet; the next look tries again.
      log.warn("PostgreSQL could not be started again yet: {}", e.toString());
    }
  }

  /**
   * From now on nobody gets in without the password; a first start that was interrupted is made up
   * for.
   */
  private void protect(Path access) throws IOException, SQLException {
    if (Files.readString(access).equals(ACCESS)) {
      return;
    }
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      // Hexadecimal digits only: nothing to escape.
      statement.execute("alter user " + USER + " password '" + password + "'");
      Files.writeString(access, ACCESS);
      statement.execute("select pg_reload_conf()");
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new StoreException(
          StoreException.Code.SETUP,
          "another plane uses the database in "
              + directory
              + "; give this one its own data folder");
    }
    return channel;
  }

  private static String password(Path file) throws IOException {
    if (Files.exists(file)) {
      String known = Files.readString(file).strip();
      if (!known.isEmpty()) {
        return known;
      }
    }
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(bytes));
    return HexFormat.of().formatHex(bytes);
  }
}
