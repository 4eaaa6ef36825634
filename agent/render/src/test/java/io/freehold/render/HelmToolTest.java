package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freehold.api.HelmOptions;
import io.freehold.api.HelmOptions.FileParameter;
import io.freehold.api.HelmOptions.Parameter;
import io.freehold.api.Source;
import io.freehold.render.RenderException.Code;
import io.freehold.source.MemoryTree;
import io.freehold.tree.Tree;
import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import io.freehold.yaml.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HelmToolTest {
  private static final String CHART = "{apiVersion: v2, name: web, version: 1.0.0}";
  private static final String VALUES_MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: {{ .Release.Name }}}
      data:
        namespace: {{ .Release.Namespace }}
        values: {{ omit .Values "global" | toJson | quote }}
        kube: {{ .Capabilities.KubeVersion.Version }}
        has: {{ .Capabilities.APIVersions.Has "example.com/v1/Thing" | quote }}
      """;

  private static WorkerPool workers;
  private final Map<String, Tree> repository = new HashMap<>();
  private final List<String> fetched = new ArrayList<>();

  @BeforeAll
  static void start() {
    Path library = Path.of("..", "render-worker", "target", "dist", "lib").toAbsolutePath();
    assertThat(library).as("build it first: mvn -pl agent/render -am verify").isDirectory();
    workers = new WorkerPool(WorkerOptions.of(library).withWorkers(1));
  }

  private final CacheCounters counters = new CacheCounters();

  @AfterAll
  static void stop() {
    workers.close();
  }

  private Tree fetch(String url, String chart, String version) {
    fetched.add(url + " " + chart + " " + version);
    Tree tree = repository.get(chart);
    if (tree == null) {
      throw new IllegalStateException("no such host");
    }
    return tree;
  }

  private Rendered render(Map<String, String> files, HelmOptions options, FetchedSource... others) {
    var sources = new ArrayList<>(List.of(others));
    sources.add(new FetchedSource(Source.folder("charts/web").with(options), MemoryTree.of(files)));
    var facts = new ClusterFacts("v1.33.1", List.of("example.com/v1", "example.com/v1/Thing"));
    var tools =
        Tools.inProcess()
            .withHelm(new HelmTool(workers, this::fetch, RenderLimits.DEFAULT, counters));
    return new Renderer(tools).render(new RenderInput("shop", "prod", sources, facts, null, null));
  }

  private static Map<String, String> chart(String... more) {
    var files = new HashMap<String, String>();
    files.put("charts/web/Chart.yaml", CHART);
    for (int i = 0; i < more.length; i += 2) {
      files.put(more[i], more[i + 1]);
    }
    return files;
  }

  private static String data(Rendered rendered, String key) {
    return rendered.objects().getFirst().content().map("data").text(key);
  }

  private static HelmOptions options(
      List<String> files, String values, Map<String, Object> object, List<Parameter> parameters) {
    return new HelmOptions(
        "",
        files,
        false,
        values,
        object,
        parameters,
        List.of(),
        false,
        false,
        false,
        "",
        "",
        List.of());
  }

  @Test
  void release_and_cluster_come_from_the_application_unless_the_source_says_otherwise() {
    var files = chart("charts/web/templates/map.yaml", VALUES_MAP);
    Rendered plain = render(files, HelmOptions.NONE);
    assertThat(plain.objects().getFirst().name()).isEqualTo("shop");
    assertThat(data(plain, "namespace")).isEqualTo("prod");
    assertThat(data(plain, "kube")).isEqualTo("v1.33.1");
    assertThat(data(plain, "has")).isEqualTo("true");
    assertThat(plain.objects().getFirst().origin()).isEqualTo("charts/web/templates/map.yaml");

    Rendered other =
        render(
            files,
            new HelmOptions(
                "mine",
                List.of(),
                false,
                "",
                Map.of(),
                List.of(),
                List.of(),
                false,
                false,
                false,
                "elsewhere",
                "1.30",
                List.of("other.example.com/v1")));
    assertThat(other.objects().getFirst().name()).isEqualTo("mine");
    assertThat(data(other, "namespace")).isEqualTo("elsewhere");
    assertThat(data(other, "kube")).isEqualTo("v1.30");
    assertThat(data(other, "has")).isEqualTo("false");
  }

  @Test
  void values_win_in_their_order() {
    var files =
        chart(
            "charts/web/templates/map.yaml", VALUES_MAP,
            "charts/web/values.yaml",
                "a: chart\nb: chart\nc: chart\nd: chart\ne: chart\nlist: [1, 2]\n",
            "charts/web/envs/b.yaml", "b: b\nc: b\n",
            "charts/web/envs/a.yaml", "b: a\nz: a\n",
            "charts/web/envs/deep/c.yaml", "q: deep\n",
            "common.yaml", "a: common\n");
    var others =
        new FetchedSource(
            new Source(
                "https://git.example.com/values", "", "", "", "vals", null, null, null, null, null),
            MemoryTree.of(Map.of("prod/web.yaml", "d: from-ref\n", "prod/web.txt", "file\n")));
    var options =
        new HelmOptions(
            "",
            List.of("/common.yaml", "envs/*.yaml", "$vals/prod/web.yaml"),
            false,
            "c: inline\n",
            Map.of("e", List.of("object", 1, true), "f", Map.of("g", 2.5)),
            List.of(
                new Parameter("list[1]", "7", false),
                new Parameter("f.text", "007", true),
                new Parameter("f.words", "x,y", false)),
            List.of(new FileParameter("file", "$vals/prod/web.txt")),
            false,
            false,
            false,
            "",
            "",
            List.of());
    // As Helm: an index counts in the user's values, which do not know the chart's list.
    assertThat(data(render(files, options, others), "values"))
        .isEqualTo(
            "{\"a\":\"common\",\"b\":\"b\",\"c\":\"inline\",\"d\":\"from-ref\",\"e\":[\"object\",1,true],"
                + "\"f\":{\"g\":2.5,\"text\":\"007\",\"words\":\"x,y\"},\"file\":\"file\\n\",\"list\":[null,7],\"z\":\"a\"}");
    Rendered deep = render(files, options(List.of("envs/**/*.yaml"), "", Map.of(), List.of()));
    assertThat(data(deep, "values")).contains("\"q\":\"deep\"");
  }

  @Test
  void a_missing_value_file_is_an_error_unless_allowed_and_none_leads_out() {
    var files = chart("charts/web/templates/map.yaml", VALUES_MAP);
    for (String missing : List.of("nothing.yaml", "no/*.yaml")) {
      assertThatThrownBy(() -> render(files, options(List.of(missing), "", Map.of(), List.of())))
          .hasMessageContaining("there is no value file " + missing);
    }
    var allowed =
        new HelmOptions(
            "",
            List.of("nothing.yaml", "no/*.yaml"),
            true,
            "",
            Map.of(),
            List.of(),
            List.of(),
            false,
            false,
            false,
            "",
            "",
            List.of());
    assertThat(render(files, allowed).objects()).hasSize(1);
    for (String bad :
        List.of(
            "../../../etc/passwd", "/../x", "$nosuch/x.yaml", "https://u:p@example.com/v.yaml")) {
      assertThatThrownBy(() -> render(files, options(List.of(bad), "", Map.of(), List.of())))
          .isInstanceOf(RenderException.class)
          .hasMessageNotContaining("u:p");
    }
  }

  @Test
  void dependencies_come_from_the_lock_the_same_repository_or_a_chart_repository() {
    repository.put(
        "db",
        MemoryTree.of(
            Map.of(
                "Chart.yaml", "{apiVersion: v2, name: db, version: 2.1.0}",
                "templates/a.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: db}}")));
    var files =
        chart(
            "charts/web/templates/map.yaml", VALUES_MAP,
            "libs/cache/Chart.yaml",
                "{apiVersion: v2, name: cache, version: 0.1.0, dependencies: [{name: inner, version: '*', repository: 'file://../inner'}]}",
            "libs/cache/templates/a.yaml",
                "{apiVersion: v1, kind: Service, metadata: {name: cache}}",
            "libs/inner/Chart.yaml", "{apiVersion: v2, name: inner, version: 0.1.0}",
            "libs/inner/templates/a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: inner}}",
            "charts/web/charts/held/Chart.yaml", "{apiVersion: v2, name: held, version: 9.0.0}",
            "charts/web/Chart.lock",
                "dependencies: [{name: db, version: 2.1.0, repository: 'https://charts.example.com'}]");
    files.put(
        "charts/web/Chart.yaml",
        """
        apiVersion: v2
        name: web
        version: 1.0.0
        dependencies:
          - {name: db, version: ^2.0.0, repository: 'https://charts.example.com'}
          - {name: cache, version: '*', repository: 'file://../../libs/cache'}
          - {name: held, version: '*', repository: 'https://never.example.com'}
        """);
    assertThat(render(files, HelmOptions.NONE).objects())
        .extracting(RenderedObject::kind)
        .containsExactlyInAnyOrder("ConfigMap", "Secret", "Service", "Pod");
    assertThat(fetched).containsExactly("https://charts.example.com db 2.1.0");

    repository.clear();
    assertThatThrownBy(() -> render(files, HelmOptions.NONE))
        .hasMessage(
            "charts/web/Chart.yaml: the dependency db 2.1.0 of https://charts.example.com cannot be fetched: no such host");
  }

  @Test
  void hooks_keep_their_annotations_and_repeated_crds_count_once() {
    String crd =
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n";
    var files =
        chart(
            "charts/web/templates/all.yaml",
                """
                {apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {helm.sh/hook: pre-install}}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {generateName: b-, annotations: {helm.sh/hook: post-install}}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: c, annotations: {helm.sh/hook: test}}}
                """,
            "charts/web/crds/a.yaml", crd,
            "charts/web/crds/b.yaml", crd);
    assertThat(render(files, HelmOptions.NONE).objects())
        .extracting(object -> object.kind() + " " + object.name())
        .containsExactly("CustomResourceDefinition things.example.com", "Pod a", "Pod b-", "Pod c");
    var without =
        new HelmOptions(
            "", List.of(), false, "", Map.of(), List.of(), List.of(), true, true, false, "", "",
            List.of());
    assertThat(render(files, without).objects())
        .extracting(RenderedObject::name)
        .containsExactly("a", "b-");
  }

  @Test
  void errors_name_template_and_line_and_no_secret() {
    var files =
        chart(
            "charts/web/templates/_helpers.tpl",
                "{{ define \"x\" }}\n{{ fail (print \"bad \" .Values.dbPassword) }}{{ end }}",
            "charts/web/templates/a.yaml", "a: b\nc: {{ include \"x\" . }}");
    var refusal =
        catchThrowableOfType(
            RenderException.class,
            () ->
                render(
                    files, options(List.of(), "dbPassword: hunter2hunter2", Map.of(), List.of())));
    assertThat(refusal.code()).isEqualTo(Code.BUILD);
    assertThat(refusal.file()).isEqualTo("charts/web/templates/a.yaml");
    assertThat(refusal.line()).isEqualTo(2);
    assertThat(refusal).hasMessageContaining("bad ***").hasMessageNotContaining("\n");
    assertThat(refusal.getCause()).hasMessageNotContaining("hunter2");
  }

  @Test
  void equal_inputs_are_rendered_once() {
    var files =
        chart(
            "charts/web/templates/a.yaml",
            "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {x: {{ randAlphaNum 20 }}}}");
    var tool = new HelmTool(workers, this::fetch, RenderLimits.DEFAULT, counters);
    var renderer = new Renderer(Tools.inProcess().withHelm(tool));
    var input = RenderInput.source(MemoryTree.of(files), Source.folder("charts/web"));
    byte[] first = Json.canonical(renderer.render(input).objects().getFirst().content());
    byte[] second = Json.canonical(renderer.render(input).objects().getFirst().content());
    assertThat(second).isEqualTo(first);
  }

  @Test
  void what_the_cluster_answers_is_looked_at_again_and_decides() {
    var files =
        chart(
            "charts/web/templates/a.yaml",
            """
            {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: {{ randAlphaNum 20 }},
             kept: {{ dig "data" "kept" "none" (lookup "v1" "ConfigMap" "web" "kept") }}}}
            """);
    var cluster = new HashMap<String, String>();
    Lookup lookup =
        (apiVersion, kind, namespace, name) ->
            Optional.ofNullable(cluster.get(kind + " " + namespace + " " + name));
    var input =
        new RenderInput(
            "shop",
            "web",
            List.of(new FetchedSource(Source.folder("charts/web"), MemoryTree.of(files))),
            ClusterFacts.NONE,
            null,
            null,
            lookup);
    var renderer = renderer();
    Rendered none = renderer.render(input);
    assertThat(data(none, "kept")).isEqualTo("none");
    assertThat(none.cluster()).isEqualTo(new ClusterUse(false, true));
    assertThat(renderer.render(input).digest()).isEqualTo(none.digest());
    assertThat(counters.misses()).isEqualTo(1);

    cluster.put("ConfigMap web other", "{}");
    assertThat(renderer.render(input).digest()).isEqualTo(none.digest());
    assertThat(counters.misses()).isEqualTo(1);

    cluster.put(
        "ConfigMap web kept",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"kept\"},\"data\":{\"kept\":\"found\"}}");
    Rendered found = renderer.render(input);
    assertThat(data(found, "kept")).isEqualTo("found");
    assertThat(renderer.render(input).digest()).isEqualTo(found.digest());
    assertThat(counters.misses()).isEqualTo(2);
  }

  @Test
  void a_new_kind_renders_only_the_charts_again_that_ask_for_its_group() {
    String object = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: %s}}";
    var blind = chart("charts/web/templates/a.yaml", object.formatted("{{ randAlphaNum 9 }}"));
    var asking =
        chart(
            "charts/web/templates/a.yaml",
            object.formatted(
                "'{{ .Capabilities.APIVersions.Has \"a.example.com/v1/Thing\" }}{{ randAlphaNum 9 }}'"));
    var listing =
        chart(
            "charts/web/templates/a.yaml",
            object.formatted("'{{ len .Capabilities.APIVersions }}'"));
    var old = new ClusterFacts("v1.33.1", List.of("v1", "v1/Pod"));
    var other = new ClusterFacts("v1.33.1", List.of("b.example.com/v1/B", "v1", "v1/Pod"));
    var asked =
        new ClusterFacts(
            "v1.33.1", List.of("a.example.com/v1", "a.example.com/v1/Thing", "v1", "v1/Pod"));
    var upgraded = new ClusterFacts("v1.34.0", List.of("v1", "v1/Pod"));
    var renderer = renderer();

    for (ClusterFacts facts : List.of(old, other, asked, upgraded)) {
      assertThat(render(renderer, blind, facts).cluster()).isEqualTo(ClusterUse.NONE);
    }
    assertThat(counters.misses()).isEqualTo(1);

    Rendered first = render(renderer, asking, old);
    assertThat(first.cluster()).isEqualTo(new ClusterUse(true, false));
    assertThat(data(first, "x")).startsWith("false");
    assertThat(render(renderer, asking, other).digest()).isEqualTo(first.digest());
    assertThat(data(render(renderer, asking, asked), "x")).startsWith("true");
    assertThat(render(renderer, asking, upgraded).digest()).isNotEqualTo(first.digest());

    assertThat(render(renderer, listing, other).digest())
        .isNotEqualTo(render(renderer, listing, old).digest());
  }

  private Renderer renderer() {
    return new Renderer(
        Tools.inProcess()
            .withHelm(new HelmTool(workers, this::fetch, RenderLimits.DEFAULT, counters)));
  }

  private static Rendered render(Renderer renderer, Map<String, String> files, ClusterFacts facts) {
    return renderer.render(
        new RenderInput(
            "shop",
            "web",
            List.of(new FetchedSource(Source.folder("charts/web"), MemoryTree.of(files))),
            facts,
            null,
            null));
  }

  @Test
  void nothing_of_a_rendering_stays_on_disk() throws IOException {
    var files =
        chart(
            "charts/web/templates/a.yaml",
            "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {x: {{ .Values.password }}}}");
    assertThat(render(files, options(List.of(), "password: hunter2onDisk", Map.of(), List.of())))
        .isNotNull();
    files.put("charts/web/templates/b.yaml", "{{ fail .Values.password }}");
    assertThatThrownBy(
            () -> render(files, options(List.of(), "password: hunter2onDisk", Map.of(), List.of())))
        .isInstanceOf(RenderException.class);
    assertThat(workers.workers()).as("the worker still lives, and so does its folder").isNotEmpty();
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    try (var folders = Files.newDirectoryStream(temp, WorkerPool.FOLDER_PREFIX + "*")) {
      for (Path folder : folders) {
        assertThat(holding(folder, "hunter2onDisk")).isEmpty();
      }
    }
  }

  /** Files below a folder that hold a text; what other processes remove meanwhile holds nothing. */
  private static List<Path> holding(Path folder, String text) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
