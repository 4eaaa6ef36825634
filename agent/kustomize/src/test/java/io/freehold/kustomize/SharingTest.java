package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
            new AtomicInteger(),
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
  void noticesAFileThatWasNotThere() {
    var kustomizer = new Kustomizer();
    String kustomization = "resources: [../base]";
    String base = "resources: [a.yaml]";
    kustomizer.build(
        Trees.of(
            "o/kustomization.yaml",
            kustomization,
            "base/kustomization.yaml",
            base,
            "base/a.yaml",
            MAP),
        "o",
        BuildOptions.DEFAULT);
    var ambiguous =
        Trees.of(
            "o/kustomization.yaml",
            kustomization,
            "base/kustomization.yaml",
            base,
            "base/kustomization.yml",
            base,
            "base/a.yaml",
            MAP);
    assertThatThrownBy(() -> kustomizer.build(ambiguous, "o", BuildOptions.DEFAULT))
        .isInstanceOf(KustomizeException.class)
        .hasMessageContaining("base");
  }

  @Test
  void comparesAFolderThatIsTheSameAtOnce() {
    var kustomizer = new Kustomizer();
    var files = new TreeMap<String, String>();
    var names = new StringBuilder("resources:\n");
    for (int i = 0; i < 50; i++) {
      files.put("k/m" + i + ".yaml", MAP.replace("name: a", "name: a" + i));
      names.append("- m").append(i).append(".yaml\n");
    }
    files.put("k/kustomization.yaml", names.toString());
    kustomizer.build(new Trees(new TreeMap<>(files)), "k", BuildOptions.DEFAULT);
    files.put("README.md", "another commit");
    var lookups = new AtomicInteger();
    kustomizer.build(
        counting(new Trees(files), lookups, new AtomicInteger()), "k", BuildOptions.DEFAULT);
    assertThat(lookups).hasValueLessThan(5);
  }

  @Test
  void doesNotTakeATextForTheFileWhoseIdItSays() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "resources: [a.yaml]\npatches: [{patch: 'id-of-a', target: {kind: ConfigMap}}]",
            "a.yaml",
            MAP);
    var named = new NamedFile(tree, "a.yaml", "id-of-a");
    assertThatThrownBy(() -> Trees.build(named, ""))
        .isInstanceOf(KustomizeException.class)
        .hasMessageContaining("patch");
  }

  @Test
  void forgetsWhatIsNotUsed() {
    var cache = new ContentCache<Integer, String>(10);
    for (int i = 0; i < 1000; i++) {
      cache.put(i, "x", 1);
      assertThat(cache.get(0)).as("what is asked for all the time stays").isPresent();
    }
    long kept = IntStream.range(0, 1000).filter(i -> cache.get(i).isPresent()).count();
    assertThat(kept).isLessThan(50);
  }

  @Test
  void buildsInParallelAsAlone() throws Exception {
    var kustomizer = new Kustomizer();
    List<Callable<String>> builds =
        IntStream.range(0, 200)
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

  /** Counts lookups and reads. */
  private static Tree counting(Tree tree, AtomicInteger lookups, AtomicInteger reads) {
    return new Tree() {
      @Override
      public String id() {
        return tree.id();
      }

      @Override
      public Optional<Entry> find(String path) {
        lookups.incrementAndGet();
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

  /** A tree in which one file has an id that says nothing about its content. */
  private record NamedFile(Tree tree, String path, String name) implements Tree {
    @Override
    public String id() {
      return tree.id();
    }

    @Override
    public Optional<Entry> find(String asked) {
      return tree.find(asked)
          .map(entry ->
              asked.equals(path) ? new Entry(path, entry.type(), name, entry.size()) : entry);
    }

    @Override
    public List<Entry> list(String folder) {
      return tree.list(folder);
    }

    @Override
    public byte[] read(String file) {
      return tree.read(file);
    }

    @Override
    public Tree subtree(String folder) {
      return tree.subtree(folder);
    }
  }
}
