package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages of the tools tell people to paste, pasted into a shell. */
class DocExamplesTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)Try it without a cluster:\\n\\n```\\n(.*?)```\\n");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "helm, greeting: hello",
    "jsonnet, name: two-prod",
    "directories, name: a",
    "substitution, url: https://shop.example.com/start",
    "kustomize, name: prod-shop"
  })
  void an_example_gives_what_its_page_says(String page, String expected) throws Exception {
    assumeTrue(
        Files.isDirectory(new Installation(ROOT).renderWorker()),
        "the render worker is not built: mvn -pl bootstrap/cli -am verify");
    String text = Files.readString(ROOT.resolve("docs").resolve(page + ".md"));
    var example = EXAMPLE.matcher(text);
    assertThat(example.find()).as("docs/%s.md has an example".formatted(page)).isTrue();
    command();
    assertThat(shell(example.group(1).replace("/tmp/", folder + "/tmp/"))).contains(expected);
  }

  /** What the page of sources shows about revisions and signatures. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "git init -q demo && cd demo | refs/tags/v1.4.10^{}",
        "ssh-keygen -t ed25519 -N '' | Good \"git\" signature for dev@example.org"
      })
  void an_example_with_git_gives_what_its_page_says(String start, String expected)
      throws Exception {
    assumeTrue(hasGit(), "there is no git or no ssh-keygen here");
    String text = Files.readString(ROOT.resolve("docs").resolve("sources.md"));
    int from = text.indexOf("```\n" + start);
    assertThat(from).as(start).isPositive();
    String example = text.substring(from + 4, text.indexOf("\n```", from + 4));
    assertThat(shell("git init -q .\n" + example)).contains(expected);
  }

  private boolean hasGit() throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v git && command -v ssh-keygen")
            .redirectOutput(folder.resolve("found").toFile())
            .start()
            .waitFor()
        == 0;
  }

  /** A command as the launcher is one, but of the classes under test. */
  private void command() throws IOException {
    Path command = folder.resolve("freehold");
    Files.writeString(
        command,
        """
        #!/bin/sh
        exec '%s' --enable-native-access=ALL-UNNAMED -Dfreehold.home='%s' -cp '%s' io.freehold.cli.Main "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                ROOT,
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    assertThat(command.toFile().setExecutable(true)).isTrue();
  }

  private String shell(String script) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    var builder =
        new ProcessBuilder(List.of("sh", "-eu", "-c", script))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("GIT_AUTHOR_NAME", "Dev");
    builder.environment().put("GIT_AUTHOR_EMAIL", "dev@example.org");
    builder.environment().put("GIT_COMMITTER_NAME", "Dev");
    builder.environment().put("GIT_COMMITTER_EMAIL", "dev@example.org");
    int status = builder.start().waitFor();
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(status).as(text).isZero();
    return text;
  }
}
