package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Laws of whole builds. */
class BuildLawsTest {
  @Provide
  Arbitrary<Map<String, String>> data() {
    return Arbitraries.maps(
            Arbitraries.strings().withCharRange('a', 'f').ofMinLength(1).ofMaxLength(3),
            Arbitraries.strings()
                .ofMaxLength(8)
                .filter(text -> text.chars().noneMatch(BuildLawsTest::isOdd)))
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(6);
  }

  @Provide
  Arbitrary<MapValue> trees() {
    return Values.map();
  }

  private static boolean isOdd(int c) {
    return Character.isSurrogate((char) c)
        || Character.isISOControl(c)
        || c == '\uFEFF'
        || c >= 0xFFF0;
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void hashesDependOnContentNotOnOrder(
      @ForAll("data") Map<String, String> data, @ForAll Random random) {
    var keys = new ArrayList<>(data.keySet());
    String sorted = name(data, keys.stream().sorted().toList());
    Collections.shuffle(keys, random);
    assertThat(name(data, keys)).isEqualTo(sorted);
    var more = new TreeMap<>(data);
    more.put("zz", "one more");
    assertThat(name(more, List.copyOf(more.keySet()))).isNotEqualTo(sorted);
  }

  private static String name(Map<String, String> data, List<String> keys) {
    var literals = keys.stream().map(key -> (Value) new StringValue(key + "=" + data.get(key)));
    var generator =
        MapValue.of(
            "name",
            new StringValue("m"),
            "literals",
            io.freehold.yaml.ListValue.of(literals.toList()));
    var kustomization = MapValue.of("configMapGenerator", io.freehold.yaml.ListValue.of(generator));
    return Trees.build(Trees.of("kustomization.yaml", Yaml.text(kustomization)), "")
        .getFirst()
        .map("metadata")
        .text("name");
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void referencesFollowNames(
      @ForAll("names") String name,
      @ForAll("names") String prefix,
      @ForAll("names") String suffix) {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: pod}
        spec: {volumes: [{name: v, configMap: {name: "%s"}}], containers: [{name: c}]}
        """
            .formatted(name);
    var tree =
        Trees.of(
            "base/kustomization.yaml",
            "resources: [pod.yaml]\nconfigMapGenerator: [{name: \"%s\"}]\nnamePrefix: \"%s-\"\n"
                .formatted(name, prefix),
            "base/pod.yaml",
            pod,
            "kustomization.yaml",
            "resources: [base]\nnameSuffix: \"-%s\"\n".formatted(suffix));
    var objects = Trees.build(tree, "");
    String map = objects.getFirst().map("metadata").text("name");
    assertThat(map).startsWith(prefix + "-" + name + "-" + suffix + "-");
    var volume = (MapValue) objects.get(1).map("spec").list("volumes").get(0);
    assertThat(volume.map("configMap").text("name")).isEqualTo(map);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void theOrderOfKeysDoesNotMatter(@ForAll("trees") MapValue content, @ForAll Random random) {
    MapValue object =
        MapValue.of("apiVersion", new StringValue("v1"), "kind", new StringValue("X"))
            .with("metadata", MapValue.of("name", new StringValue("x")))
            .with("spec", content);
    String patch =
        """
        resources: [x.yaml]
        commonLabels: {l: v}
        namespace: ns
        patches:
        - patch: '{apiVersion: v1, kind: X, metadata: {name: x}, spec: {b: null}}'
        """;
    var plain = Trees.of("kustomization.yaml", patch, "x.yaml", Json.text(object));
    var mixed =
        Trees.of("kustomization.yaml", patch, "x.yaml", Json.text(shuffled(object, random)));
    assertThat(Trees.build(mixed, "")).isEqualTo(Trees.build(plain, ""));
  }

  private static MapValue shuffled(MapValue map, Random random) {
    var keys = new ArrayList<>(map.keys());
    Collections.shuffle(keys, random);
    var builder = MapValue.builder();
    for (String key : keys) {
      Value value = map.getOr(key, map);
      builder.put(key, value instanceof MapValue inner ? shuffled(inner, random) : value);
    }
    return builder.build();
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void fuzzedFilesFailOnlyWithTheOwnException(
      @ForAll("fuzz") String kustomization, @ForAll("fuzz") String object) {
    var tree = Trees.of("kustomization.yaml", kustomization, "a.yaml", object);
    try {
      Trees.build(tree, "");
    } catch (KustomizeException e) {
      assertThat(e.getMessage()).hasLineCount(1);
    }
  }

  @Provide
  Arbitrary<String> fuzz() {
    var part =
        Arbitraries.of(
            "resources:",
            " [a.yaml]",
            "\n",
            "- ",
            "patches:",
            " patch: '[{\"op\": \"add\"}]'",
            "{",
            "}",
            "[",
            "]",
            "kind: ConfigMap",
            "apiVersion: v1",
            "metadata:",
            " name: a",
            "data:",
            " k: v",
            ": ",
            "&a ",
            "*a",
            "<<: ",
            "images:",
            "labels:",
            "replacements:",
            "configMapGenerator:",
            "  ",
            "'",
            "\"",
            "|",
            "target:",
            "null",
            "---\n",
            "#",
            "vars:",
            "namespace: x",
            "transformers:",
            "!!int ",
            "1",
            "true",
            "openapi:",
            "path: a.yaml",
            "components: [.]",
            "resources: [a.yaml]\n",
            "name: '('",
            "$patch: delete");
    return part.list().ofMaxSize(14).map(parts -> String.join("", parts));
  }
}
