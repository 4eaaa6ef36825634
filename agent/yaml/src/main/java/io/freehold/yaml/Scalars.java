package io.freehold.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what plain scalars mean and how numbers look in JSON. */
final class Scalars {
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger UNSIGNED_MAX =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
  private static final Set<String> NOT_FINITE =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  // JSON writers of the Kubernetes world switch to an exponent outside of these.
  private static final double PLAIN_MIN = 1e-6;
  private static final double PLAIN_MAX = 1e21;
  private static final int LONG_SAFE_DIGITS = 15;

  private Scalars() {}

  /**
   * The meaning of a scalar without quotes and without a tag; null for numbers that JSON cannot
   * say.
   */
  static @Nullable ScalarValue plain(String text, Schema schema) {
    if (text.isEmpty()) {
      return NullValue.BLANK;
    }
    char first = text.charAt(0);
    if (first == '+' || first == '-' || first == '.' || (first >= '0' && first <= '9')) {
      return numeric(text, first, schema);
    }
    return switch (text) {
      case "~", "null", "Null", "NULL" -> NullValue.NULL;
      case "true", "True", "TRUE" -> BooleanValue.TRUE;
      case "false", "False", "FALSE" -> BooleanValue.FALSE;
      default -> schema == Schema.KUBERNETES ? oldBoolean(text) : new StringValue(text);
    };
  }

  private static ScalarValue oldBoolean(String text) {
    return switch (text) {
      case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON" -> BooleanValue.TRUE;
      case "n", "N", "no", "No", "NO", "off", "Off", "OFF" -> BooleanValue.FALSE;
      default -> new StringValue(text);
    };
  }

  private static @Nullable ScalarValue numeric(String text, char first, Schema schema) {
    if (NOT_FINITE.contains(text)) {
      return null;
    }
    if (schema == Schema.KUSTOMIZE) {
      var time = Timestamps.normalise(text);
      if (time.isPresent()) {
        return new StringValue(time.get());
      }
    }
    String digits = first == '.' ? text : text.replace("_", "");
    if (first != '.') {
      var integer = integer(digits);
      if (integer != null) {
        if (fits(integer, digits.charAt(0), schema)) {
          return new NumberValue(integer.toString(), text);
        }
        if (schema == Schema.KUBERNETES && unsigned(integer, digits.charAt(0))) {
          return new NumberValue(json(integer.doubleValue()), text);
        }
      }
    }
    if (FLOAT.matcher(digits).matches()) {
      double value = Double.parseDouble(digits);
      if (!Double.isInfinite(value)) {
        return new NumberValue(json(value), text);
      }
    }
    return new StringValue(text);
  }

  /** A JSON number; null when it is out of range. */
  static @Nullable NumberValue jsonNumber(String text, Schema schema) {
    if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
      var integer = new BigInteger(text);
      if (fits(integer, text.charAt(0), schema)) {
        return new NumberValue(integer.toString(), text);
      }
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : new NumberValue(json(value), text);
  }

  private static boolean fits(BigInteger value, char first, Schema schema) {
    return (value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0)
        || (schema == Schema.KUSTOMIZE && unsigned(value, first));
  }

  private static boolean unsigned(BigInteger value, char first) {
    return first != '+' && value.signum() >= 0 && value.compareTo(UNSIGNED_MAX) <= 0;
  }

  /** The integer a text says in base 2, 8, 10 or 16, or null. */
  private static @Nullable BigInteger integer(String text) {
    int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int radix = 10;
    if (text.length() > start + 1 && text.charAt(start) == '0') {
      radix =
          switch (text.charAt(start + 1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
          };
      char mark = text.charAt(start + 1);
      start += radix != 8 || mark == 'o' || mark == 'O' ? 2 : 1;
    }
    if (start >= text.length()) {
      return null;
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 'f' || Character.digit(c, radix) < 0) {
        return null;
      }
    }
    String digits = text.substring(start);
    var value =
        digits.length() <= LONG_SAFE_DIGITS
            ? BigInteger.valueOf(Long.parseLong(digits, radix))
            : new BigInteger(digits, radix);
    return text.charAt(0) == '-' ? value.negate() : value;
  }

  /** The shortest JSON text of a finite floating point number. */
  static String json(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("JSON has no " + value);
    }
    if (value == 0) {
      return "0";
    }
    var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    double size = Math.abs(value);
    if (size >= PLAIN_MIN && size < PLAIN_MAX) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + (exponent < 0 ? "-" : "+")
        + Math.abs(exponent);
  }
}
