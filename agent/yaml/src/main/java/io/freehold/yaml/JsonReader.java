package io.freehold.yaml;

import io.freehold.yaml.YamlException.Code;
import java.util.ArrayList;

/** A strict JSON reader; an order of magnitude faster than reading JSON as YAML. */
final class JsonReader {
  private static final int END = -1;
  private static final int HEX_DIGITS = 4;
  private static final int FIRST_PRINTABLE = 0x20;

  private final String file;
  private final String text;
  private final Schema schema;
  private final Limits limits;
  private int at;
  private int line = 1;
  private int lineStart;
  private int nodes;

  JsonReader(String file, String text, Schema schema, Limits limits) {
    this.file = file;
    this.text = text;
    this.schema = schema;
    this.limits = limits;
  }

  Document document() {
    skip();
    int start = line;
    Value value = value(0);
    skip();
    if (at < text.length()) {
      throw error(Code.SYNTAX, "there is more text after the end of the value");
    }
    return new Document(value, start);
  }

  private Value value(int depth) {
    if (depth > limits.depth()) {
      throw error(Code.LIMIT, "nested deeper than " + limits.depth() + " levels");
    }
    if (++nodes > limits.nodes()) {
      throw error(Code.LIMIT, "more than " + limits.nodes() + " values in a file");
    }
    int c = peek();
    return switch (c) {
      case '{' -> map(depth);
      case '[' -> list(depth);
      case '"' -> new StringValue(string());
      case 't' -> word("true", BooleanValue.TRUE);
      case 'f' -> word("false", BooleanValue.FALSE);
      case 'n' -> word("null", NullValue.NULL);
      default -> number(c);
    };
  }

  private MapValue map(int depth) {
    var builder = new MapBuilder(line);
    at++;
    skip();
    if (peek() == '}') {
      at++;
      return builder.build();
    }
    while (true) {
      if (peek() != '"') {
        throw error(Code.SYNTAX, "a key in quotes is expected");
      }
      int keyLine = line;
      int keyStart = at;
      String key = string();
      if (builder.has(key)) {
        at = keyStart;
        throw error(
            Code.DUPLICATE_KEY,
            "the key " + key + " is in line " + builder.lineOf(key) + " of this map already");
      }
      skip();
      expect(':', "a colon");
      skip();
      builder.put(key, value(depth + 1), keyLine);
      skip();
      if (peek() == '}') {
        at++;
        return builder.build();
      }
      expect(',', "a comma or the end of the map");
      skip();
    }
  }

  private ListValue list(int depth) {
    var items = new ArrayList<Value>();
    at++;
    skip();
    if (peek() == ']') {
      at++;
      return ListValue.empty();
    }
    while (true) {
      items.add(value(depth + 1));
      skip();
      if (peek() == ']') {
        at++;
        return ListValue.of(items);
      }
      expect(',', "a comma or the end of the list");
      skip();
    }
  }

  private String string() {
    int start = ++at;
    while (peek() >= FIRST_PRINTABLE && peek() != '"' && peek() != '\\') {
      at++;
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    var out = new StringBuilder().append(text, start, at);
    while (peek() != '"') {
      int c = peek();
      if (c < FIRST_PRINTABLE) {
        throw error(Code.SYNTAX, "the text is not closed in its line");
      }
      at++;
      out.append(c == '\\' ? escape() : (char) c);
    }
    at++;
    return out.toString();
  }

  private char escape() {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> throw error(Code.SYNTAX, "there is no such escape in JSON");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw error(Code.SYNTAX, "four hexadecimal digits are expected");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Value number(int first) {
    int start = at;
    if (first == '-') {
      at++;
    }
    int digits = at;
    digits();
    boolean valid = at > digits && (text.charAt(digits) != '0' || at == digits + 1);
    if (peek() == '.') {
      at++;
      valid &= digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      valid &= digits();
    }
    if (!valid) {
      at = start;
      throw error(Code.SYNTAX, "a JSON value is expected");
    }
    var number = Scalars.jsonNumber(text.substring(start, at), schema);
    if (number == null) {
      at = start;
      throw error(Code.VALUE, "the number is too large");
    }
    return number;
  }

  private boolean digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > start;
  }

  private Value word(String word, Value value) {
    if (!text.startsWith(word, at)) {
      throw error(Code.SYNTAX, "a JSON value is expected");
    }
    at += word.length();
    return value;
  }

  private void expect(char c, String what) {
    if (peek() != c) {
      throw error(Code.SYNTAX, what + " is expected");
    }
    at++;
  }

  private void skip() {
    while (true) {
      switch (peek()) {
        case '\n' -> {
          line++;
          lineStart = at + 1;
        }
        case ' ', '\t', '\r' -> {}
        default -> {
          return;
        }
      }
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private YamlException error(Code code, String problem) {
    return new YamlException(code, file, line, at - lineStart + 1, problem);
  }
}
