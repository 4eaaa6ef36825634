package io.freehold.sops;

import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.YamlException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** JSON, and any bytes that SOPS wrapped in JSON. */
final class JsonFormat implements Format {
  private static final String WRAPPED = "data";
  private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

  private final Limits limits;

  JsonFormat(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Optional<byte[]> decrypt(String file, String text, Keys keys) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    MapValue root;
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      root = (MapValue) Json.parse(file, bytes, Schema.KUSTOMIZE, limits).root();
    } catch (YamlException _) {
      return Optional.empty(); // YAML in flow style, or something else
    }
    MapValue note = root.map(Metadata.KEY);
    if (!Metadata.isMetadata(note)) {
      return Optional.empty();
    }
    ValueDecryption decryption = keys.open(file, Metadata.of(file, note));
    MapValue content = root.without(Metadata.KEY);
    byte[] clear =
        isWrapping(file, content)
            ? decryption.bytes(content.text(WRAPPED), List.of(WRAPPED))
            : indented(Json.text(decryption.document((MapValue) rounded(content))))
                .getBytes(StandardCharsets.UTF_8);
    decryption.verify();
    return Optional.of(clear);
  }

  private static boolean isWrapping(String file, MapValue content) {
    return content.size() == 1
        && EncryptedText.isEncrypted(content.text(WRAPPED))
        && !file.endsWith(".json")
        && !file.endsWith(".yaml")
        && !file.endsWith(".yml");
  }

  /** SOPS reads every number of JSON as a floating point number. */
  private static Value rounded(Value value) {
    return switch (value) {
      case MapValue map -> map.mapValues(JsonFormat::rounded);
      case ListValue list -> ListValue.of(list.stream().map(JsonFormat::rounded).toList());
      case NumberValue number ->
          number.decimal().abs().compareTo(EXACT) > 0
              ? NumberValue.of(number.decimal().doubleValue())
              : number;
      case ScalarValue scalar -> scalar;
    };
  }

  /** With line breaks and tabs, as SOPS writes JSON. */
  private static String indented(String json) {
    var out = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean empty = i + 1 < json.length() && "{}[]".contains(json.substring(i, i + 2));
      if (quoted) {
        out.append(c);
        if (c == '\\') {
          out.append(json.charAt(++i));
        }
        quoted = c != '"';
      } else if (c == '{' || c == '[') {
        out.append(c);
        if (empty) {
          out.append(json.charAt(++i));
        } else {
          line(out, ++depth);
        }
      } else if (c == '}' || c == ']') {
        line(out, --depth);
        out.append(c);
      } else {
        out.append(c);
        if (c == ',') {
          line(out, depth);
        } else if (c == ':') {
          out.append(' ');
        }
        quoted = c == '"';
      }
    }
    return out.append('\n').toString();
  }

  private static void line(StringBuilder out, int depth) {
    out.append('\n').repeat('\t', depth);
  }
}
