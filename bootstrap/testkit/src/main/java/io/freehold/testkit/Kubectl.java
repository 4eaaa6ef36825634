package io.freehold.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** The kubectl of this machine. */
final class Kubectl {
  private static final int LIMIT_SECONDS = 120;

  private Kubectl() {}

  static String run(TestCluster cluster, String input, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "kubectl",
                "--kubeconfig=" + cluster.kubeconfig(),
                "--namespace=" + cluster.namespace()));
    command.addAll(List.of(arguments));
    var process = start(command);
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    } catch (IOException e) {
      // It ended without reading its input; its messages say why.
    }
    try {
      var errors =
          CompletableFuture.supplyAsync(
              () -> text(process.getErrorStream()), task -> Thread.ofVirtual().start(task));
      var output =
          CompletableFuture.supplyAsync(
              () -> text(process.getInputStream()), task -> Thread.ofVirtual().start(task));
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("took more than %d s: %s".formatted(LIMIT_SECONDS, command));
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + "\n" + errors.join() + output.join());
      }
      return output.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new TestAbortedException("kubectl is not installed", e);
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
