package io.freehold.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The plane as a process of its own with its embedded database, in the size of its chart. */
final class PlaneUnderLoad implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("freehold-plane ready http=(\\S+) otlp-http=(\\S+).*");
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final Path database;
  private final String http;
  private final String otlp;

  private PlaneUnderLoad(Process process, Path database, String http, String otlp) {
    this.process = process;
    this.database = database;
    this.http = http;
    this.otlp = otlp;
  }

  static PlaneUnderLoad start(Path home, Path directory, SimulatedRegistry registry, String heap)
      throws IOException {
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + heap,
                    "-XX:+UseSerialGC",
                    "-cp",
                    home.resolve("federation/server/target/dist/lib") + "/*",
                    "io.freehold.server.Main"))
            .directory(directory.toFile())
            .redirectError(directory.resolve("plane.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "FREEHOLD_DATA_DIR", directory.resolve("data").toString(),
                "FREEHOLD_ANONYMOUS", "viewer",
                "FREEHOLD_HTTP_PORT", "0",
                "FREEHOLD_OTLP_HTTP_PORT", "0",
                "FREEHOLD_OTLP_GRPC_PORT", "0",
                "FREEHOLD_REGISTRY_URL", registry.url(),
                "FREEHOLD_REGISTRY_CREDENTIALS", registry.credentials().toString(),
                "FREEHOLD_EXIT_WITH_PARENT", "stdin"));
    Process process = builder.start();
    // Not closed: the plane ends with its input, and says nothing after this line.
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return new PlaneUnderLoad(
            process,
            directory.resolve("data/postgresql/data/postmaster.pid"),
            ready.group(1),
            ready.group(2));
      }
    }
    process.destroyForcibly();
    throw new IOException("the plane did not start, see " + directory.resolve("plane.log"));
  }

  String http() {
    return http;
  }

  String otlp() {
    return otlp;
  }

  /** What the plane itself has used. */
  ProcessUsage usage() {
    return ProcessUsage.of(process.pid());
  }

  /** Processor time of its database's processes that run now; it is not the plane's child. */
  double databaseCpuSeconds() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(database).getFirst().strip());
    return ProcessHandle.of(pid).stream()
        .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
        .mapToDouble(process -> ProcessUsage.of(process.pid()).cpuSeconds())
        .sum();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
