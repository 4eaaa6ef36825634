package io.freehold.source;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org 2.0), read as leniently as Helm, Argo CD and Flux do: a leading
 * {@code v} is allowed, minor and patch may be missing. The natural order is the precedence of the
 * specification; versions that differ only in build metadata follow in the order of their text.
 *
 * @param prerelease what follows the {@code -}, empty for a release
 * @param metadata what follows the {@code +}, which says nothing about precedence
 * @param text the version as it was written
 */
public record SemanticVersion(
    long major, long minor, long patch, String prerelease, String metadata, String text)
    implements Comparable<SemanticVersion> {
  /** Without anchors, as ranges are made of it. */
  static final String TAIL =
      "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?";

  // Eighteen digits always fit a long.
  private static final Pattern FORM =
      Pattern.compile("v?([0-9]{1,18})(?:\\.([0-9]{1,18}))?(?:\\.([0-9]{1,18}))?" + TAIL);
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final int LONGEST = 256;
  private static final Comparator<SemanticVersion> PRECEDENCE =
      Comparator.comparingLong(SemanticVersion::major)
          .thenComparingLong(SemanticVersion::minor)
          .thenComparingLong(SemanticVersion::patch)
          .thenComparing(SemanticVersion::prerelease, SemanticVersion::comparePrereleases);
  private static final Comparator<SemanticVersion> ORDER =
      PRECEDENCE.thenComparing(SemanticVersion::metadata).thenComparing(SemanticVersion::text);

  /** The version that a text is; empty when it is none. */
  public static Optional<SemanticVersion> parse(String text) {
    var matcher = FORM.matcher(text);
    if (text.length() > LONGEST || !matcher.matches()) {
      return Optional.empty();
    }
    String prerelease = orEmpty(matcher.group(4));
    if (hasNumberWithLeadingZero(prerelease)) {
      return Optional.empty();
    }
    return Optional.of(
        new SemanticVersion(
            number(matcher.group(1)),
            number(matcher.group(2)),
            number(matcher.group(3)),
            prerelease,
            orEmpty(matcher.group(5)),
            text));
  }

  /** Whether it comes before a release. */
  public boolean isPrerelease() {
    return !prerelease.isEmpty();
  }

  /** Compares as the specification does: build metadata counts for nothing. */
  public int comparePrecedence(SemanticVersion other) {
    return PRECEDENCE.compare(this, other);
  }

  @Override
  public int compareTo(SemanticVersion other) {
    return ORDER.compare(this, other);
  }

  /** The version as it was written. */
  @Override
  public String toString() {
    return text;
  }

  /** Section 11 of the specification; empty text is a release and comes last. */
  static int comparePrereleases(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    List<String> lefts = List.of(left.split("\\.", -1));
    List<String> rights = List.of(right.split("\\.", -1));
    for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
      int result = compareIdentifiers(lefts.get(i), rights.get(i));
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(lefts.size(), rights.size());
  }

  private static int compareIdentifiers(String left, String right) {
    boolean leftNumber = NUMBER.matcher(left).matches();
    boolean rightNumber = NUMBER.matcher(right).matches();
    if (leftNumber && rightNumber) {
      // Without leading zeros the longer number is the greater one, whatever its size.
      return left.length() == right.length()
          ? left.compareTo(right)
          : Integer.compare(left.length(), right.length());
    }
    return leftNumber == rightNumber
        ? left.compareTo(right)
        : Boolean.compare(rightNumber, leftNumber);
  }

  private static boolean hasNumberWithLeadingZero(String prerelease) {
    for (String identifier : prerelease.split("\\.", -1)) {
      if (identifier.length() > 1
          && identifier.startsWith("0")
          && NUMBER.matcher(identifier).matches()) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("NullAway") // a group that did not take part
  private static String orEmpty(String group) {
    return group == null ? "" : group;
  }

  @SuppressWarnings("NullAway") // a group that did not take part
  private static long number(String group) {
    return group == null ? 0 : Long.parseLong(group);
  }
}
