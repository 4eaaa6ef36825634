package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plane's own PostgreSQL over restarts and deaths. */
class EmbeddedDatabaseTest {
  private static final RegisteredCluster EAST =
      new RegisteredCluster("east", Map.of(), List.of(), 60, "");

  @TempDir private Path directory;

  @Test
  void dataSurvivesARestartAndTheFolderBelongsToOnePlane() {
    try (Database first = Database.embedded(directory, TestDatabase.BINARIES)) {
      new RegistryTable(first).replace("c0ffee", Instant.EPOCH, List.of(EAST));
      assertThatThrownBy(() -> Database.embedded(directory, TestDatabase.BINARIES))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.code()).isEqualTo(StoreException.Code.SETUP));
    }
    try (Database second = Database.embedded(directory, TestDatabase.BINARIES)) {
      assertThat(new RegistryTable(second).clusters()).containsExactly(EAST);
      assertThat(second.ready()).isTrue();
    }
  }

  @Test
  void whatIsCommittedIsOnTheDisk() {
    try (Database database = Database.embedded(directory, TestDatabase.BINARIES)) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        String value =
            database.read(handle -> handle.select("show " + setting).mapTo(String.class).one());
        assertThat(value).as(setting).isEqualTo("on");
      }
    }
  }

  @Test
  void anExternalDatabaseIsUsedByItsUrlWhichIsNeverShown() {
    try (var server = EmbeddedDatabase.start(directory, TestDatabase.BINARIES)) {
      String url = server.jdbcUrl() + "?user=" + server.user() + "&password=";
      try (Database database = Database.external(url + server.password())) {
        assertThat(database.ready()).isTrue();
      }
      assertThatThrownBy(() -> Database.external(url + "a-wrong-secret"))
          .isInstanceOf(StoreException.class)
          .satisfies(e -> {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
              assertThat(String.valueOf(cause.getMessage())).doesNotContain("a-wrong-secret");
            }
          });
    }
  }

  @Test
  @Timeout(90)
  void aKilledServerComesBackWithEverythingThatWasAcknowledged() throws Exception {
    try (Database database = Database.embedded(directory, TestDatabase.BINARIES)) {
      var writer = new ReportWriter(database);
      var acknowledged = new ConcurrentSkipListSet<Long>();
      var next = new AtomicLong();
      var stop = new AtomicBoolean();
      List<Thread> load = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        load.add(
            Thread.ofVirtual()
                .start(() -> {
                  while (!stop.get()) {
                    long sequence = next.incrementAndGet();
                    try {
                      writer.write(Records.journal("c" + sequence % 7, Instant.EPOCH, sequence));
                      acknowledged.add(sequence);
                    } catch (StoreException _) {
                      // Not acknowledged: an agent would come again.
                    }
                  }
                }));
      }
      try {
        for (int kills = 0; kills < 2; kills++) {
          int before = acknowledged.size();
          await(() -> acknowledged.size() > before + 100);
          postgres().destroyForcibly();
          int after = acknowledged.size();
          await(() -> acknowledged.size() > after + 100);
        }
      } finally {
        stop.set(true);
      }
      for (Thread thread : load) {
        thread.join();
      }
      List<Long> stored =
          database.read(
              handle -> handle.select("select sequence from journal").mapTo(Long.class).list());
      assertThat(stored).doesNotHaveDuplicates().containsAll(acknowledged);
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() {
    try (var database = EmbeddedDatabase.start(directory, TestDatabase.BINARIES)) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "").close())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void itEndsWhenThePlaneIsKilled() throws Exception {
    Process plane =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output =
        new BufferedReader(new InputStreamReader(plane.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("started");
    }
    ProcessHandle postgres = postgres();
    plane.destroyForcibly();
    // Not our child: only polling tells when it has ended.
    await(() -> !postgres.isAlive());
  }

  private ProcessHandle postgres() throws IOException {
    Path pidFile = directory.resolve("data").resolve("postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** A process that holds a database until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      EmbeddedDatabase.start(Path.of(args[0]), TestDatabase.BINARIES);
      System.out.println("started");
      Thread.sleep(TimeUnit.MINUTES.toMillis(1));
    }
  }
}
