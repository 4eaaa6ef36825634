package io.freehold.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginFileTest {
  private static final String HEAD =
      "apiVersion: argoproj.io/v1alpha1\nkind: ConfigManagementPlugin\n";

  private static PluginFile parse(String text) {
    return PluginFile.parse("plugin.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_whole_file_is_read() {
    PluginFile plugin =
        parse(
            HEAD
                + """
                metadata:
                  name: cue
                spec:
                  version: v1.0
                  init: {command: [sh], args: [-c, 'echo init']}
                  generate:
                    command: [sh, -c]
                    args:
                      - |
                        cue export
                  discover:
                    find: {command: [find, .], args: [-name, '*.cue']}
                  parameters:
                    static:
                      - {name: values-files, title: Values, collectionType: array, array: [values.yaml]}
                    dynamic: {command: [echo, '[]']}
                  preserveFileMode: false
                  provideGitCreds: false
                """);

    assertThat(plugin)
        .isEqualTo(
            new PluginFile(
                "cue-v1.0",
                List.of("sh", "-c", "echo init"),
                List.of("sh", "-c", "cue export\n"),
                new PluginFile.Discover("", "", List.of("find", ".", "-name", "*.cue"))));
  }

  @Test
  void says_what_is_wrong() {
    assertThatThrownBy(() -> parse("kind: Pod\n"))
        .hasMessage("plugin.yaml: must be a ConfigManagementPlugin of argoproj.io/v1alpha1");
    assertThatThrownBy(() -> parse(HEAD + "metadata: {name: a}\nspec: {}\n"))
        .hasMessage("plugin.yaml: spec.generate.command is missing");
    assertThatThrownBy(
            () -> parse(HEAD + "metadata: {name: ../a}\nspec: {generate: {command: [a]}}\n"))
        .hasMessageStartingWith("plugin.yaml: metadata.name and spec.version");
    assertThatThrownBy(
            () -> parse(HEAD + "metadata: {name: a}\nspec: {generate: {command: [1]}}\n"))
        .hasMessageStartingWith("plugin.yaml: spec.generate.command must hold texts, not a number");
    assertThatThrownBy(() ->
            parse(
                HEAD
                    + "metadata: {name: a}\nspec: {provideGitCreds: true, generate: {command: [a]}}\n"))
        .hasMessageContaining("plugins are given no credentials");
    assertThatThrownBy(() -> parse("[")).hasMessageStartingWith("plugin.yaml:1");
  }
}
