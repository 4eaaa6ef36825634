package io.freehold.renderworker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The helm command of the version that the worker embeds, built once from its Go module and kept in
 * the cache folder.
 */
final class HelmCommand {
  static final String VERSION = "v3.21.0";

  private HelmCommand() {}

  /** The command; empty where it is missing and cannot be built. */
  static Optional<Path> find() {
    String cache = System.getenv("FREEHOLD_CACHE");
    Path folder =
        (cache == null
                ? Path.of(System.getProperty("user.home"), ".cache", "freehold")
                : Path.of(cache))
            .resolve("helm-" + VERSION);
    Path helm = folder.resolve("helm");
    if (!Files.isExecutable(helm)) {
      build(folder);
    }
    return Optional.of(helm).filter(Files::isExecutable);
  }

  private static void build(Path folder) {
    try {
      Files.createDirectories(folder);
      var builder =
          new ProcessBuilder("go", "install", "helm.sh/helm/v3/cmd/helm@" + VERSION)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("GOBIN", folder.toString());
      Process go = builder.start();
      if (!go.waitFor(10, TimeUnit.MINUTES)) {
        go.destroyForcibly();
      }
    } catch (IOException _) {
      // There is no Go here: the caller skips.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs {@code helm template --include-crds} in an environment of its own.
   *
   * @param home folder for whatever it keeps
   */
  static Result template(Path helm, Path home, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(helm.toString());
    command.add("template");
    command.add("--include-crds");
    command.addAll(arguments);
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int status = process.waitFor();
    return new Result(status, Files.readString(out), Files.readString(err));
  }

  /** What a run gave. */
  record Result(int status, String output, String error) {}
}
