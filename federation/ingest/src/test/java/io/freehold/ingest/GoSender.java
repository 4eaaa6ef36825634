package io.freehold.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A program that reports with OpenTelemetry's SDK for Go, built from {@code src/test/go} once per
 * version of it into the user's cache, like the local control plane.
 */
final class GoSender {
  private static final Path SOURCES = Path.of("src", "test", "go", "otlpsender").toAbsolutePath();
  private static final List<String> NAMES = List.of("go.mod", "go.sum", "main.go");

  private GoSender() {}

  /** Why it can be neither found nor built; empty when it can. */
  static Optional<String> unavailable() throws IOException, InterruptedException {
    if (Files.isExecutable(executable())) {
      return Optional.empty();
    }
    try {
      build();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the Go sender was not built: " + e.getMessage());
    }
  }

  static Path build() throws IOException, InterruptedException {
    Path executable = executable();
    if (Files.isExecutable(executable)) {
      return executable;
    }
    Files.createDirectories(executable.getParent());
    Path output = Files.createTempFile(executable.getParent(), "otlpsender", ".new");
    var builder =
        new ProcessBuilder(
                "go",
                "build",
                "-trimpath",
                "-buildvcs=false",
                "-mod=readonly",
                "-o",
                output.toString(),
                ".")
            .directory(SOURCES.toFile())
            .redirectErrorStream(true);
    builder.environment().put("GOTOOLCHAIN", "local");
    builder.environment().put("GOWORK", "off");
    builder.environment().remove("GOFLAGS");
    try {
      Process process = builder.start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(said.lines().reduce((_, last) -> last).orElse("go build failed"));
      }
      Files.move(output, executable, StandardCopyOption.ATOMIC_MOVE);
      return executable;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static Path executable() throws IOException {
    return cache().resolve("otlpsender").resolve(digest()).resolve("otlpsender");
  }

  private static Path cache() {
    String own = System.getenv("FREEHOLD_CACHE");
    if (own != null && !own.isBlank()) {
      return Path.of(own);
    }
    String shared = System.getenv("XDG_CACHE_HOME");
    return shared != null && !shared.isBlank()
        ? Path.of(shared, "freehold")
        : Path.of(System.getProperty("user.home"), ".cache", "freehold");
  }

  private static String digest() throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (System.getProperty("os.name") + System.getProperty("os.arch"))
              .getBytes(StandardCharsets.UTF_8));
      for (String name : NAMES) {
        digest.update(Files.readAllBytes(SOURCES.resolve(name)));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
