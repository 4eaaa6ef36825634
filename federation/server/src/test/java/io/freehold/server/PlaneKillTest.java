package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ReportToken;
import io.freehold.store.Archive;
import io.freehold.store.Database;
import io.freehold.telemetry.OtlpReporter;
import io.freehold.telemetry.ReportTarget;
import io.freehold.telemetry.ReporterSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plane's process is killed with SIGKILL while an agent reports, several times. An agent
 * forgets an entry as soon as it was acknowledged, so what is missing in the end was acknowledged
 * and lost.
 */
@Timeout(240)
class PlaneKillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();
  private static final int KILLS = 2;
  private static final int TAKEN = 20;
  // Between two entries, so that a slow plane is not buried.
  private static final Duration PACE = Duration.ofMillis(2);

  @TempDir private Path directory;
  private TestRegistry registry;
  private final KeyPair keys = ReportToken.newKeyPair();
  private Process process;
  private String otlp = "http://127.0.0.1:0";
  private String http = "http://127.0.0.1:0";

  @BeforeEach
  void start() throws Exception {
    registry = new TestRegistry(Files.createDirectory(directory.resolve("registry")));
    registry.put("east", TestRegistry.clusterYaml("east", TestPlane.key(keys), "5s"));
    run();
  }

  @AfterEach
  void stop() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    registry.close();
  }

  @Test
  void nothing_that_was_acknowledged_is_lost() throws Exception {
    long made = 0;
    try (OtlpReporter agent = agent()) {
      for (int kill = 0; kill < KILLS; kill++) {
        long before = agent.counters().sent();
        // Reports go on while the process dies.
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (agent.counters().sent() < before + TAKEN && System.nanoTime() < end) {
          agent.journal(Reports.sync(++made));
          LockSupport.parkNanos(PACE.toNanos());
        }
        assertThat(agent.counters().sent()).isGreaterThanOrEqualTo(before + TAKEN);
        for (int i = 0; i < 200; i++) {
          agent.journal(Reports.sync(++made));
        }
        process.destroyForcibly().waitFor();
        for (int i = 0; i < 50; i++) {
          agent.journal(Reports.sync(++made));
        }
        run();
      }
      await(() -> agent.counters().waiting() == 0);
      assertThat(agent.counters().refused()).isZero();
    }
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<Long> stored = new ArrayList<>();
    List<Long> chained = new ArrayList<>();
    for (JsonNode row : rows()) {
      switch (row.get("table").textValue()) {
        case "journal" -> stored.add(row.at("/row/entry/sync/id").longValue());
        case "audit" -> chained.add(row.at("/row/number").longValue());
        default -> {
          // What else a plane keeps.
        }
      }
    }
    List<Long> all = LongStream.rangeClosed(1, made).boxed().toList();
    assertThat(stored).containsExactlyInAnyOrderElementsOf(all);
    assertThat(chained).containsAll(all);
  }

  private OtlpReporter agent() {
    OtlpReporter agent =
        OtlpReporter.start(
            ReporterSettings.of(
                "east", "test", "0.1.0", keys::getPrivate, directory.resolve("agent")));
    agent.target(new ReportTarget(otlp, Duration.ofSeconds(5)));
    return agent;
  }

  /** Starts the plane, on the ports that it had. */
  private void run() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KillablePlane.class.getName(),
                directory.resolve("plane").toString(),
                directory.resolve("registry/.git").toString(),
                BINARIES.toString(),
                Integer.toString(URI.create(http).getPort()),
                Integer.toString(URI.create(otlp).getPort()))
            .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    // Not closed: the plane says nothing after this line.
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.startsWith("ready ")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError(Files.readString(directory.resolve("log")));
    }
    String[] urls = line.split(" ", -1);
    http = urls[1];
    otlp = urls[2];
  }

  private List<JsonNode> rows() throws IOException {
    var text = new StringWriter();
    try (Database database = Database.embedded(directory.resolve("plane/postgresql"), BINARIES)) {
      new Archive(database).write(text, Instant.now());
    }
    List<JsonNode> rows = new ArrayList<>();
    for (String line : text.toString().lines().skip(1).toList()) {
      rows.add(TestPlane.JSON.readTree(line));
    }
    return rows;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(50);
    }
  }
}
