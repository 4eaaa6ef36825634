package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.render.RenderException.Code;
import io.freehold.source.MemoryTree;
import io.freehold.tree.Tree;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.MapValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class RendererTest {
  private final Renderer renderer = new Renderer(Kustomize.UNSUPPORTED);

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
    assertThat(renderer.render(new RenderInput(tree, "a", true)).objects())
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
    refused(Map.of("apps/kustomization.yaml", "resources: []"), Code.UNSUPPORTED)
        .withMessageContaining("kustomization");
    refused(Map.of("apps/Chart.yaml", "name: x"), Code.UNSUPPORTED).withMessageContaining("Helm");
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() ->
            renderer.render(
                new RenderInput(MemoryTree.of(Map.of("a/b/kustomization.yml", "x: 1")), "a", true)))
        .withMessageStartingWith("a/b/kustomization.yml:");
  }

  @Test
  void kustomizeSeesTheWholeTree() {
    var tree = MemoryTree.of(Map.of("base/a.yaml", "b", "over/Kustomization", "x"));
    Kustomize kustomize =
        (whole, path) ->
            List.of(
                new RenderedObject(
                    MapValue.builder()
                        .put("kind", new String(whole.read("base/a.yaml"), StandardCharsets.UTF_8))
                        .build(),
                    path,
                    0));
    var rendered = new Renderer(kustomize).render(new RenderInput(tree, "./over/", false));
    assertThat(rendered.objects()).singleElement().extracting("kind", "file").contains("b", "over");
  }

  @Test
  void linksThatMayStandForObjectsAreRefused() {
    var builder =
        new MemoryTree.Builder().symlink("apps/a.yaml", "/etc/passwd").symlink("apps/LINK", "..");
    refused(builder.build(), false, Code.LINK).withMessageStartingWith("apps/a.yaml:");
    var folder = new MemoryTree.Builder().symlink("apps/link", "..").symlink("apps/README.md", "x");
    assertThat(renderer.render(new RenderInput(folder.build(), "apps", false)).objects()).isEmpty();
    refused(folder.build(), true, Code.LINK);
    refused(MemoryTree.of(Map.of("a", "b")), "../etc", Code.SOURCE);
  }

  @Test
  void limitsAreKept() {
    var small = new RenderLimits(2, 500, 3, new Limits(300, 10, 100, 10));
    var strict = new Renderer(Kustomize.UNSUPPORTED, small, 1 << 20);
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
          .isThrownBy(() -> strict.render(new RenderInput(MemoryTree.of(files), "", false)))
          .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.LIMIT));
    }
  }

  @Test
  void whatDidNotChangeIsNotReadAgain() {
    var counting = new CountingTree(MemoryTree.of(Map.of("apps/a.yaml", config("a"))));
    var first = renderer.render(new RenderInput(counting, "apps", false));
    assertThat(renderer.render(new RenderInput(counting, "apps", false))).isSameAs(first);
    assertThat(counting.reads()).isEqualTo(1);

    var moved =
        new CountingTree(
            MemoryTree.of(Map.of("copy/z.yaml", config("a"), "copy/b.yaml", config("b"))));
    assertThat(renderer.render(new RenderInput(moved, "copy", false)).objects())
        .extracting(RenderedObject::origin)
        .containsExactly("copy/b.yaml:1", "copy/z.yaml:1");
    assertThat(moved.reads()).as("z.yaml is known by its content").isEqualTo(1);
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
        .isThrownBy(() -> renderer.render(new RenderInput(tree, "apps", recurse)))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private void refused(Tree tree, String path, Code code) {
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> renderer.render(new RenderInput(tree, path, false)))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private Rendered render(Map<String, String> files) {
    return renderer.render(new RenderInput(MemoryTree.of(files), "apps", false));
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
