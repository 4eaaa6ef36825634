package io.freehold.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One real PostgreSQL for all tests of the module. */
final class TestDatabase {
  static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  private static final EmbeddedDatabase SERVER = start();
  private static final Database SHARED = another();

  private TestDatabase() {}

  /** The shared database without any rows. */
  static Database empty() {
    SHARED.write(handle -> {
      // The audit log is only ever added to, except by who owns the database.
      handle.execute("set local session_replication_role = replica");
      handle.execute("truncate audit, audit_chain, audit_fault, commit_info, health_change");
      return handle.execute(
          "truncate registry_cluster, registry_read, cluster_state, application_state, journal,"
              + " sync_span, refusal, change_event,"
              + " commit_sync, commit_seen, plane_configuration");
    });
    return SHARED;
  }

  /** One more way to the same database, as another plane has it. */
  static Database another() {
    return Database.external(
        SERVER.jdbcUrl() + "?user=" + SERVER.user() + "&password=" + SERVER.password());
  }

  private static EmbeddedDatabase start() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "postgres-");
      EmbeddedDatabase database = EmbeddedDatabase.start(directory, BINARIES);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(database::close));
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
