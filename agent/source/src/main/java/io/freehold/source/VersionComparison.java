package io.freehold.source;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One comparison of a {@link VersionRange}.
 *
 * @param operator the operator in its usual spelling, empty for none
 * @param bound the version compared with, zeros in place of what is open
 * @param open from where on the bound was not given
 */
record VersionComparison(String operator, SemanticVersion bound, Open open) {
  private static final Pattern PARTS =
      Pattern.compile("v?([0-9xX*]+)(?:\\.([0-9xX*]+))?(?:\\.([0-9xX*]+))?" + SemanticVersion.TAIL);

  /** The first part that is missing or a wildcard. */
  enum Open {
    NOTHING,
    PATCH,
    MINOR,
    MAJOR
  }

  @SuppressWarnings("NullAway") // groups that did not take part are null
  static Optional<VersionComparison> parse(String operator, String text) {
    var parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String tail = parts.group(4) == null ? "" : "-" + parts.group(4);
    Open open;
    String bound;
    if (isOpen(parts.group(1))) {
      open = Open.MAJOR;
      bound = "0.0.0" + tail;
    } else if (isOpen(parts.group(2))) {
      open = Open.MINOR;
      bound = parts.group(1) + ".0.0" + tail;
    } else if (isOpen(parts.group(3))) {
      open = Open.PATCH;
      bound = parts.group(1) + "." + parts.group(2) + ".0" + tail;
    } else {
      open = Open.NOTHING;
      bound = text;
    }
    String usual =
        switch (operator) {
          case "=>" -> ">=";
          case "=<" -> "<=";
          case "~>" -> "~";
          case "" -> "=";
          default -> operator;
        };
    return SemanticVersion.parse(bound).map(version -> new VersionComparison(usual, version, open));
  }

  private static boolean isOpen(@org.jspecify.annotations.Nullable String part) {
    return part == null || part.equals("x") || part.equals("X") || part.equals("*");
  }

  boolean namesPrerelease() {
    return bound.isPrerelease();
  }

  /** Whether a version passes, prereleases not considered. */
  boolean accepts(SemanticVersion version) {
    return switch (operator) {
      case "=" -> open == Open.NOTHING ? order(version) == 0 : tilde(version);
      case "!=" -> isPartial() ? !isOneOfThose(version) : order(version) != 0;
      case ">" -> order(version) > 0 && !(isPartial() && sameAsFarAsGiven(version));
      case "<" -> order(version) < 0;
      case ">=" -> order(version) >= 0;
      case "<=" -> order(version) <= 0 || (open != Open.NOTHING && sameAsFarAsGiven(version));
      case "~" -> tilde(version);
      case "^" -> caret(version);
      default -> throw new IllegalStateException("no operator " + operator);
    };
  }

  /** Whether major is given and something after it is not. */
  private boolean isPartial() {
    return open == Open.MINOR || open == Open.PATCH;
  }

  /** What {@code !=} keeps out when it names a whole minor or major version. */
  private boolean isOneOfThose(SemanticVersion version) {
    return sameAsFarAsGiven(version)
        && (open == Open.MINOR
            || SemanticVersion.comparePrereleases(version.prerelease(), bound.prerelease()) == 0);
  }

  private int order(SemanticVersion version) {
    return version.comparePrecedence(bound);
  }

  /** Whether the parts that were given are equal; a wildcard for all counts as 0.0. */
  private boolean sameAsFarAsGiven(SemanticVersion version) {
    return version.major() == bound.major()
        && (open == Open.MINOR || version.minor() == bound.minor());
  }

  /** At least the bound, in the same minor version, or major version when only that is given. */
  private boolean tilde(SemanticVersion version) {
    if (order(version) < 0) {
      return false;
    }
    // A wildcard alone, and ~0.0.0 as well: the reference reads both as any version.
    return (!isPartial() && isZero()) || sameAsFarAsGiven(version);
  }

  private boolean isZero() {
    return bound.major() == 0 && bound.minor() == 0 && bound.patch() == 0;
  }

  /** At least the bound, and the leftmost part that is not zero stays. */
  private boolean caret(SemanticVersion version) {
    if (order(version) < 0) {
      return false;
    }
    // A wildcard alone counts as 0.0.0 here: the reference documents ^* as any, but does not do it.
    if (version.major() != bound.major()) {
      return false;
    }
    if (bound.major() > 0 || open == Open.MINOR) {
      return true;
    }
    if (version.minor() != bound.minor()) {
      return false;
    }
    return bound.minor() > 0 || open == Open.PATCH || version.patch() == bound.patch();
  }
}
