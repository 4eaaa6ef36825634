package io.freehold.render;

import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.Json;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as a JSON library gives them. */
final class JavaValues {
  private JavaValues() {}

  /** A tree of maps, lists, texts, numbers, booleans and nulls, as JSON. */
  static String json(@Nullable Object tree) {
    return Json.text(value(tree));
  }

  private static Value value(@Nullable Object tree) {
    return switch (tree) {
      case null -> NullValue.NULL;
      case Map<?, ?> map -> {
        var builder = MapValue.builder();
        map.forEach((key, item) -> builder.put(String.valueOf(key), value(item)));
        yield builder.build();
      }
      case List<?> list -> ListValue.of(list.stream().map(JavaValues::value).toList());
      case Boolean bool -> bool ? BooleanValue.TRUE : BooleanValue.FALSE;
      case Double number -> NumberValue.of(number);
      case Float number -> NumberValue.of(number.doubleValue());
      case Number number -> new NumberValue(number.toString(), number.toString());
      default -> new StringValue(tree.toString());
    };
  }
}
