package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.PluginOptions;
import io.freehold.api.PluginOptions.Parameter;
import io.freehold.api.PluginOptions.Variable;
import io.freehold.api.Source;
import io.freehold.render.RenderException.Code;
import io.freehold.source.MemoryTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real server in a process of its own, as in a sidecar. */
@Timeout(60)
class PluginToolTest {
  private static final String PLUGIN =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: ConfigManagementPlugin
      metadata: {name: shell}
      spec:
        generate:
          command: [sh, run.sh]
      """;

  @TempDir private static Path sockets;
  private static final List<Process> SERVERS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    serve("shell", PLUGIN);
  }

  private static void serve(String name, String plugin) throws Exception {
    Path file = Files.writeString(sockets.resolve(name + ".yaml"), plugin);
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.freehold.plugin.Main",
                "--file",
                file.toString(),
                "--sockets",
                sockets.toString())
            .inheritIO()
            .start();
    SERVERS.add(server);
    while (!Files.exists(sockets.resolve(name + ".sock"))) {
      assertThat(server.isAlive()).isTrue();
      server.waitFor(Duration.ofMillis(20));
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    for (Process server : SERVERS) {
      server.destroyForcibly();
      server.waitFor();
    }
  }

  private static Rendered render(String script, PluginOptions options) {
    var tree = MemoryTree.of(Map.of("apps/web/run.sh", script, "apps/other/secret", "s"));
    var tools = Tools.inProcess().withPlugin(new PluginTool(sockets, RenderLimits.DEFAULT));
    return new Renderer(tools)
        .render(
            RenderInput.source(
                tree,
                Source.folder("https://git.example/repo.git", "apps/web", "main").with(options)));
  }

  private static PluginOptions shell(List<Variable> env, List<Parameter> parameters) {
    return new PluginOptions("shell", env, parameters);
  }

  private static final PluginOptions SHELL = shell(List.of(), List.of());

  private static String configMap(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {v: '%s'}\n"
        .formatted(name, value);
  }

  @Test
  void what_a_plugin_prints_are_the_objects_of_the_folder() {
    Rendered rendered =
        render(
            "cat <<'EOF'\n" + configMap("a", "1") + "---\n" + configMap("b", "2") + "EOF\n", SHELL);

    assertThat(rendered.objects()).extracting(RenderedObject::name).containsExactly("a", "b");
    assertThat(rendered.objects()).allMatch(object -> object.file().equals("apps/web"));
  }

  @Test
  void commands_are_told_the_application_and_its_parameters() {
    String names =
        "$ARGOCD_APP_NAME|$ARGOCD_APP_NAMESPACE|$ARGOCD_APP_SOURCE_PATH|$ARGOCD_APP_SOURCE_REPO_URL"
            + "|$ARGOCD_APP_SOURCE_TARGET_REVISION|$ARGOCD_ENV_REGION|$PARAM_ONE_A|$PARAM_MANY_1|$PARAM_BY_NAME_K_1|$ARGOCD_APP_PARAMETERS|$(ls ..)";
    Rendered rendered =
        render(
            "cat <<EOF\n" + configMap("a", names) + "EOF\n",
            shell(
                List.of(new Variable("REGION", "eu")),
                List.of(
                    new Parameter("one.a", "text", List.of(), Map.of()),
                    new Parameter("many", "", List.of("x", "y"), Map.of()),
                    new Parameter("by-name", "", List.of(), Map.of("k-1", "v")))));

    assertThat(rendered.objects().getFirst().content().map("data").text("v"))
        .isEqualTo(
            "app|default|apps/web|https://git.example/repo.git|main|eu|text|y|v|"
                + "[{\"name\":\"one.a\",\"string\":\"text\"},{\"name\":\"many\",\"array\":[\"x\",\"y\"]},{\"name\":\"by-name\",\"map\":{\"k-1\":\"v\"}}]|"
                + "files generate.err generate.out home");
  }

  /** The plugin file of the page, and the Application that uses it. */
  @Test
  void the_example_of_the_page_greets() throws Exception {
    String page = Files.readString(Path.of("..", "..", "docs", "plugins.md"));
    int start = page.indexOf("# plugin.yaml\n");
    serve("greeter", page.substring(start, page.indexOf("```", start)));
    assertThat(page).contains("name: greeter\n        env: [{name: WORD, value: Hello}]");

    var tree = MemoryTree.of(Map.of("apps/hello/name.txt", "world"));
    var tools = Tools.inProcess().withPlugin(new PluginTool(sockets, RenderLimits.DEFAULT));
    var options = new PluginOptions("greeter", List.of(new Variable("WORD", "Hello")), List.of());
    Rendered rendered =
        new Renderer(tools)
            .render(RenderInput.source(tree, Source.folder("apps/hello").with(options)));
    assertThat(rendered.objects().getFirst().content().map("data").text("greeting"))
        .isEqualTo("Hello world");
  }

  @Test
  void what_is_no_object_is_refused() {
    assertRefused("echo 'a: 1'", SHELL, Code.OBJECT, "apps/web: the object has no kind");
    assertRefused(
        "echo '{'", SHELL, Code.SYNTAX, "apps/web: the plugin gives what is no YAML: result:");
  }

  @Test
  void a_failure_names_the_plugin_and_hides_secrets() {
    assertRefused(
        "echo no access with $ARGOCD_ENV_TOKEN >&2; exit 1",
        shell(List.of(new Variable("TOKEN", "hush-hush")), List.of()),
        Code.BUILD,
        "apps/web: plugin shell: generate ended with status 1: no access with ***");
  }

  @Test
  void a_plugin_that_is_not_there_is_waited_for() {
    assertRefused(
        "",
        new PluginOptions("other", List.of(), List.of()),
        Code.SOURCE,
        "apps/web: plugin other: no plugin other is configured; its sidecar must put other.sock into "
            + sockets);
  }

  private static void assertRefused(
      String script, PluginOptions options, Code code, String message) {
    assertThatThrownBy(() -> render(script, options))
        .isInstanceOfSatisfying(RenderException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(message);
  }
}
