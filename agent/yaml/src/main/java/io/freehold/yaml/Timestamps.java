package io.freehold.yaml;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain dates and times as kustomize rewrites them. */
final class Timestamps {
  private static final String DATE = "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})";
  private static final String TIME = "([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\\.([0-9]{1,9}))?";
  private static final Pattern PATTERN =
      Pattern.compile(DATE + "(?:[Tt]" + TIME + "(Z|[-+][0-9]{2}:[0-9]{2})| " + TIME + ")?");
  private static final int ZONED = 4;
  private static final int ZONE = 8;
  private static final int LOCAL = 9;
  private static final int SHORTEST = "2001-1-1".length();

  private Timestamps() {}

  /** The RFC 3339 text of a date or time; empty when the text is neither. */
  static Optional<String> normalise(String text) {
    if (text.length() < SHORTEST || text.charAt(4) != '-') {
      return Optional.empty();
    }
    var match = PATTERN.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    int time = match.group(ZONED) != null ? ZONED : LOCAL;
    try {
      var local =
          LocalDateTime.of(
              number(match, 1),
              number(match, 2),
              number(match, 3),
              number(match, time),
              number(match, time + 1),
              number(match, time + 2));
      String zone = match.group(ZONE) == null ? "Z" : ZoneOffset.of(match.group(ZONE)).getId();
      return Optional.of(
          "%tF".formatted(local) + "T%tT".formatted(local) + fraction(match, time + 3) + zone);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static int number(Matcher match, int group) {
    return match.group(group) == null ? 0 : Integer.parseInt(match.group(group));
  }

  private static String fraction(Matcher match, int group) {
    String digits = match.group(group) == null ? "" : match.group(group).replaceAll("0+$", "");
    return digits.isEmpty() ? "" : "." + digits;
  }
}
