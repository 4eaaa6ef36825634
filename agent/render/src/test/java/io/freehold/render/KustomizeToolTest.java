package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.source.MemoryTree;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KustomizeToolTest {
  private final Renderer renderer = new Renderer(Tools.inProcess());

  @Test
  void buildsAnOverlayOfAFolderNextToIt() {
    var tree =
        new MemoryTree.Builder()
            .file("base/kustomization.yaml", bytes("resources: [map.yaml]\n"))
            .file("base/map.yaml", bytes("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
            .file("over/kustomization.yaml", bytes("resources: [../base]\nnamePrefix: prod-\n"))
            .build();
    var rendered = renderer.render(RenderInput.folder(tree, "over"));
    assertThat(rendered.objects()).singleElement().returns("prod-a", RenderedObject::name);
  }

  @Test
  void saysWhyAFolderCannotBeBuilt() {
    var tree =
        new MemoryTree.Builder().file("over/kustomization.yaml", bytes("resorces: []\n")).build();
    assertThatThrownBy(() -> renderer.render(RenderInput.folder(tree, "over")))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("unknown field resorces; did you mean resources?");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
