package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the comparison of values rests on. */
class ValueHashLawsTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEPTH = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 200)
  void doesNotDependOnTheOrderOfKeys(@ForAll("values") JsonNode value) {
    assertThat(ValueHash.of(reversedKeys(value))).isEqualTo(ValueHash.of(value));
  }

  @Property(tries = 200)
  void survivesWritingAndReading(@ForAll("values") JsonNode value) throws Exception {
    assertThat(ValueHash.of(JSON.readTree(JSON.writeValueAsBytes(value))))
        .isEqualTo(ValueHash.of(value));
  }

  @Property(tries = 200)
  void differsWhenValuesDiffer(@ForAll("values") JsonNode one, @ForAll("values") JsonNode other) {
    // A 64-bit hash: an accidental collision among a few hundred values would be a defect of the
    // function.
    assertThat(ValueHash.of(one) == ValueHash.of(other)).isEqualTo(one.equals(other));
  }

  @Property(tries = 200)
  void dependsOnTheOrderOfItems(@ForAll("lists") ArrayNode list) {
    ArrayNode reversed = NODES.arrayNode();
    for (int i = list.size() - 1; i >= 0; i--) {
      reversed.add(list.get(i));
    }
    assertThat(ValueHash.of(reversed) == ValueHash.of(list)).isEqualTo(reversed.equals(list));
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return values(DEPTH);
  }

  @Provide
  Arbitrary<ArrayNode> lists() {
    return lists(DEPTH);
  }

  private static Arbitrary<JsonNode> values(int depth) {
    return depth == 0
        ? scalars()
        : Arbitraries.oneOf(
            scalars(), objects(depth - 1), lists(depth - 1).map(JsonNode.class::cast));
  }

  private static Arbitrary<ArrayNode> lists(int depth) {
    return values(depth).list().ofMaxSize(4).map(items -> NODES.arrayNode().addAll(items));
  }

  private static Arbitrary<JsonNode> objects(int depth) {
    return Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(3), values(depth))
        .ofMaxSize(4)
        .map(fields -> NODES.objectNode().setAll(fields));
  }

  private static Arbitrary<JsonNode> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(8).map(NODES::textNode),
        Arbitraries.integers().map(NODES::numberNode),
        Arbitraries.of(NODES.booleanNode(true), NODES.booleanNode(false), NODES.nullNode()));
  }

  private static JsonNode reversedKeys(JsonNode value) {
    if (value.isArray()) {
      ArrayNode copy = NODES.arrayNode();
      value.forEach(item -> copy.add(reversedKeys(item)));
      return copy;
    }
    if (!value.isObject()) {
      return value;
    }
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(value.properties());
    Collections.reverse(fields);
    ObjectNode copy = NODES.objectNode();
    fields.forEach(field -> copy.set(field.getKey(), reversedKeys(field.getValue())));
    return copy;
  }
}
