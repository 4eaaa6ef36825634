package io.freehold.conformance.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freehold.cli.Installation;
import io.freehold.cli.Main;
import io.freehold.testkit.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole of it: two clusters, their agents, the Git server, the plane and its database, started
 * as a user would.
 */
class DemoTest {
  private static final Duration GONE = Duration.ofSeconds(30);
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @BeforeEach
  void packaged() {
    assumeTrue(
        Files.isDirectory(ROOT.resolve("agent/runtime/target/dist/lib"))
            && Files.isDirectory(ROOT.resolve("federation/server/target/dist/lib")),
        "agent and plane are packaged by mvn verify, not by mvn test");
  }

  @Test
  void a_fleet_of_two_settles_and_leaves_nothing_behind() {
    var out = new StringWriter();
    System.setProperty("freehold.home", ROOT.toString());

    int exit =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(out, true),
            "demo",
            "--once",
            "--timeout",
            "4m");

    assertThat(exit).as(out.toString()).isZero();
    assertThat(out.toString()).contains("all applications are Synced and Healthy");
    assertThat(out.toString().lines().filter(line -> line.matches(".*Synced +Healthy.*")))
        .hasSize(16);
    assertThat(out.toString())
        .contains("A mistake, commit")
        .contains("told once: hello could not be synced on")
        .contains("audit 20")
        .contains("delivery of freehold-system/hello");
    assertThat(out.toString()).contains("a fetch works, a push is refused");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .as("processes that were left behind")
        .noneMatch(process -> process.info().commandLine().orElse("").contains("freehold-demo"));
  }

  /** Ctrl-C sends SIGINT to all processes of the terminal; SIGKILL reaches the demo alone. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "KILL"})
  void a_demo_that_is_ended_by_a_signal_leaves_no_process_behind(
      String signal, @TempDir Path folder) throws Exception {
    Process demo =
        new ProcessBuilder(
                // Shells start background jobs with SIGINT ignored, and children inherit that.
                "env",
                "--default-signal=INT",
                "setsid",
                Installation.java().toString(),
                "-Dfreehold.home=" + ROOT,
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                ROOT.resolve("bootstrap/cli/target/dist/lib") + "/*",
                "io.freehold.cli.Main",
                "demo",
                "--clusters=1")
            .redirectErrorStream(true)
            .start();
    try {
      List<String> output = new ArrayList<>();
      var lines = demo.inputReader();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains("all applications are Synced and Healthy")) {
          break;
        }
      }
      assertThat(demo.isAlive()).as(String.join("\n", output)).isTrue();
      // Control plane with its parts, agent, plane, and PostgreSQL with its parts.
      assertThat(ProcessesOf.folder(folder)).hasSizeGreaterThan(8);

      String target = signal.equals("INT") ? "-" + demo.pid() : Long.toString(demo.pid());
      new ProcessBuilder("kill", "-" + signal, "--", target).start().waitFor();
      lines.transferTo(Writer.nullWriter());

      Eventually.within(GONE, () -> assertThat(ProcessesOf.folder(folder)).isEmpty());
      assertThat(demo.waitFor()).isEqualTo(signal.equals("INT") ? 130 : 137);
      if (signal.equals("INT")) {
        assertThat(folder).isEmptyDirectory();
      }
    } finally {
      demo.destroyForcibly();
    }
  }
}
