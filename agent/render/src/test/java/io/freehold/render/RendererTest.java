package io.freehold.render;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.freehold.api.DirectoryOptions;
import io.freehold.api.KustomizeOptions;
import io.freehold.api.Source;
import io.freehold.render.RenderException.Code;
import io.freehold.sops.Decryption;
import io.freehold.source.MemoryTree;
import io.freehold.tree.Tree;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RendererTest {
  private final Renderer renderer = new Renderer(Tools.inProcess());

  @Test
  void filesDocumentsAndListsBecomeObjectsInOrder() {
    var rendered =
        render(
            Map.of(
                "apps/b.yml", config("two") + "---\n# nothing\n---\n" + config("three"),
                "apps/a.json",
                    "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\n\"metadata\":{\"name\":\"one\"}}",
                "apps/c.yaml",
                    """
                    apiVersion: v1
                    kind: List
                    items:
                      - apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: four
                          namespace: shop
                      - {apiVersion: v1, kind: Service, metadata: {name: five}}
                    """,
                "apps/README.md", "nothing",
                "apps/.sops.yaml", "creation_rules: []",
                "apps/below/d.yaml", config("six"),
                "other.yaml", "broken: ["));

    assertThat(rendered.objects())
        .extracting(RenderedObject::toString)
        .containsExactly(
            "Secret one (apps/a.json:1)",
            "ConfigMap two (apps/b.yml:1)",
            "ConfigMap three (apps/b.yml:8)",
            "apps/Deployment shop/four (apps/c.yaml:4)",
            "Service five (apps/c.yaml:9)");
  }

  @Test
  void foldersBelowAreReadWhenAskedFor() {
    var tree = MemoryTree.of(Map.of("a/x.yaml", config("x"), "a/b/z.yaml", config("z")));
    assertThat(renderer.render(recursive(tree, "a")).objects())
        .extracting(RenderedObject::name)
        .containsExactly("z", "x");
  }

  @Test
  void anEmptyFolderIsNotAMissingOne() {
    assertThat(render(Map.of("apps/README.md", "")).objects()).isEmpty();
    refused(Map.of("elsewhere/a.yaml", config("a")), Code.NO_FOLDER)
        .withMessageStartingWith("apps:");
    refused(Map.of("apps", "a file"), Code.NO_FOLDER);
  }

  @Test
  void theDigestFollowsContentAndOrderButNotSpelling() {
    String digest = render(Map.of("apps/a.yaml", config("a") + "---\n" + config("b"))).digest();
    assertThat(digest).matches("sha256:[0-9a-f]{64}");
    assertThat(
            render(
                    Map.of(
                        "apps/a.yaml",
                        "# comment\n" + config("a").replace("'1'", "\"1\""),
                        "apps/b.yaml",
                        config("b")))
                .digest())
        .isEqualTo(digest);
    assertThat(render(Map.of("apps/a.yaml", config("b") + "---\n" + config("a"))).digest())
        .isNotEqualTo(digest);
    assertThat(render(Map.of("apps/a.yaml", config("a"))).digest()).isNotEqualTo(digest);
  }

  @Test
  void scalarsMeanWhatKubectlSays() {
    var object =
        render(Map.of("apps/a.yaml", config("a") + "extra: {on: yes, mode: 0444}\n")).objects();
    assertThat(Json.text(object.getFirst().content().map("extra")))
        .isEqualTo("{\"true\":true,\"mode\":292}");
  }

  @Test
  void whatIsNotAnObjectIsRefusedWithItsPlace() {
    object("a: 1").withMessageStartingWith("apps/a.yaml:1: the object has no kind");
    object("- 1").withMessageContaining("not a list");
    object("apiVersion: v1\nkind: 3\n").withMessageStartingWith("apps/a.yaml:2: kind must be text");
    object("kind: A\nmetadata: {name: a}").withMessageContaining("no apiVersion");
    object("apiVersion: v1\nkind: Pod").withMessageContaining("the Pod needs metadata.name");
    object("apiVersion: v1\nkind: Pod\nmetadata:\n  name: 12\n")
        .withMessageStartingWith("apps/a.yaml:4: name must be text, not a number; put quotes");
    object("apiVersion: v1\nkind: Job\nmetadata:\n  generateName: x-\n")
        .withMessageStartingWith("apps/a.yaml:4:")
        .withMessageContaining("generateName");
    object("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    b: true\n")
        .withMessageStartingWith("apps/a.yaml:6: metadata.annotations[b] of Pod a must be text");
    object("apiVersion: v1\nkind: List\nitems:\n- 1\n");
  }

  @Test
  void brokenFilesAreRefusedWithoutQuotingThem() {
    refused(Map.of("apps/a.yaml", "a: 1\npassword: 's3cr3t\n"), Code.SYNTAX)
        .withMessageStartingWith("apps/a.yaml:")
        .withMessageNotContaining("s3cr3t");
    refused(Map.of("apps/a.json", "{}{}"), Code.SYNTAX).withMessageStartingWith("apps/a.json:1:");
  }

  @Test
  void theSameObjectTwiceIsRefused() {
    refused(Map.of("apps/a.yaml", config("x"), "apps/b.yaml", config("x")), Code.DUPLICATE)
        .withMessage("apps/b.yaml:1: ConfigMap x is written in apps/a.yaml:1 already; remove one");
  }

  @Test
  void foldersForOtherToolsAreRefused() {
    refused(Map.of("apps/Chart.yaml", "name: x"), Code.UNSUPPORTED).withMessageContaining("chart");
    refused(Map.of("apps/a.jsonnet", "{}"), Code.UNSUPPORTED).withMessageContaining("Jsonnet");
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() ->
            renderer.render(recursive(MemoryTree.of(Map.of("a/b/kustomization.yml", "x: 1")), "a")))
        .withMessageStartingWith("a/b/kustomization.yml:");
  }

  @Test
  void kustomizeSeesTheWholeTree() {
    var tree = MemoryTree.of(Map.of("base/a.yaml", "b", "over/Kustomization", "x"));
    Tool kustomize =
        input ->
            input.result(
                List.of(
                    new RenderedObject(
                        MapValue.builder()
                            .put("kind", new StringValue(text(input.tree(), "base/a.yaml")))
                            .build(),
                        input.path(),
                        0)));
    var rendered =
        new Renderer(Tools.inProcess(kustomize)).render(RenderInput.folder(tree, "./over/"));
    assertThat(rendered.objects()).singleElement().extracting("kind", "file").contains("b", "over");
  }

  @Test
  void linksThatMayStandForObjectsAreRefused() {
    var builder =
        new MemoryTree.Builder().symlink("apps/a.yaml", "/etc/passwd").symlink("apps/LINK", "..");
    refused(builder.build(), false, Code.LINK).withMessageStartingWith("apps/a.yaml:");
    var folder = new MemoryTree.Builder().symlink("apps/link", "..").symlink("apps/README.md", "x");
    assertThat(renderer.render(RenderInput.folder(folder.build(), "apps")).objects()).isEmpty();
    refused(folder.build(), true, Code.LINK);
    refused(MemoryTree.of(Map.of("a", "b")), "../etc", Code.SOURCE);
  }

  @Test
  void limitsAreKept() {
    var small = new RenderLimits(2, 500, 3, new Limits(300, 10, 100, 10));
    var strict = new Renderer(Tools.inProcess(), small, 1 << 20);
    String x = "#".repeat(200) + "\n";
    for (var files :
        List.of(
            Map.of("a.yaml", "", "b.yaml", "", "c.yaml", ""),
            Map.of("a.yaml", "#".repeat(301)),
            Map.of("a.yaml", x + x, "b.yaml", x + x),
            Map.of("a.yaml", "[[[[[[[[[[[[[1]]]]]]]]]]]]]"),
            Map.of(
                "a.yaml",
                config("a") + "---\n" + config("b") + "---\n" + config("c"),
                "b.yaml",
                config("d")))) {
      assertThatExceptionOfType(RenderException.class)
          .isThrownBy(() -> strict.render(RenderInput.folder(MemoryTree.of(files), "")))
          .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.LIMIT));
    }
  }

  @Test
  @Timeout(60)
  void treesOfVeryManyFilesCostTheFoldersThatAreReadAndEndAtTheLimit() {
    var builder = new MemoryTree.Builder();
    byte[] content = config("x").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100_000; i++) {
      builder.file("apps/%03d/%05d.yaml".formatted(i % 1000, i), content);
    }
    builder.file("app/a.yaml", config("a").getBytes(StandardCharsets.UTF_8));
    var tree = new CountingTree(builder.build());
    assertThat(renderer.render(RenderInput.folder(tree, "app")).objects()).hasSize(1);
    assertThat(tree.reads()).isEqualTo(1);
    refused(tree, true, Code.LIMIT).withMessageContaining("5000");
    assertThat(tree.reads()).as("counted before they are read").isEqualTo(1);
  }

  @Test
  void foldersInFoldersEndAtADepth() {
    String path = "apps/" + "a/".repeat(200);
    refused(MemoryTree.of(Map.of(path + "a.yaml", config("a"))), true, Code.LIMIT)
        .withMessageContaining("100 deep");
  }

  @Test
  @Timeout(60)
  void twentyThousandDocumentsRenderAndOneMoreIsTooMany() {
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("---\n").append(config("a" + i));
    }
    var tree = MemoryTree.of(Map.of("apps/a.yaml", text.toString()));
    assertThat(renderer.render(RenderInput.folder(tree, "apps")).objects()).hasSize(20_000);
    text.append("---\n").append(config("more"));
    refused(MemoryTree.of(Map.of("apps/a.yaml", text.toString())), false, Code.LIMIT);
  }

  @Test
  void whatDidNotChangeIsNotReadAgain() {
    var counting = new CountingTree(MemoryTree.of(Map.of("apps/a.yaml", config("a"))));
    var first = renderer.render(RenderInput.folder(counting, "apps"));
    assertThat(renderer.render(RenderInput.folder(counting, "apps")).digest())
        .isEqualTo(first.digest());
    assertThat(counting.reads()).isEqualTo(1);

    var moved =
        new CountingTree(
            MemoryTree.of(Map.of("copy/z.yaml", config("a"), "copy/b.yaml", config("b"))));
    assertThat(renderer.render(RenderInput.folder(moved, "copy")).objects())
        .extracting(RenderedObject::origin)
        .containsExactly("copy/b.yaml:1", "copy/z.yaml:1");
    assertThat(moved.reads()).as("z.yaml is known by its content").isEqualTo(1);
  }

  @Test
  void a_result_holds_until_something_that_was_read_changes() {
    var files =
        Map.of(
            "base/kustomization.yaml",
            "resources: [a.yaml]",
            "base/a.yaml",
            config("a"),
            "over/kustomization.yaml",
            "resources: [../base]",
            "other/a.yaml",
            config("b"));
    var over = renderer.render(RenderInput.folder(MemoryTree.of(files), "over")).reads();
    var other = renderer.render(RenderInput.folder(MemoryTree.of(files), "other")).reads();

    var changed = new HashMap<>(files);
    changed.put("base/a.yaml", config("c"));
    assertThat(over.getFirst().holdIn(MemoryTree.of(files))).isTrue();
    assertThat(over.getFirst().holdIn(MemoryTree.of(changed))).as("its base changed").isFalse();
    assertThat(other.getFirst().holdIn(MemoryTree.of(changed))).isTrue();

    changed = new HashMap<>(files);
    changed.put("other/kustomization.yaml", "resources: [a.yaml]");
    assertThat(other.getFirst().holdIn(MemoryTree.of(changed))).as("another tool").isFalse();
    assertThat(over.getFirst().holdIn(MemoryTree.of(changed))).isTrue();
  }

  @Test
  void patterns_choose_files_and_exclude_wins() {
    var tree =
        MemoryTree.of(
            Map.of(
                "a/x.yaml", config("x"),
                "a/y.yml", config("y"),
                "a/b/z.yaml", config("z"),
                "a/b/bad.yaml", "broken: [",
                "a/b/kustomization.yaml", "x: 1"));
    var options =
        new DirectoryOptions(
            true, "{*.yaml,nothing}", "b/{bad,kust*}.yaml", DirectoryOptions.Jsonnet.NONE);
    assertThat(
            renderer.render(RenderInput.source(tree, Source.folder("a").with(options))).objects())
        .extracting(RenderedObject::name)
        .containsExactly("z", "x");
    var wrong = new DirectoryOptions(true, "{a", "", DirectoryOptions.Jsonnet.NONE);
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> renderer.render(RenderInput.source(tree, Source.folder("a").with(wrong))))
        .withMessage("directory.include: { without } in {a");
  }

  @Test
  void several_sources_are_one_application() {
    var one = new FetchedSource(Source.folder("a"), MemoryTree.of(Map.of("a/a.yaml", config("a"))));
    var two = new FetchedSource(Source.folder("b"), MemoryTree.of(Map.of("b/b.yaml", config("b"))));
    var same =
        new FetchedSource(Source.folder("c"), MemoryTree.of(Map.of("c/c.yaml", config("a"))));
    var rendered =
        renderer.render(
            new RenderInput("shop", "web", List.of(two, one), ClusterFacts.NONE, null, null));
    assertThat(rendered.objects()).extracting(RenderedObject::name).containsExactly("b", "a");
    assertThat(rendered.reads()).hasSize(2);
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() ->
            renderer.render(
                new RenderInput("shop", "web", List.of(one, same), ClusterFacts.NONE, null, null)))
        .withMessage("c/c.yaml:1: ConfigMap a is written in a/a.yaml:1 already; remove one");
  }

  @Test
  void a_tool_sees_the_sources_it_refers_to() {
    Tool helm =
        input -> {
          var values = requireNonNull(input.references().get("values"));
          assertThat(values.find("prod.yaml")).isPresent();
          return input.result(List.of(object(text(values.tree(), "prod.yaml"), input.name())));
        };
    var chart =
        new FetchedSource(Source.folder("chart"), MemoryTree.of(Map.of("chart/Chart.yaml", "x")));
    var values =
        new FetchedSource(
            new Source("", "", "", "", "values", null, null, null, null, null),
            MemoryTree.of(Map.of("prod.yaml", "Deployment")));
    var rendered =
        new Renderer(Tools.inProcess().withHelm(helm))
            .render(
                new RenderInput(
                    "shop", "web", List.of(chart, values), ClusterFacts.NONE, null, null));
    assertThat(rendered.objects())
        .extracting("kind", "name")
        .containsExactly(tuple("Deployment", "shop"));
    assertThat(rendered.reads().get(1).holdIn(MemoryTree.of(Map.of("prod.yaml", "Other"))))
        .isFalse();
  }

  @Test
  void kustomize_options_apply_to_kustomizations_and_to_charts() {
    var options =
        new KustomizeOptions(
            "eu-",
            "",
            "web",
            List.of("nginx=example.org/nginx:1.2"),
            List.of(new KustomizeOptions.Replica("app", 3)),
            List.of(
                new KustomizeOptions.Patch(
                    "[{op: add, path: /spec/paused, value: true}]",
                    "",
                    new KustomizeOptions.Target("", "", "Deployment", "", "", "", ""),
                    Map.of())),
            List.of("../missing"),
            true,
            Map.of("team", "shop"),
            Map.of("note", "x"),
            true,
            false,
            false,
            false,
            false,
            null);
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app}
        spec:
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}}
            spec: {containers: [{name: c, image: nginx}]}
        """;
    var tree =
        MemoryTree.of(
            Map.of("o/kustomization.yaml", "resources: [d.yaml]", "o/d.yaml", deployment));
    String wanted =
        renderer
            .render(RenderInput.source(tree, Source.folder("o").with(options)))
            .objects()
            .stream()
            .map(object -> Yaml.text(object.content()))
            .findFirst()
            .orElseThrow();
    assertThat(wanted)
        .contains("name: eu-app", "namespace: web", "image: example.org/nginx:1.2", "replicas: 3")
        .contains("paused: true", "team: shop", "note: x")
        .contains("    matchLabels:\n      a: b\n  template");

    var plain =
        (MapValue)
            Yaml.parse("d.yaml", deployment.getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES)
                .getFirst()
                .root();
    var chart = MemoryTree.of(Map.of("o/Chart.yaml", "x"));
    var rendered =
        new Renderer(
                Tools.inProcess()
                    .withHelm(input -> input.result(List.of(new RenderedObject(plain, "o", 0)))))
            .render(RenderInput.source(chart, Source.folder("o").with(options)));
    assertThat(rendered.objects())
        .singleElement()
        .satisfies(object -> assertThat(Yaml.text(object.content())).isEqualTo(wanted));
  }

  @Test
  void variables_are_filled_into_what_was_rendered() {
    var tree = MemoryTree.of(Map.of("a/a.yaml", config("'${name}'")));
    var rendered =
        renderer.render(
            new RenderInput(
                "shop",
                "web",
                List.of(new FetchedSource(Source.folder("a"), tree)),
                ClusterFacts.NONE,
                Substitution.of(Map.of("name", "b"), true),
                null));
    assertThat(rendered.objects()).extracting(RenderedObject::name).containsExactly("b");
  }

  @Test
  void what_decrypts_is_not_rendered_again_by_commits_that_change_something_else() {
    var files = new HashMap<>(Map.of("a/a.yaml", config("a"), "b/b.yaml", config("b")));
    Tree tree = MemoryTree.of(files);
    var input =
        new RenderInput(
            "shop",
            "web",
            List.of(new FetchedSource(Source.folder("a"), tree)),
            ClusterFacts.NONE,
            null,
            Decryption.none());
    var reads = renderer.render(input).reads().getFirst();
    assertThat(reads.holdIn(tree)).isTrue();
    files.put("b/b.yaml", config("other"));
    assertThat(reads.holdIn(MemoryTree.of(files))).isTrue();
    files.put("a/a.yaml", config("other"));
    assertThat(reads.holdIn(MemoryTree.of(files))).isFalse();
  }

  @Test
  void nothing_that_is_encrypted_is_given_out() {
    refused(
            Map.of(
                "apps/a.yaml",
                config("a")
                    .replace("'1'", "'ENC[AES256_GCM,data:aA==,iv:aA==,tag:aA==,type:str]'")),
            Code.DECRYPTION)
        .withMessage(
            "apps/a.yaml:1: ConfigMap a is still encrypted at data.a; name the Secret with its key in spec.decryption");
  }

  private static RenderedObject object(String kind, String name) {
    return new RenderedObject(
        MapValue.of("apiVersion", new StringValue("v1"), "kind", new StringValue(kind))
            .with("metadata", MapValue.of("name", new StringValue(name))),
        "chart",
        0);
  }

  private static RenderInput recursive(Tree tree, String path) {
    return RenderInput.source(tree, Source.folder(path).with(DirectoryOptions.recursive(true)));
  }

  private static String text(Tree tree, String path) {
    return new String(tree.read(path), StandardCharsets.UTF_8);
  }

  private ThrowableAssertAlternative<RenderException> object(String text) {
    return refused(Map.of("apps/a.yaml", text), Code.OBJECT);
  }

  private ThrowableAssertAlternative<RenderException> refused(
      Map<String, String> files, Code code) {
    return refused(MemoryTree.of(files), false, code);
  }

  private ThrowableAssertAlternative<RenderException> refused(
      Tree tree, boolean recurse, Code code) {
    return assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() ->
            renderer.render(recurse ? recursive(tree, "apps") : RenderInput.folder(tree, "apps")))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private void refused(Tree tree, String path, Code code) {
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> renderer.render(RenderInput.folder(tree, path)))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private Rendered render(Map<String, String> files) {
    return renderer.render(RenderInput.folder(MemoryTree.of(files), "apps"));
  }

  private static String config(String name) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: %s}
    data: {a: '1'}
    """
        .formatted(name);
  }
}
