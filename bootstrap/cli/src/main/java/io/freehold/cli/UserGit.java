package io.freehold.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program {@code git} in a clone of the user: with their credentials, their name, their signing
 * key and their hooks.
 */
final class UserGit {
  private final Path clone;

  /**
   * @param folder the clone, or a folder in it
   * @throws CliException when it is in no clone
   */
  UserGit(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CliException(ExitCode.USAGE, "--root: there is no folder " + folder);
    }
    String top =
        ask(folder, "rev-parse", "--show-toplevel")
            .orElseThrow(() ->
                new CliException(
                    ExitCode.USAGE,
                    "--root: " + folder + " is in no clone; name a clone of the registry"));
    this.clone = Path.of(top);
  }

  /** The folder that is cloned into. */
  Path folder() {
    return clone;
  }

  /** What a command prints, without the last line end; empty when it fails. */
  Optional<String> ask(String... arguments) {
    return ask(clone, arguments);
  }

  /**
   * Runs a command.
   *
   * @throws CliException when it fails; the message is what git says
   */
  String run(String... arguments) {
    Result result = run(clone, arguments);
    if (result.exit() != 0) {
      throw new CliException(
          ExitCode.GIT, "git %s: %s".formatted(arguments[0], result.explanation()));
    }
    return result.output();
  }

  private static Optional<String> ask(Path folder, String... arguments) {
    Result result = run(folder, arguments);
    return result.exit() == 0 ? Optional.of(result.output()) : Optional.empty();
  }

  private record Result(int exit, String output, String errors) {
    /** The last line that says something, as that is where git sums up. */
    String explanation() {
      String all = errors.isBlank() ? output : errors;
      return all.lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("hint:"))
          .reduce((_, last) -> last)
          .orElse("exit code " + exit);
    }
  }

  private static Result run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // The messages are quoted, not understood; credentials may be asked for at the terminal.
    builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
    try {
      Path errors = Files.createTempFile("freehold-git-", ".err");
      try {
        Process process = builder.redirectError(errors.toFile()).start();
        String output =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .stripTrailing();
        return new Result(process.waitFor(), output, Files.readString(errors));
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCode.GIT, "cannot run git: %s; is it installed?".formatted(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.GIT, "interrupted while git ran", e);
    }
  }
}
