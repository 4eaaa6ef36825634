package io.freehold.kustomize;

import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random trees for property tests. */
final class Values {
  private Values() {}

  static Arbitrary<Value> any() {
    return any(2);
  }

  static Arbitrary<MapValue> map() {
    return map(2);
  }

  /** A few keys, so that trees have some in common. */
  static Arbitrary<String> key() {
    return Arbitraries.of("a", "b", "c", "name", "x/y", "t~");
  }

  private static Arbitrary<Value> any(int depth) {
    if (depth == 0) {
      return scalar();
    }
    return Arbitraries.oneOf(
        scalar(),
        any(depth - 1).list().ofMaxSize(3).map(ListValue::of),
        map(depth - 1).map(map -> map));
  }

  private static Arbitrary<MapValue> map(int depth) {
    return Arbitraries.maps(key(), any(depth)).ofMaxSize(4).map(MapValue::of);
  }

  private static Arbitrary<Value> scalar() {
    return Arbitraries.of(
        new StringValue(""),
        new StringValue("text"),
        new StringValue("1"),
        NumberValue.of(1),
        NumberValue.of(2.5),
        BooleanValue.TRUE);
  }
}
