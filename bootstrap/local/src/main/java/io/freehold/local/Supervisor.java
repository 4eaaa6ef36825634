package io.freehold.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process {@code devcluster up}, which owns all processes of one cluster. It ends them and
 * itself when its standard input ends, and that happens however this JVM ends.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final CompletableFuture<Ready> ready = new CompletableFuture<>();

  private Supervisor(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  record Ready(Path kubeconfig, URI server) {}

  static Supervisor launch(Path binary, LocalCluster.Options options) throws IOException {
    var errors = options.directory().resolve("up.log");
    var command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "up",
                "--dir=" + options.directory(),
                "--name=" + options.name(),
                "--nodes=" + options.nodes()));
    options.stages().ifPresent(stages -> command.add("--stages=" + stages));
    var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    var supervisor = new Supervisor(options.name(), process);
    Thread.ofVirtual().name("cluster " + options.name()).start(() -> supervisor.follow(errors));
    return supervisor;
  }

  Ready awaitReady(Duration limit) {
    try {
      return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      var cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new LocalPlatformException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new LocalPlatformException(
          "cluster %s was not ready after %d s".formatted(name, limit.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalPlatformException("interrupted while cluster %s started".formatted(name), e);
    }
  }

  boolean running() {
    return process.isAlive();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("cluster {} was gone already", name, e);
    }
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("cluster {} did not stop within {}, killing it", name, STOP_LIMIT);
        var children = process.descendants().toList();
        process.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the progress until the process ends. */
  private void follow(Path errors) {
    try (var lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      fail("cluster %s reported something unreadable: %s".formatted(name, e.getOriginalMessage()));
    } catch (IOException e) {
      fail("cluster %s can not be followed: %s".formatted(name, e));
    }
    fail("cluster %s ended before it was ready: %s".formatted(name, content(errors)));
  }

  private void accept(JsonNode event) {
    switch (event.path("event").asText()) {
      case "ready" ->
          ready.complete(
              new Ready(
                  Path.of(event.path("kubeconfig").asText()),
                  URI.create(event.path("server").asText())));
      case "failed" -> {
        var log = event.path("log").asText();
        var reason =
            "cluster %s failed: %s%s"
                .formatted(
                    name,
                    event.path("reason").asText(),
                    log.isEmpty() ? "" : "\n" + log.indent(2).stripTrailing());
        if (!ready.isDone()) {
          fail(reason);
        } else {
          LOG.error(reason);
        }
      }
      default -> LOG.debug("cluster {}: {}", name, event);
    }
  }

  private void fail(String reason) {
    ready.completeExceptionally(new LocalPlatformException(reason));
  }

  private static String content(Path errors) {
    try {
      return Files.readString(errors).strip();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
