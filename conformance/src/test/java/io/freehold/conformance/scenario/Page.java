package io.freehold.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The fleet page in a headless Chromium, driven through {@code
 * federation/ui/test/browser/drive.mjs}.
 */
final class Page implements AutoCloseable {
  private static final Path UI = Path.of("../federation/ui").toAbsolutePath().normalize();
  private static final int STOP_SECONDS = 10;

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private Page(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Why no browser can be started here, empty when one can. */
  static Optional<String> unavailable() {
    String chromium = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
    if (!Files.isExecutable(Path.of(chromium))) {
      return Optional.of(
          "the fleet page is not looked at: there is no " + chromium + " and no $CHROMIUM");
    }
    return Boolean.getBoolean("ui.skip")
        ? Optional.of("the fleet page is not looked at: it was left out of this build (ui.skip)")
        : Optional.empty();
  }

  /** Starts a browser for the page of a plane. */
  static Page start(URI plane) {
    String base = plane.toString().replaceAll("/$", "");
    try {
      return new Page(
          new ProcessBuilder("node", "test/browser/drive.mjs", base)
              .directory(UI.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void open(String path) {
    ask(command().put("open", path));
  }

  /** The row of a table that has a name; each text by the label of its cell. */
  JsonNode row(String caption, String name) {
    for (JsonNode row : ask(command().put("table", caption))) {
      // Below or before the name there may be labels or a namespace.
      if (row.path("").asText().strip().matches("(?s)(.*/\\s*)?" + name + "(\\s.*)?")) {
        return row;
      }
    }
    throw new AssertionError("no row " + name + " in \"" + caption + "\"");
  }

  /** All rows of a table as they read. */
  String table(String caption) {
    return ask(command().put("table", caption)).toString();
  }

  /** Everything that can be read. */
  String text() {
    return ask(command().put("text", true)).asText();
  }

  /** How many documents were loaded since the last {@link #open}: 1 without a reload. */
  int loads() {
    return ask(command().put("loads", true)).asInt();
  }

  /** The page has logged no error, and asked nobody but its plane and that only with GET. */
  void assertNoFaults() {
    assertThat(ask(command().put("faults", true))).isEmpty();
  }

  private JsonNode ask(ObjectNode command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError("the browser has ended");
      }
      JsonNode answer = Fleet.json(line);
      if (answer.has("error")) {
        throw new AssertionError(command + ": " + answer.path("error").asText());
      }
      return answer.path("answer");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode command() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    try (commands;
        answers) {
      commands.close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
