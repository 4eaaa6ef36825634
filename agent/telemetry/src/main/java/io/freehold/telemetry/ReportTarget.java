package io.freehold.telemetry;

import io.freehold.api.Cluster;
import io.freehold.api.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Where and how often to report.
 *
 * @param endpoint base URL of an OTLP/HTTP receiver without a slash at the end; empty: no reports,
 *     the journal waits
 * @param interval longest silence between two reports of the cluster
 */
public record ReportTarget(String endpoint, Duration interval) {
  /** Reports to nobody; the journal waits on disk within its bound. */
  public static final ReportTarget NONE = new ReportTarget("", Duration.ofSeconds(60));

  public ReportTarget {
    while (endpoint.endsWith("/")) {
      endpoint = endpoint.substring(0, endpoint.length() - 1);
    }
    if (!endpoint.isEmpty()) {
      check(endpoint);
    }
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("the report interval must be longer than nothing");
    }
  }

  /**
   * The target that a cluster.yaml names.
   *
   * @throws IllegalArgumentException when the endpoint or the interval cannot be used; the message
   *     says why
   */
  public static ReportTarget of(Cluster.Plane plane) {
    return new ReportTarget(plane.endpoint(), Durations.parse(plane.reportInterval()));
  }

  /** Whether there is nobody to report to. */
  public boolean none() {
    return endpoint.isEmpty();
  }

  private static void check(String endpoint) {
    URI uri = URI.create(endpoint);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if ((!scheme.equals("http") && !scheme.equals("https"))
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "the plane endpoint must be http:// or https:// with a host and without credentials or query");
    }
  }
}
