package io.freehold.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One real PostgreSQL for all tests of the module. */
final class TestDatabase {
  static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  private static final Database SHARED = start();

  private TestDatabase() {}

  /** The shared database without any rows. */
  static Database empty() {
    SHARED.write(handle ->
        handle.execute(
            "truncate registry_cluster, registry_read, cluster_state, application_state, journal,"
                + " sync_span, refusal"));
    return SHARED;
  }

  private static Database start() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "postgres-");
      Database database = Database.embedded(directory, BINARIES);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(database::close));
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
