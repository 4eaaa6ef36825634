package io.freehold.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Scalars with an explicit tag. */
final class Tags {
  private static final String STANDARD = "tag:yaml.org,2002:";

  private Tags() {}

  /**
   * The meaning of a tagged scalar, null when its text does not fit the tag; unknown tags mean
   * text, as they do upstream.
   */
  static @Nullable Value resolve(String tag, String text, Schema schema) {
    if (!tag.startsWith(STANDARD)) {
      return new StringValue(text);
    }
    return switch (tag.substring(STANDARD.length())) {
      case "int" ->
          Scalars.plain(text, schema) instanceof NumberValue number && number.isInteger()
              ? number
              : null;
      case "float" -> Scalars.plain(text, schema) instanceof NumberValue number ? number : null;
      case "bool" -> Scalars.plain(text, schema) instanceof BooleanValue bool ? bool : null;
      case "null" -> Scalars.plain(text, schema) instanceof NullValue none ? none : null;
      case "binary" -> binary(text);
      default -> new StringValue(text);
    };
  }

  private static @Nullable Value binary(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      return new StringValue(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return null;
    }
  }
}
