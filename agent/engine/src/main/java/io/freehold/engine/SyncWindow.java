package io.freehold.engine;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A recurring time in which applications may or may not be synced.
 *
 * @param kind {@code allow} or {@code deny}
 * @param schedule when it begins, see {@link CronSchedule}
 * @param duration how long it lasts, as {@code 1h30m}
 * @param timeZone name of the zone of the schedule; empty for UTC
 * @param applications patterns of names of applications
 * @param namespaces patterns of destination namespaces
 * @param clusters patterns of names or addresses of destination clusters
 * @param allOf whether each list that is given has to match, and not just one of them
 * @param manualSync whether people may sync nevertheless
 * @param overrun whether a sync that was allowed to start may go on
 */
public record SyncWindow(
    String kind,
    String schedule,
    String duration,
    String timeZone,
    List<String> applications,
    List<String> namespaces,
    List<String> clusters,
    boolean allOf,
    boolean manualSync,
    boolean overrun) {
  private static final String ALLOW = "allow";
  private static final String DENY = "deny";

  public SyncWindow {
    applications = List.copyOf(applications);
    namespaces = List.copyOf(namespaces);
    clusters = List.copyOf(clusters);
  }

  /** Whether syncs happen only inside of it. */
  public boolean allows() {
    return kind.equals(ALLOW);
  }

  /** Whether no sync happens inside of it. */
  public boolean denies() {
    return kind.equals(DENY);
  }

  /**
   * Checks what is written.
   *
   * @throws IllegalArgumentException when kind, schedule or duration make no sense; the message
   *     says which
   */
  public void validate() {
    if (!allows() && !denies()) {
      throw new IllegalArgumentException(
          "kind '%s' of a sync window is neither allow nor deny".formatted(kind));
    }
    CronSchedule.parse(schedule);
    length();
  }

  /** Whether the time zone is one that is known; UTC is taken in the place of one that is not. */
  public boolean knowsTimeZone() {
    return timeZone.isEmpty() || ZoneId.getAvailableZoneIds().contains(timeZone);
  }

  /**
   * Whether a time lies inside of it: it began less than its duration ago. Times are those of a
   * wall clock in its zone, so that it begins and ends at the hours that were written also when
   * clocks are changed.
   *
   * @throws IllegalArgumentException when schedule or duration cannot be read
   */
  public boolean active(Instant now) {
    LocalDateTime time = LocalDateTime.ofInstant(now, zone());
    return CronSchedule.parse(schedule)
        .next(time.minus(length()))
        .filter(start -> start.isBefore(time))
        .isPresent();
  }

  /** Whether it is about an application. */
  public boolean concerns(Target target) {
    boolean application = any(applications, target.application());
    boolean namespace = any(namespaces, target.namespace());
    boolean cluster =
        (!target.clusterName().isEmpty() && any(clusters, target.clusterName()))
            || (!target.server().isEmpty() && any(clusters, target.server()));
    if (!allOf) {
      return application || namespace || cluster;
    }
    boolean given = !applications.isEmpty() || !namespaces.isEmpty() || !clusters.isEmpty();
    return given
        && (applications.isEmpty() || application)
        && (namespaces.isEmpty() || namespace)
        && (clusters.isEmpty() || cluster);
  }

  /**
   * What a window may name.
   *
   * @param application name of the application
   * @param namespace destination namespace
   * @param clusterName name of the destination cluster, empty when it has none
   * @param server address of the destination cluster, empty when it has none
   */
  public record Target(String application, String namespace, String clusterName, String server) {}

  private static boolean any(List<String> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> Glob.matches(pattern, text));
  }

  private ZoneId zone() {
    try {
      return timeZone.isEmpty() || !knowsTimeZone() ? ZoneOffset.UTC : ZoneId.of(timeZone);
    } catch (DateTimeException _) {
      return ZoneOffset.UTC;
    }
  }

  private Duration length() {
    try {
      return GoDuration.parse(duration);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot parse duration '%s' of a sync window: %s".formatted(duration, e.getMessage()), e);
    }
  }
}
