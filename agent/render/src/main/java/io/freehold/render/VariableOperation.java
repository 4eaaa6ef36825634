package io.freehold.render;

/** What an expansion does with the value of its variable. */
enum VariableOperation {
  /** {@code ${v}}. */
  VALUE,
  /** {@code ${#v}}: bytes in UTF-8. */
  LENGTH,
  /** {@code ${v^}}. */
  UPPER_FIRST,
  /** {@code ${v^^}}. */
  UPPER,
  /** {@code ${v,}}. */
  LOWER_FIRST,
  /** {@code ${v,,}}. */
  LOWER,
  /** {@code ${v:offset}}, {@code ${v:offset:length}}. */
  SUBSTRING,
  /** {@code ${v#pattern}}. */
  TRIM_SHORTEST_PREFIX,
  /** {@code ${v##pattern}}. */
  TRIM_LONGEST_PREFIX,
  /** {@code ${v%pattern}}. */
  TRIM_SHORTEST_SUFFIX,
  /** {@code ${v%%pattern}}. */
  TRIM_LONGEST_SUFFIX,
  /** {@code ${v/text/replacement}}. */
  REPLACE_FIRST,
  /** {@code ${v//text/replacement}}. */
  REPLACE_ALL,
  /** {@code ${v/#text/replacement}}. */
  REPLACE_PREFIX,
  /** {@code ${v/%text/replacement}}. */
  REPLACE_SUFFIX,
  /**
   * {@code ${v:-default}} and its other spellings; as in Flux they all take the default when the
   * value is not set or empty.
   */
  DEFAULT;

  /** Whether a variable that is not set is what the operation is for. */
  boolean acceptsUnset() {
    return this == DEFAULT;
  }

  static VariableOperation ofCase(String operator) {
    return switch (operator) {
      case "^" -> UPPER_FIRST;
      case "^^" -> UPPER;
      case "," -> LOWER_FIRST;
      case ",," -> LOWER;
      // Flux accepts ",^" and "^," and gives the value.
      default -> VALUE;
    };
  }

  static VariableOperation ofTrim(String operator) {
    return switch (operator) {
      case "#" -> TRIM_SHORTEST_PREFIX;
      case "##" -> TRIM_LONGEST_PREFIX;
      case "%" -> TRIM_SHORTEST_SUFFIX;
      case "%%" -> TRIM_LONGEST_SUFFIX;
      default -> throw new IllegalArgumentException(operator);
    };
  }

  static VariableOperation ofReplace(String operator) {
    return switch (operator) {
      case "/" -> REPLACE_FIRST;
      case "//" -> REPLACE_ALL;
      case "/#" -> REPLACE_PREFIX;
      case "/%" -> REPLACE_SUFFIX;
      default -> throw new IllegalArgumentException(operator);
    };
  }
}
