package io.freehold.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** One step of a path in {@code fieldsV1}: how the API server names what a field manager owns. */
sealed interface PathElement {
  ObjectMapper JSON = new ObjectMapper();

  /** The step as it is written in {@code fieldsV1}. */
  String raw();

  /** Appends the step to a path for people, without any value. */
  void describe(StringBuilder path);

  /** {@code f:name}: a field. */
  record Field(String raw, String name) implements PathElement {
    @Override
    public void describe(StringBuilder path) {
      boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
      path.append(plain ? "." + name : "[\"" + name + "\"]");
    }
  }

  /** {@code k:{…}}: the item of an associative list with these key fields. */
  record Key(String raw, List<String> names, List<JsonNode> values) implements PathElement {
    @Override
    public void describe(StringBuilder path) {
      path.append('[');
      for (int i = 0; i < names.size(); i++) {
        path.append(i == 0 ? "" : ",").append(names.get(i)).append('=').append(values.get(i));
      }
      path.append(']');
    }

    /**
     * Whether an item has this key. The API server fills defaulted key parts into {@code fieldsV1}
     * even when the item lacks them, so a part that is absent counts as equal as long as another
     * one is there; the one default that Kubernetes itself uses in keys is the protocol TCP.
     */
    boolean isOf(JsonNode item) {
      int equal = 0;
      for (int i = 0; i < names.size(); i++) {
        JsonNode part = item.path(names.get(i));
        if (part.equals(values.get(i))) {
          equal++;
        } else if (!part.isMissingNode()
            || (names.get(i).equals("protocol") && !values.get(i).asText().equals("TCP"))) {
          return false;
        }
      }
      return equal > 0;
    }
  }

  /** {@code v:value}: an item of a set; described without the value. */
  record Value(String raw, JsonNode value) implements PathElement {
    @Override
    public void describe(StringBuilder path) {
      path.append("[]");
    }
  }

  /** {@code i:index}: an item by position, as older API servers wrote it. */
  record Index(String raw, int index) implements PathElement {
    @Override
    public void describe(StringBuilder path) {
      path.append('[').append(index).append(']');
    }
  }

  /**
   * Reads one step.
   *
   * @throws IllegalArgumentException when it is none that Kubernetes writes
   */
  static PathElement parse(String raw) {
    if (raw.length() < 2 || raw.charAt(1) != ':') {
      throw new IllegalArgumentException("not a path element of fieldsV1: " + raw);
    }
    String rest = raw.substring(2);
    return switch (raw.charAt(0)) {
      case 'f' -> new Field(raw, rest);
      case 'k' -> key(raw, rest);
      case 'v' -> new Value(raw, read(rest));
      case 'i' -> new Index(raw, Integer.parseInt(rest));
      default -> throw new IllegalArgumentException("not a path element of fieldsV1: " + raw);
    };
  }

  private static Key key(String raw, String rest) {
    var fields = read(rest).properties();
    return new Key(
        raw,
        fields.stream().map(Map.Entry::getKey).toList(),
        fields.stream().map(Map.Entry::getValue).toList());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON in a path element of fieldsV1", e);
    }
  }
}
