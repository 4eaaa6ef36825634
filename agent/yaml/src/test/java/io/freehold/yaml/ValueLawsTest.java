package io.freehold.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every value. */
class ValueLawsTest {
  private static final int TRIES = 300;

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void yamlTextReadsBackUnderEverySchema(@ForAll("values") Value value) {
    byte[] text = Yaml.text(value).getBytes(UTF_8);
    for (Schema schema : Schema.values()) {
      assertThat(Yaml.parse("f", text, schema)).singleElement().extracting("root").isEqualTo(value);
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void jsonReadsBack(@ForAll("values") Value value) {
    assertThat(Json.parse("f", Json.bytes(value), Schema.KUBERNETES).root()).isEqualTo(value);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void editsBehaveLikeThoseOfAMap(
      @ForAll("maps") MapValue map, @ForAll("keys") String key, @ForAll("scalars") Value value) {
    var expected = new LinkedHashMap<String, Value>();
    map.forEach(entry -> expected.put(entry.getKey(), entry.getValue()));
    byte[] before = Json.bytes(map);

    expected.put(key, value);
    assertThat(map.with(key, value))
        .isEqualTo(MapValue.of(expected))
        .containsExactlyElementsOf(expected.entrySet());
    assertThat(map.with(key, value).hashCode()).isEqualTo(MapValue.of(expected).hashCode());
    expected.remove(key);
    assertThat(map.without(key)).isEqualTo(MapValue.of(expected));
    assertThat(map.with(key, value).get(key)).contains(value);
    assertThat(map.without(key).get(key)).isEmpty();
    assertThat(Json.bytes(map)).isEqualTo(before);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void equalValuesHaveEqualCanonicalBytes(@ForAll("maps") MapValue map) {
    var reversed = MapValue.builder();
    map.keys().reversed().forEach(key -> reversed.put(key, map.getOr(key, NullValue.NULL)));
    assertThat(reversed.build()).isEqualTo(map);
    assertThat(Json.canonical(reversed.build())).isEqualTo(Json.canonical(map));
  }

  @Provide
  Arbitrary<Value> values() {
    return nested(2);
  }

  @Provide
  Arbitrary<Value> maps() {
    return maps(nested(1), 20);
  }

  // Unrolled: a recursive arbitrary would try to enumerate its edge cases without end.
  private Arbitrary<Value> nested(int depth) {
    if (depth == 0) {
      return scalars();
    }
    var inner = nested(depth - 1);
    return Arbitraries.oneOf(inner, maps(inner, 4), inner.list().ofMaxSize(4).map(ListValue::of));
  }

  private Arbitrary<Value> maps(Arbitrary<Value> values, int size) {
    return Arbitraries.maps(keys(), values).ofMaxSize(size).map(MapValue::of);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings().withChars("abyn01.:-# ~é").ofMaxLength(4);
  }

  @Provide
  Arbitrary<Value> scalars() {
    return Arbitraries.oneOf(
        keys().map(StringValue::new),
        Arbitraries.strings()
            .withChars("ab\n\t :#-'\"\\{[&*!|>%@`\u0085\u2028\u0007\u007f,.")
            .ofMaxLength(12)
            .map(StringValue::new),
        Arbitraries.of("on", "0123", "2001-01-01", "1_000", "<<", "---", "...", "=", "null", "1e3")
            .map(StringValue::new),
        Arbitraries.longs().map(NumberValue::of),
        Arbitraries.doubles().map(NumberValue::of),
        Arbitraries.of(BooleanValue.TRUE, BooleanValue.FALSE, NullValue.NULL));
  }
}
