package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Main.commandLine();
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(args);
  }

  @Test
  void help_names_the_commands_and_the_exit_codes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("bootstrap", "demo", "get", "completion", "Exit codes");
  }

  @Test
  void a_wrong_command_line_is_one_line_and_code_2() {
    assertThat(run("bootstrap", "--cluster", "prod")).isEqualTo(2);
    assertThat(err.toString()).contains("--repo").contains("--help").doesNotContain("Exception");
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void errors_are_one_line_without_a_stack_trace_unless_asked_for() {
    String[] args = {"get", "applications", "--kubeconfig", "/does/not/exist"};

    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("/does/not/exist");

    assertThat(run("--verbose", "get", "applications", "--kubeconfig", "/does/not/exist"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("at io.freehold.cli.");
  }

  @Test
  void an_address_that_is_not_ssh_is_refused_before_anything_is_touched() {
    assertThat(run("bootstrap", "--repo", "https://x:pw@example.org/a/b", "--cluster", "prod"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("deploy keys are SSH keys").doesNotContain("pw");
  }

  @Test
  void version_is_that_of_the_build() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("freehold 0.").contains("Java 25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completion_knows_commands_and_options(String shell) {
    assertThat(run("completion", shell)).isZero();
    assertThat(out.toString()).contains("bootstrap", "forge-token-file", "applications");
  }
}
