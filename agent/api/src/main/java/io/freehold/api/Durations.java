package io.freehold.api;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as users of Kubernetes write them: {@code 500ms}, {@code 15s}, {@code 1m30s}, {@code
 * 2h}.
 */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException when the text is not a sum of numbers with the units ms, s, m
   *     or h
   */
  public static Duration parse(String text) {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      long count = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
              });
    }
    if (text.isEmpty() || end != text.length()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration: write a number and a unit, as 15s, 5m or 1h30m");
    }
    return sum;
  }
}
