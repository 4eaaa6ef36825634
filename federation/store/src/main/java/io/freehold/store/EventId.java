package io.freehold.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Position in the stream of changes, the same for every plane on the database.
 *
 * @param transaction that made the change
 * @param number within all changes
 */
public record EventId(long transaction, long number) implements Comparable<EventId> {
  /** Before the first change. */
  public static final EventId START = new EventId(0, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Reads what {@link #toString} wrote; empty when it is something else. */
  public static Optional<EventId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(EventId other) {
    int transactions = Long.compare(transaction, other.transaction);
    return transactions != 0 ? transactions : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return transaction + "-" + number;
  }
}
