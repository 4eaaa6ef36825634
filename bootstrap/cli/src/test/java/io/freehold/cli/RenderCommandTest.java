package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.source.CredentialStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {
  private static final String MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}\n";

  @TempDir Path folder;

  @Test
  void plain_folders_are_rendered_with_their_options() throws Exception {
    write("apps/a.yaml", MAP.formatted("a"));
    write("apps/below/b.yaml", MAP.formatted("b"));
    write("apps/below/c.yaml", MAP.formatted("c"));

    assertThat(run("render", "--path", at("apps"))).isEqualTo("0 " + printed("a"));
    assertThat(run("render", "--path", at("apps"), "--recurse", "--exclude", "below/c*"))
        .isEqualTo("0 " + printed("a") + "---\n" + printed("b"));
    write("vars/a.yaml", MAP.formatted("\"${who:=x}-${where}\""));
    assertThat(run("render", "--path", at("vars"), "--substitute", "where=eu"))
        .isEqualTo("0 " + printed("x-eu"));
    assertThat(run("render", "--path", at("apps"), "-o", "json"))
        .startsWith("0 {\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{");
  }

  @Test
  void an_application_is_rendered_as_the_agent_would() throws Exception {
    write("base/kustomization.yaml", "resources: [a.yaml]\n");
    write("base/a.yaml", MAP.formatted("a"));
    write("plain/b.yaml", MAP.formatted("b"));
    write(
        "clusters/x/app.yaml",
        """
        # others are passed over
        apiVersion: v1
        kind: Namespace
        metadata: {name: other}
        ---
        apiVersion: freehold.io/v1
        kind: Application
        metadata: {name: shop, namespace: freehold-system}
        spec:
          sources:
            - path: base
              kustomize: {namePrefix: eu-}
            - path: plain
        """);
    assertThat(run("render", "-f", at("clusters/x/app.yaml"), "--root", folder.toString()))
        .isEqualTo("0 " + printed("eu-a") + "---\n" + printed("b"));
  }

  @Test
  void mistakes_are_told_in_one_line() throws Exception {
    write("apps/a.yaml", "a: [\n");
    write("chart/Chart.yaml", "name: x\n");
    assertThat(run("render")).contains("--path", "-f", "--batch");
    assertThat(run("render", "--path", at("none"))).contains("there is no folder");
    assertThat(run("render", "--path", at("apps"))).contains("a.yaml:2: ");
    assertThat(run("render", "--path", at("apps"), "--tool", "make"))
        .contains("--tool: there is no make; use directory, kustomize, helm or plugin");
    assertThat(run("render", "--path", at("apps"), "--set", "x")).contains("write KEY=VALUE");
    assertThat(run("render", "-f", at("apps/a.yaml"))).contains("a.yaml");
    assertThat(run("render", "--path", at("apps"), "--root", at("chart"))).contains("is not in");
  }

  @Test
  void a_batch_answers_every_line() throws Exception {
    write("apps/a.yaml", MAP.formatted("a"));
    write("kustom/kustomization.yaml", "resources: [../apps/a.yaml]\n");
    String requests =
        String.join(
            "\n",
            "{\"id\":1,\"dir\":\"%s\"}".formatted(at("apps")),
            "{\"id\":2,\"dir\":\"%s\",\"restrictor\":\"none\"}".formatted(at("kustom")),
            "{\"id\":3,\"dir\":\"%s\"}".formatted(at("kustom")),
            "{\"id\":4,\"dir\":\"%s\",\"reorder\":\"none\"}".formatted(at("apps")),
            "{\"id\":5,\"dir\":\"%s\",\"colour\":\"red\"}".formatted(at("apps")),
            "{\"id\":6,\"dir\":\"%s\",\"include\":\"b*\",\"recurse\":true}".formatted(at("apps")),
            "no json");
    var out = new StringWriter();
    try (var renders = new LocalRenders(CredentialStore.of(), folder.resolve(".cache"))) {
      new RenderBatch(renders)
          .serve(
              new ByteArrayInputStream(requests.getBytes(StandardCharsets.UTF_8)),
              new PrintWriter(out));
    }
    List<String> answers = out.toString().lines().sorted().toList();
    String yaml = "\"yaml\":\"" + printed("a").replace("\n", "\\n") + "\"}";
    assertThat(answers)
        .hasSize(7)
        .contains("{\"id\":1," + yaml, "{\"id\":2," + yaml, "{\"id\":6,\"yaml\":\"\"}");
    assertThat(answers.get(1 + 2)).contains("\"id\":3", "\"error\":", "not in or below");
    assertThat(answers.get(1 + 3)).as("no kustomization").contains("\"id\":4", "\"error\":");
    assertThat(answers.get(1 + 4)).contains("there is no field colour in a request");
    assertThat(answers.getFirst()).contains("\"id\":\"\"", "\"error\":");
  }

  private static String printed(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\n".formatted(name);
  }

  private String at(String path) {
    return folder.resolve(path).toString();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** The exit code and everything that was printed. */
  private static String run(String... arguments) {
    var out = new StringWriter();
    int exit = Main.run(new PrintWriter(out), new PrintWriter(out), arguments);
    return exit + " " + out;
  }
}
