package io.freehold.server;

import io.freehold.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One real PostgreSQL for all tests of the module. */
final class SharedPostgres {
  private static final EmbeddedPostgres SERVER = start();

  private SharedPostgres() {}

  /** The database that tests share. */
  static Database database() {
    return Database.external(url("postgres"));
  }

  /** A database of its own. */
  static Database empty(String name) {
    execute("postgres", "create database " + name);
    return Database.external(url(name));
  }

  /** Runs one statement. */
  static void execute(String database, String sql) {
    try (Connection connection = SERVER.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number that a query gives. */
  static long count(String database, String sql) {
    try (Connection connection = SERVER.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String url(String name) {
    return SERVER.getJdbcUrl("postgres", name);
  }

  private static EmbeddedPostgres start() {
    try {
      Path target = Path.of("target").toAbsolutePath();
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(
                  Files.createDirectories(target.resolve("postgres-binaries")).toFile())
              .setDataDirectory(Files.createTempDirectory(target, "postgres-").resolve("data"))
              .setLocaleConfig("locale", "C")
              .start();
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .unstarted(() -> {
                    try {
                      server.close();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
