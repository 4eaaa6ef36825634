package io.freehold.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freehold.api.HelmOptions;
import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import io.freehold.render.RenderException.Code;
import io.freehold.source.MemoryTree;
import io.freehold.tree.Tree;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a hostile author of a repository can write. Each gets a clear error, and the chart of
 * somebody else is rendered by the same renderer meanwhile.
 */
class HostileInputsTest {
  private static final String CHART = "{apiVersion: v2, name: web, version: 1.0.0}";
  private static final String OBJECT =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: %s}}";
  private static final String ALIASES =
      """
      a: &a [x, x, x, x, x, x, x, x, x]
      b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
      c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
      d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
      e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
      f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
      g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]
      h: [*g, *g, *g, *g, *g, *g, *g, *g, *g]
      """;

  private static WorkerPool workers;
  private static Renderer renderer;

  @BeforeAll
  static void start() {
    Path library = Path.of("..", "render-worker", "target", "dist", "lib").toAbsolutePath();
    assertThat(library).as("build it first: mvn -pl agent/render -am verify").isDirectory();
    workers =
        new WorkerPool(
            WorkerOptions.of(library)
                .withTimeLimit(Duration.ofSeconds(20))
                .withResultLimit(8 << 20));
    renderer =
        new Renderer(
            Tools.inProcess()
                .withHelm(
                    new HelmTool(
                        workers,
                        ChartDependencies.UNREACHABLE,
                        RenderLimits.DEFAULT,
                        new CacheCounters()))
                .withJsonnet(new JsonnetTool(workers, RenderLimits.DEFAULT)));
  }

  @AfterAll
  static void stop() {
    workers.close();
  }

  @Test
  void endless_templates_and_programs_end_at_their_limit() {
    String loop = "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}";
    assertThat(refused(chart("templates/a.yaml", loop)))
        .hasMessageContaining("ended after 20 s")
        .extracting(RenderException::code)
        .isEqualTo(Code.LIMIT);
    assertThat(refused(jsonnet("local f(x) = f(x + 1) + 1; f(0)")))
        .hasMessageContaining("recursion");
  }

  @Test
  void texts_that_grow_without_end_end_at_the_limit_of_memory() {
    assertThat(
            refused(chart("templates/a.yaml", OBJECT.formatted("{{ repeat 1000000000 \"x\" }}"))))
        .extracting(RenderException::code)
        .isEqualTo(Code.LIMIT);
    assertThat(refused(jsonnet("local f(s) = f(s + s); f('x')")))
        .extracting(RenderException::code)
        .isIn(Code.LIMIT, Code.BUILD);
    assertThat(refused(jsonnet("std.foldl(function(a, i) a + a, std.range(0, 40), 'x')")))
        .extracting(RenderException::code)
        .isEqualTo(Code.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ fromJson (repeat 200000 \"[\") }}",
        "{{ regexFind \"((a{1000}){1000}){1000}\" \"a\" }}",
        "{{ include \"nobody\" . }}",
        "{{ tpl (repeat 3000000 \"{{ \") . }}"
      })
  void nesting_and_patterns_out_of_all_bounds_are_errors(String template) {
    RenderException refusal =
        refused(chart("templates/a.yaml", OBJECT.formatted("'" + template + "'")));
    assertThat(refusal.getMessage()).hasSizeLessThan(1200);
  }

  @Test
  void aliases_that_multiply_are_refused_wherever_they_stand() {
    assertThat(refused(MemoryTree.of(Map.of("app/a.yaml", ALIASES)), Source.folder("app")))
        .hasMessageContaining("alias");
    assertThat(refused(chart("values.yaml", ALIASES))).hasMessageContaining("alias");
    assertThat(refused(chart("templates/a.yaml", ALIASES))).isNotNull();
    assertThat(refused(chart("more.yaml", ALIASES), options(List.of("more.yaml"))))
        .hasMessageContaining("alias");
    assertThat(refused(chart("Chart.yaml", ALIASES))).isNotNull();
  }

  @Test
  void files_of_a_gigabyte_are_refused_before_they_are_read() {
    for (String path :
        List.of("app/Chart.yaml", "app/values.yaml", "app/templates/a.yaml", "app/b.bin")) {
      var huge = new HugeFile(chart("templates/a.yaml", OBJECT.formatted("1")), path);
      assertThat(refused(huge, Source.folder("app")))
          .as(path)
          .hasMessageContaining("1073741824 bytes")
          .extracting(RenderException::code)
          .isEqualTo(Code.LIMIT);
    }
    var plain = MemoryTree.of(Map.of("app/a.yaml", OBJECT.formatted("1")));
    assertThat(refused(new HugeFile(plain, "app/a.yaml"), Source.folder("app")))
        .extracting(RenderException::code)
        .isEqualTo(Code.LIMIT);
    var values = new HugeFile(chart("templates/a.yaml", OBJECT.formatted("1")), "app/more.yaml");
    assertThat(refused(values, options(List.of("more.yaml"))))
        .extracting(RenderException::code)
        .isEqualTo(Code.LIMIT);
    var program = jsonnet("importstr 'data.txt'");
    assertThat(refused(new HugeFile(program, "app/data.txt"), Source.folder("app")))
        .extracting(RenderException::code)
        .isEqualTo(Code.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../secret.yaml",
        "/../secret.yaml",
        "a/../../../secret.yaml",
        "$other/../secret.yaml",
        "https://example.com/values.yaml",
        "file:///etc/passwd",
        "..\\..\\secret.yaml",
        "%2e%2e/%2e%2e/secret.yaml",
        "．．/．．/secret.yaml",
        "/etc/passwd",
        "link.yaml"
      })
  void value_files_end_at_the_repository(String file) {
    var tree =
        new MemoryTree.Builder()
            .file("app/Chart.yaml", CHART.getBytes(UTF_8))
            .file("app/templates/a.yaml", OBJECT.formatted("1").getBytes(UTF_8))
            .symlink("link.yaml", "/etc/passwd")
            .build();
    var other =
        new FetchedSource(
            new Source("", "", "", "", "other", null, null, null, null, null),
            MemoryTree.of(Map.of()));
    String written = file.equals("link.yaml") ? "/link.yaml" : file;
    assertThat(refused(tree, options(List.of(written)), other)).hasMessageNotContaining("root:");
  }

  @Test
  void patterns_of_value_files_take_no_time() {
    var files = Map.of("app/templates/a.yaml", OBJECT.formatted("1"), "a".repeat(200), "b: 1");
    var tree = chart(files);
    assertThat(refused(tree, options(List.of("/" + "*a".repeat(40) + "b", "**/".repeat(30) + "c"))))
        .hasMessageContaining("there is no value file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"templates/a.yaml", "charts/sub", "files/x", "Chart.yaml", "values.yaml"})
  void links_in_a_chart_are_not_followed(String path) {
    var tree =
        new MemoryTree.Builder()
            .file(path.equals("Chart.yaml") ? "app/x" : "app/Chart.yaml", CHART.getBytes(UTF_8))
            .symlink("app/" + path, "../../../etc/passwd")
            .build();
    RenderException refusal = refused(tree, helm().with(RenderTool.HELM));
    assertThat(refusal).hasMessageContaining("link");
    assertThat(refusal.code()).isEqualTo(Code.LINK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import '/etc/passwd'",
        "importstr '/etc/passwd'",
        "importstr '../../../../etc/passwd'",
        "importbin '/proc/self/environ'",
        "import 'https://example.com/x.libsonnet'",
        "std.native('exec')('id')",
        "std.extVar('HOME')"
      })
  void programs_read_nothing_but_the_repository(String program) {
    assertThat(refused(jsonnet(program))).hasMessageNotContaining("root:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"env \"HOME\"", "expandenv \"$HOME\"", "readFile \"/etc/passwd\""})
  void templates_have_no_functions_that_look_around(String call) {
    assertThat(refused(chart("templates/a.yaml", OBJECT.formatted("{{ " + call + " }}"))))
        .hasMessageContaining("not defined");
  }

  @Test
  void a_secret_of_the_cluster_is_not_found() {
    String template =
        OBJECT.formatted("{{ lookup \"v1\" \"Secret\" \"kube-system\" \"\" | toJson | quote }}");
    assertThat(text(renderer.render(input(chart("templates/a.yaml", template), helm()))))
        .contains("{}");
  }

  private static final class HugeFile implements Tree {
    private static final long SIZE = 1L << 30;
    private final Tree tree;
    private final String path;

    HugeFile(Tree tree, String path) {
      this.tree = tree;
      this.path = path;
    }

    @Override
    public String id() {
      return tree.id() + "+" + path;
    }

    @Override
    public Optional<Entry> find(String wanted) {
      return wanted.equals(path) ? Optional.of(entry()) : tree.find(wanted);
    }

    @Override
    public List<Entry> list(String folder) {
      var entries = new HashMap<String, Entry>();
      tree.list(folder).forEach(entry -> entries.put(entry.path(), entry));
      if (path.substring(0, Math.max(0, path.lastIndexOf('/'))).equals(folder)) {
        entries.put(path, entry());
      }
      return List.copyOf(entries.values());
    }

    private Entry entry() {
      return new Entry(path, Type.FILE, "huge", SIZE);
    }

    @Override
    public byte[] read(String wanted) {
      assertThat(wanted).as("what is that large must not be read").isNotEqualTo(path);
      return tree.read(wanted);
    }

    @Override
    public Tree subtree(String folder) {
      return path.startsWith(folder + "/")
          ? new HugeFile(tree.subtree(folder), path.substring(folder.length() + 1))
          : tree.subtree(folder);
    }
  }

  private static Tree chart(String path, String content) {
    return chart(Map.of("app/" + path, content));
  }

  private static Tree chart(Map<String, String> files) {
    var all = new HashMap<>(Map.of("app/Chart.yaml", CHART));
    all.putAll(files);
    return MemoryTree.of(all);
  }

  private static Tree jsonnet(String program) {
    return MemoryTree.of(Map.of("app/main.jsonnet", program));
  }

  private static Source helm() {
    return options(List.of());
  }

  private static Source options(List<String> valueFiles) {
    return Source.folder("app")
        .with(
            new HelmOptions(
                "",
                valueFiles,
                false,
                "",
                Map.of(),
                List.of(),
                List.of(),
                false,
                false,
                false,
                "",
                "",
                List.of()));
  }

  private static RenderException refused(Tree tree) {
    return refused(tree, Source.folder("app"));
  }

  private static RenderException refused(Tree tree, Source source, FetchedSource... more) {
    var attack =
        CompletableFuture.supplyAsync(() ->
            catchThrowableOfType(
                RenderException.class, () -> renderer.render(input(tree, source, more))));
    Tree others = chart("templates/a.yaml", OBJECT.formatted("{{ randAlphaNum 9 }}"));
    assertThat(renderer.render(input(others, helm())).objects()).hasSize(1);
    RenderException refusal = attack.join();
    assertThat(refusal).as("it is refused").isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("\n");
    assertThat(renderer.render(input(others, Source.folder("app"))).objects()).hasSize(1);
    return refusal;
  }

  private static RenderInput input(Tree tree, Source source, FetchedSource... more) {
    var sources = new ArrayList<>(List.of(more));
    sources.add(new FetchedSource(source, tree));
    return new RenderInput("shop", "web", sources, ClusterFacts.NONE, null, null);
  }

  private static String text(Rendered rendered) {
    return rendered.objects().getFirst().content().map("data").text("x");
  }
}
