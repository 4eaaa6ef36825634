package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CronScheduleTest {
  private static final LocalDateTime START = LocalDateTime.parse("2024-02-27T21:58:30");

  /** A field with only one value, so that a check minute by minute is easy to write. */
  record Fields(int minute, int hour, Set<Integer> daysOfMonth, Set<Integer> daysOfWeek) {}

  @Provide
  Arbitrary<Fields> fields() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 59),
            Arbitraries.integers().between(0, 23),
            Arbitraries.integers().between(1, 31).set().ofMaxSize(2),
            Arbitraries.integers().between(0, 6).set().ofMaxSize(2))
        .as(Fields::new);
  }

  @Property(tries = 200)
  void the_next_time_is_the_first_minute_that_matches(@ForAll("fields") Fields fields) {
    CronSchedule schedule =
        CronSchedule.parse(
            "%d %d %s * %s"
                .formatted(
                    fields.minute(),
                    fields.hour(),
                    text(fields.daysOfMonth()),
                    text(fields.daysOfWeek())));

    LocalDateTime time = START.withSecond(0).plusMinutes(1);
    while (!matches(fields, time)) {
      time = time.plusMinutes(1);
    }
    assertThat(schedule.next(START)).contains(time);
  }

  private static String text(Set<Integer> values) {
    return values.isEmpty()
        ? "*"
        : values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static boolean matches(Fields fields, LocalDateTime time) {
    boolean month = fields.daysOfMonth().contains(time.getDayOfMonth());
    boolean week = fields.daysOfWeek().contains(time.getDayOfWeek().getValue() % 7);
    boolean everyDay = fields.daysOfMonth().isEmpty() && fields.daysOfWeek().isEmpty();
    boolean day = everyDay || month || week;
    return time.getMinute() == fields.minute() && time.getHour() == fields.hour() && day;
  }

  @Example
  void a_leap_day_is_found_over_the_years() {
    assertThat(CronSchedule.parse("0 0 29 2 *").next(LocalDateTime.parse("2097-01-01T00:00:00")))
        .contains(LocalDateTime.parse("2104-02-29T00:00:00"));
    assertThat(CronSchedule.parse("0 0 31 4 *").next(START)).isEmpty();
  }

  @Example
  void a_time_is_never_its_own_next() {
    LocalDateTime noon = LocalDateTime.parse("2024-05-15T12:00:00");

    assertThat(CronSchedule.parse("0 12 * * *").next(noon)).contains(noon.plusDays(1));
    assertThat(CronSchedule.parse("*/20 9-17/4 ? jan,JUN sun").next(noon))
        .contains(LocalDateTime.parse("2024-06-02T09:00:00"));
  }

  @Example
  void what_is_wrong_is_named() {
    for (String wrong :
        Set.of(
            "",
            "* * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * * 7",
            "5-1 * * * *",
            "1-2-3 * * * *",
            "a * * * *",
            "-1 * * * *",
            "1/2/3 * * * *",
            ", * * * *",
            "@daily")) {
      assertThatThrownBy(() -> CronSchedule.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot parse schedule '" + wrong + "'");
    }
  }
}
