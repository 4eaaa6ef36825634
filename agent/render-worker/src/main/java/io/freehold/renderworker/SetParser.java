package io.freehold.renderworker;

import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code name=value} in the language of {@code helm --set} and puts it into a tree of
 * maps and lists. Maps are {@code Map<String, Object>}, lists {@code List<Object>}, integers {@code
 * Long}, everything else is a {@link io.freehold.yaml.Value}. Where Helm is odd, so is this: a
 * value decides nothing about the tree but what it sets.
 */
final class SetParser {
  private static final int MAX_INDEX = 65_536;
  private static final int MAX_DEPTH = 30;
  private static final int END = -1;
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,19}");

  private final String input;
  private final Function<String, Object> scalar;
  private final StringBuilder token = new StringBuilder();
  private int at;

  private SetParser(String input, Function<String, Object> scalar) {
    this.input = input;
    this.scalar = scalar;
  }

  /** Sets a value whose text says what it is. */
  static void typed(String name, String value, Map<String, Object> values) {
    new SetParser(name + "=" + value, SetParser::typed).parse(values);
  }

  /** Sets a text. */
  static void text(String name, String value, Map<String, Object> values) {
    new SetParser(name + "=" + value, StringValue::new).parse(values);
  }

  /** Sets the content of a file, taken as it is. */
  static void content(String name, String content, Map<String, Object> values) {
    new SetParser(name + "=file", _ -> new StringValue(content)).parse(values);
  }

  private void parse(Map<String, Object> values) {
    boolean more = true;
    while (more) {
      more = key(values, 0);
    }
  }

  /** Reads one assignment into a map; whether there may be more. */
  private boolean key(Map<String, Object> map, int depth) {
    int stop = until("=[,.");
    String key = token.toString();
    return switch (stop) {
      case END -> {
        if (key.isEmpty()) {
          yield false;
        }
        throw error("'" + key + "' has no value");
      }
      case '[' -> {
        List<Object> list = map.containsKey(key) ? list(map.get(key), key) : new ArrayList<>();
        int index = index();
        boolean more = item(list, index, depth);
        put(map, key, list);
        yield more;
      }
      case '=' -> value(value -> put(map, key, value));
      case '.' -> {
        if (depth == MAX_DEPTH) {
          throw error("the name has more than " + MAX_DEPTH + " levels");
        }
        Map<String, Object> inner =
            map.containsKey(key) ? map(map.get(key), key) : new LinkedHashMap<>();
        boolean more = key(inner, depth + 1);
        if (more && inner.isEmpty()) {
          throw error("'" + key + "' has no value");
        }
        if (!inner.isEmpty()) {
          put(map, key, inner);
        }
        yield more;
      }
      default -> throw error("'" + key + "' has no value");
    };
  }

  private boolean item(List<Object> list, int index, int depth) {
    int stop = until("[.=");
    if (!token.isEmpty()) {
      throw error("nothing may stand between ']' and '.', '[' or '='");
    }
    return switch (stop) {
      case '=' -> {
        value(value -> set(list, index, value));
        // Also behind an empty value at the end, unlike in maps.
        yield true;
      }
      case '[' -> {
        boolean known = index < list.size() && !list.get(index).equals(NullValue.NULL);
        List<Object> inner = known ? list(list.get(index), "[" + index + "]") : new ArrayList<>();
        boolean more = item(inner, index(), depth);
        if (more) {
          set(list, index, inner);
        }
        yield more;
      }
      case '.' -> {
        Map<String, Object> inner = new LinkedHashMap<>();
        if (index < list.size()) {
          if (list.get(index) instanceof Map<?, ?> known) {
            inner = map(known, "");
          } else {
            list.set(index, inner);
          }
        }
        boolean more = key(inner, depth);
        // At the end of the input after an empty value Helm forgets a new item.
        if (more) {
          set(list, index, inner);
        }
        yield more;
      }
      default -> throw error("an index has no value");
    };
  }

  /** Reads what stands behind the equals sign; whether there may be more. */
  private boolean value(Consumer<Object> target) {
    if (at == input.length()) {
      target.accept(new StringValue(""));
      return false;
    }
    if (input.charAt(at) != '{') {
      until(",");
      target.accept(scalar.apply(token.toString()));
      return true;
    }
    at++;
    var items = new ArrayList<Object>();
    while (true) {
      int stop = until(",}");
      if (stop == END) {
        throw error("a list must end with '}'");
      }
      items.add(scalar.apply(token.toString()));
      if (stop == '}') {
        if (at < input.length() && input.charAt(at) == ',') {
          at++;
        }
        target.accept(items);
        return true;
      }
    }
  }

  /** Reads to one of some characters and past it; a backslash takes the next one as it is. */
  private int until(String stops) {
    token.setLength(0);
    while (at < input.length()) {
      char c = input.charAt(at++);
      if (stops.indexOf(c) >= 0) {
        return c;
      }
      if (c == '\\') {
        if (at == input.length()) {
          return END;
        }
        c = input.charAt(at++);
      }
      token.append(c);
    }
    return END;
  }

  private int index() {
    if (until("]") == END || !INTEGER.matcher(token).matches() || token.length() > 9) {
      throw error("'" + token + "' is no index");
    }
    int index = Integer.parseInt(token.toString());
    if (index < 0 || index > MAX_INDEX) {
      throw error("the index " + index + " is not between 0 and " + MAX_INDEX);
    }
    return index;
  }

  private static void put(Map<String, Object> map, String key, Object value) {
    if (!key.isEmpty()) {
      map.put(key, value);
    }
  }

  private static void set(List<Object> list, int index, Object value) {
    while (list.size() <= index) {
      list.add(NullValue.NULL);
    }
    list.set(index, value);
  }

  @SuppressWarnings("unchecked") // trees hold no other maps
  private Map<String, Object> map(@Nullable Object value, String key) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw error("'" + key + "' is no map");
  }

  @SuppressWarnings("unchecked") // trees hold no other lists
  private List<Object> list(@Nullable Object value, String key) {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw error("'" + key + "' is no list");
  }

  private static Object typed(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> BooleanValue.TRUE;
      case "false" -> BooleanValue.FALSE;
      case "null" -> NullValue.NULL;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    if (text.equals("0") || (!text.startsWith("0") && INTEGER.matcher(text).matches())) {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException _) {
        // Beyond 64 bits it is a text.
      }
    }
    return new StringValue(text);
  }

  /** Says where, and leaves the value out: it may be secret. */
  private WorkerException error(String problem) {
    int equals = input.indexOf('=');
    return new WorkerException(
        Code.FAILED,
        "parameter '%s': %s".formatted(equals < 0 ? input : input.substring(0, equals), problem));
  }
}
