package io.freehold.conformance.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freehold.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The whole of it: two clusters, their agents, the Git server, the plane and its database, started
 * as a user would.
 */
class DemoTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void a_fleet_of_two_settles_and_leaves_nothing_behind() {
    assumeTrue(
        Files.isDirectory(ROOT.resolve("agent/runtime/target/dist/lib"))
            && Files.isDirectory(ROOT.resolve("federation/server/target/dist/lib")),
        "agent and plane are packaged by mvn verify, not by mvn test");
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
        .hasSize(14);
    assertThat(out.toString()).contains("a fetch works, a push is refused");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .as("processes that were left behind")
        .noneMatch(process -> process.info().commandLine().orElse("").contains("freehold-demo"));
  }
}
