package io.freehold.engine;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron schedule.
 *
 * @param values the values it matches
 * @param any whether it was written as a star, which matters for days only
 */
record CronField(BitSet values, boolean any) {
  private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec";
  private static final String DAYS = "sun mon tue wed thu fri sat";

  /** Which field it is, with its bounds and the names that may stand for numbers. */
  enum Part {
    MINUTE(0, 59, ""),
    HOUR(0, 23, ""),
    DAY_OF_MONTH(1, 31, ""),
    MONTH(1, 12, MONTHS),
    DAY_OF_WEEK(0, 6, DAYS);

    private final int lowest;
    private final int highest;
    private final String names;

    Part(int lowest, int highest, String names) {
      this.lowest = lowest;
      this.highest = highest;
      this.names = names;
    }
  }

  boolean matches(int value) {
    return values.get(value);
  }

  /**
   * Reads a field: a list of values, ranges and stars, each with an optional step.
   *
   * @throws IllegalArgumentException when it cannot be read
   */
  static CronField parse(String text, Part part) {
    BitSet values = new BitSet();
    boolean any = false;
    for (String range : text.split(",", -1)) {
      if (!range.isEmpty()) {
        any |= add(range, part, values);
      }
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException("the field \"" + text + "\" matches nothing");
    }
    return new CronField(values, any);
  }

  /** Adds the values of one range and returns whether it was a star. */
  private static boolean add(String range, Part part, BitSet values) {
    String[] stepped = range.split("/", -1);
    String[] bounds = stepped[0].split("-", -1);
    if (stepped.length > 2 || bounds.length > 2) {
      throw new IllegalArgumentException("\"" + range + "\" is not a range");
    }
    boolean star = bounds[0].equals("*") || bounds[0].equals("?");
    int first = star ? part.lowest : value(bounds[0], part);
    int last = star ? part.highest : bounds.length == 2 ? value(bounds[1], part) : first;
    int step = 1;
    if (stepped.length == 2) {
      step = number(stepped[1]);
      // "5/15" means from 5 to the end of the hour.
      last = bounds.length == 1 ? part.highest : last;
    }
    if (first < part.lowest || last > part.highest || first > last || step == 0) {
      throw new IllegalArgumentException(
          "\"%s\" is outside of %d-%d".formatted(range, part.lowest, part.highest));
    }
    for (int value = first; value <= last; value += step) {
      values.set(value);
    }
    return star && step == 1;
  }

  private static int value(String text, Part part) {
    int name =
        text.isEmpty()
            ? -1
            : List.of(part.names.split(" ", -1)).indexOf(text.toLowerCase(Locale.ROOT));
    return name < 0 ? number(text) : part.lowest + name;
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("\"" + text + "\" is not a number");
    }
    return Integer.parseInt(text);
  }
}
