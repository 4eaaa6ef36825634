package io.freehold.engine;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When something happens, in the five fields of cron: minute, hour, day of month, month, day of
 * week. It knows no time zone: times are those of a wall clock.
 */
public final class CronSchedule {
  /** A schedule without a match in so many years has none: 29 February can be eight years away. */
  private static final int YEARS = 9;

  private final CronField minute;
  private final CronField hour;
  private final CronField dayOfMonth;
  private final CronField month;
  private final CronField dayOfWeek;

  private CronSchedule(String[] fields) {
    this.minute = CronField.parse(fields[0], CronField.Part.MINUTE);
    this.hour = CronField.parse(fields[1], CronField.Part.HOUR);
    this.dayOfMonth = CronField.parse(fields[2], CronField.Part.DAY_OF_MONTH);
    this.month = CronField.parse(fields[3], CronField.Part.MONTH);
    this.dayOfWeek = CronField.parse(fields[4], CronField.Part.DAY_OF_WEEK);
  }

  /**
   * Reads a schedule such as {@code 0 22 * * mon-fri}.
   *
   * @throws IllegalArgumentException when it has not five fields or one of them cannot be read
   */
  public static CronSchedule parse(String text) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "cannot parse schedule '%s': it needs five fields, as 0 22 * * *".formatted(text));
    }
    try {
      return new CronSchedule(fields);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot parse schedule '%s': %s".formatted(text, e.getMessage()), e);
    }
  }

  /** The first time after the given one; empty for a day that never comes, as 30 February. */
  public Optional<LocalDateTime> next(LocalDateTime after) {
    LocalDateTime start = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    LocalDate end = start.toLocalDate().plusYears(YEARS);
    for (LocalDate day = start.toLocalDate(); day.isBefore(end); day = day.plusDays(1)) {
      if (!month.matches(day.getMonthValue())) {
        day = day.withDayOfMonth(day.lengthOfMonth());
      } else if (matches(day)) {
        boolean today = day.equals(start.toLocalDate());
        Optional<LocalDateTime> time = timeOf(day, today ? start.getHour() : 0, start, today);
        if (time.isPresent()) {
          return time;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<LocalDateTime> timeOf(
      LocalDate day, int firstHour, LocalDateTime start, boolean today) {
    for (int h = hour.values().nextSetBit(firstHour); h >= 0; h = hour.values().nextSetBit(h + 1)) {
      int from = today && h == start.getHour() ? start.getMinute() : 0;
      int m = minute.values().nextSetBit(from);
      if (m >= 0) {
        return Optional.of(day.atTime(h, m));
      }
    }
    return Optional.empty();
  }

  /** With both kinds of days restricted either is enough, else both have to match. */
  private boolean matches(LocalDate day) {
    boolean inMonth = dayOfMonth.matches(day.getDayOfMonth());
    boolean inWeek = dayOfWeek.matches(day.getDayOfWeek().getValue() % 7);
    boolean either = !dayOfMonth.any() && !dayOfWeek.any();
    return either ? (inMonth || inWeek) : (inMonth && inWeek);
  }
}
