package io.freehold.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** An open database with the plane's schema in it. */
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final long WAIT_MILLIS = 5_000;
  private static final String BAD_DATA_CLASS = "22";

  private final HikariDataSource pool;
  private final Optional<EmbeddedDatabase> embedded;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool, Optional<EmbeddedDatabase> embedded) {
    this.pool = pool;
    this.embedded = embedded;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Connects to an external PostgreSQL and brings its schema up to date.
   *
   * @param jdbcUrl JDBC URL with user and password in it
   * @throws StoreException when it cannot be used
   */
  public static Database external(String jdbcUrl) {
    HikariConfig config = config();
    config.setJdbcUrl(jdbcUrl);
    return open(config, Optional.empty());
  }

  /**
   * Starts the PostgreSQL of a folder and brings its schema up to date.
   *
   * @param directory folder of the database, kept over restarts
   * @param binaries folder into which the program is unpacked once, may be shared
   * @throws StoreException when it cannot be started
   */
  public static Database embedded(Path directory, Path binaries) {
    EmbeddedDatabase embedded = EmbeddedDatabase.start(directory, binaries);
    HikariConfig config = config();
    config.setJdbcUrl(embedded.jdbcUrl());
    config.setUsername(embedded.user());
    config.setPassword(embedded.password());
    try {
      return open(config, Optional.of(embedded));
    } catch (StoreException e) {
      embedded.close();
      throw e;
    }
  }

  /** Whether the database answers. */
  public boolean ready() {
    try {
      return read(handle -> handle.select("select 1").mapTo(Integer.class).one()) == 1;
    } catch (StoreException _) {
      return false;
    }
  }

  /** How its connections are used now. */
  public PoolUse use() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return new PoolUse(
        bean.getActiveConnections(), bean.getThreadsAwaitingConnection(), CONNECTIONS);
  }

  /**
   * How connections are used.
   *
   * @param active so many are in use
   * @param waiting so many threads wait for one
   * @param limit there are at most so many
   */
  public record PoolUse(int active, int waiting, int limit) {}

  /** Runs a query. */
  <T> T read(Work<T> work) {
    try {
      return jdbi.withHandle(work::run);
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  /** Runs a transaction. */
  <T> T write(Work<T> work) {
    try {
      return jdbi.inTransaction(work::run);
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    pool.close();
    embedded.ifPresent(EmbeddedDatabase::close);
  }

  private static HikariConfig config() {
    var config = new HikariConfig();
    config.setPoolName("plane");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(WAIT_MILLIS);
    return config;
  }

  private static Database open(HikariConfig config, Optional<EmbeddedDatabase> embedded) {
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(config);
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:io/freehold/store/migration")
          .load()
          .migrate();
      return new Database(pool, embedded);
    } catch (FlywayException | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
      if (pool != null) {
        pool.close();
      }
      // The URL may hold a password: it is not part of the message.
      throw new StoreException(
          StoreException.Code.SETUP, "the database cannot be opened or its schema updated", e);
    }
  }

  private static StoreException failure(JdbiException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && !(e instanceof ConnectionException)) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.startsWith(BAD_DATA_CLASS)) {
          return new StoreException(
              StoreException.Code.BAD_DATA, "the database refuses the data (" + state + ")", e);
        }
      }
    }
    return new StoreException(
        StoreException.Code.UNAVAILABLE, "the database did not answer: " + e.getMessage(), e);
  }

  /** What to do with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Handle handle);
  }
}
