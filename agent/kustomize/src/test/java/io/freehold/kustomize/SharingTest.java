package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Builds share parsed files and results, and do not disturb each other. */
class SharingTest {
  private static final String MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";

  @Test
  void givesTheSameResultWhileItsInputsAreTheSame() {
    var kustomizer = new Kustomizer();
    var first =
        kustomizer.build(
            Trees.of("k/kustomization.yaml", "resources: [a.yaml]", "k/a.yaml", MAP),
            "k",
            BuildOptions.DEFAULT);
    var reads = new AtomicInteger();
    var other =
        counting(
            Trees.of(
                "k/kustomization.yaml", "resources: [a.yaml]", "k/a.yaml", MAP, "else.yaml", "x"),
            reads);
    assertThat(kustomizer.build(other, "k", BuildOptions.DEFAULT)).isSameAs(first);
    assertThat(reads).as("files read for nothing").hasValue(0);
  }

  @Test
  void noticesWhatAppears() {
    var kustomizer = new Kustomizer();
    var tree = Trees.of("k/kustomization.yaml", "resources: [a.yaml]", "k/a.yaml", MAP);
    kustomizer.build(tree, "k", BuildOptions.DEFAULT);
    var changed =
        Trees.of(
            "k/kustomization.yaml", "resources: [a.yaml]", "k/a.yaml", MAP.replace("a}", "b}"));
    assertThat(kustomizer.build(changed, "k", BuildOptions.DEFAULT).objects())
        .singleElement()
        .satisfies(object -> assertThat(object.map("metadata").text("name")).isEqualTo("b"));
  }

  @Test
  void buildsInParallelAsAlone() throws Exception {
    var kustomizer = new Kustomizer();
    List<Callable<String>> builds =
        java.util.stream.IntStream.range(0, 200)
            .<Callable<String>>mapToObj(i ->
                () ->
                    kustomizer
                        .build(
                            Trees.of(
                                "base/kustomization.yaml",
                                "resources: [a.yaml]",
                                "base/a.yaml",
                                MAP,
                                "over/kustomization.yaml",
                                "resources: [../base]\nnamePrefix: p" + i % 7 + "-"),
                            "over",
                            BuildOptions.DEFAULT)
                        .objects()
                        .getFirst()
                        .map("metadata")
                        .text("name"))
            .toList();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var names = executor.invokeAll(builds);
      for (int i = 0; i < names.size(); i++) {
        assertThat(names.get(i).get()).isEqualTo("p" + i % 7 + "-a");
      }
    }
  }

  private static Tree counting(Tree tree, AtomicInteger reads) {
    return new Tree() {
      @Override
      public String id() {
        return tree.id();
      }

      @Override
      public Optional<Entry> find(String path) {
        return tree.find(path);
      }

      @Override
      public List<Entry> list(String path) {
        return tree.list(path);
      }

      @Override
      public byte[] read(String path) {
        reads.incrementAndGet();
        return tree.read(path);
      }

      @Override
      public Tree subtree(String path) {
        return tree.subtree(path);
      }
    };
  }
}
