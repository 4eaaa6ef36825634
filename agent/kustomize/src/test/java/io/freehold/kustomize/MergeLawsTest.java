package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Laws of strategic merge patches and JSON patches. */
class MergeLawsTest {
  private final StrategicMerge merge = new StrategicMerge(_ -> {});

  @Provide
  Arbitrary<MapValue> trees() {
    return Values.map();
  }

  @Provide
  Arbitrary<Value> values() {
    return Values.any();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void anEmptyPatchChangesNothing(@ForAll("trees") MapValue tree) {
    assertThat(merge.merge(tree, MapValue.empty(), null)).isSameAs(tree);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void aPatchAppliedTwiceIsAppliedOnce(
      @ForAll("trees") MapValue tree, @ForAll("trees") MapValue patch) {
    MapValue once;
    try {
      once = merge.merge(tree, patch, null);
    } catch (KustomizeException e) {
      assertThat(e.code()).isEqualTo(KustomizeException.Code.PATCH);
      return;
    }
    assertThat(merge.merge(once, patch, null)).isEqualTo(once);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void whatThePatchDoesNotNameIsShared(@ForAll("trees") MapValue tree) {
    MapValue patched = merge.merge(tree, MapValue.of("new", new StringValue("x")), null);
    for (String key : tree.keys()) {
      assertThat(patched.getOr(key, NullValue.NULL)).isSameAs(tree.getOr(key, NullValue.NULL));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void aTreeAsPatchOnNothingIsTheTree(@ForAll("trees") MapValue tree) {
    assertThat(merge.merge(MapValue.empty(), tree, null)).isEqualTo(tree);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void nullRemoves(@ForAll("trees") MapValue tree) {
    for (String key : tree.keys()) {
      assertThat(merge.merge(tree, MapValue.of(key, NullValue.NULL), null))
          .isEqualTo(tree.without(key));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void addingAndRemovingGivesTheTreeBack(
      @ForAll("trees") MapValue tree, @ForAll("values") Value value) {
    var patch =
        JsonPatch.of(
            ListValue.of(
                operation("add", "/fresh").with("value", value), operation("remove", "/fresh")));
    assertThat(patch.apply(tree)).isEqualTo(tree);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void movingThereAndBackGivesTheTreeBack(@ForAll("trees") MapValue tree) {
    for (String key : tree.keys()) {
      String path = "/" + key.replace("~", "~0").replace("/", "~1");
      var patch =
          JsonPatch.of(
              ListValue.of(
                  operation("move", "/fresh").with("from", new StringValue(path)),
                  operation("move", path).with("from", new StringValue("/fresh")),
                  operation("test", path).with("value", tree.getOr(key, NullValue.NULL))));
      assertThat(patch.apply(tree)).isEqualTo(tree);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void listsByKeyKeepEveryElementOnce(@ForAll("values") Value payload) {
    var type = MergeSchema.BUILTIN.type(Gvk.of("v1", "Pod"));
    MapValue pod = pod(element("a", payload), element("b", payload));
    MapValue patched = merge.merge(pod, pod(element("c", payload), element("b", payload)), type);
    assertThat(
            patched.map("spec").list("containers").stream().map(e -> ((MapValue) e).text("name")))
        .containsExactly("c", "b", "a");
  }

  private static MapValue operation(String kind, String path) {
    return MapValue.of("op", new StringValue(kind), "path", new StringValue(path));
  }

  private static MapValue pod(Value... containers) {
    return MapValue.of("spec", MapValue.of("containers", ListValue.of(containers)));
  }

  private static MapValue element(String name, Value payload) {
    return MapValue.of("name", new StringValue(name), "payload", payload);
  }
}
