package io.freehold.render;

import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;

/** Makes names text that YAML 1.1 takes for something else, as {@code n} or {@code 1}. */
final class TextName {
  private TextName() {}

  /** The object with its name as text; everything else as it is. */
  static Value of(Value root) {
    if (root instanceof MapValue object
        && object.getOr("metadata", NullValue.NULL) instanceof MapValue metadata) {
      Value name = metadata.getOr("name", NullValue.NULL);
      if (name instanceof BooleanValue || name instanceof NumberValue) {
        return object.with("metadata", metadata.with("name", new StringValue(Json.text(name))));
      }
    }
    return root;
  }
}
