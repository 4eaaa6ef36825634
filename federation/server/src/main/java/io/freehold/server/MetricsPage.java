package io.freehold.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The page for Prometheus; it is made anew at most once in some seconds, whoever asks. */
final class MetricsPage {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final FleetMetrics fleet;
  private final PlaneMetrics plane;
  private final OwnMetrics own;
  private final InstantSource clock;
  // Both guarded by this.
  private String text = "";
  private Instant madeAt = Instant.MIN;

  MetricsPage(FleetMetrics fleet, PlaneMetrics plane, OwnMetrics own, InstantSource clock) {
    this.fleet = fleet;
    this.plane = plane;
    this.own = own;
    this.clock = clock;
  }

  /** The page. */
  synchronized String text() {
    Instant now = clock.instant();
    if (madeAt.plus(FRESH).isBefore(now)) {
      var page = new Exposition();
      fleet.write(page);
      plane.write(page);
      own.writeSeconds(
          page,
          OwnMetrics.INGEST,
          "Requests to the OTLP listeners by transport and status.",
          "transport",
          "status");
      own.write(
          page, OwnMetrics.REFUSED, "What was refused for the identity of its sender.", "what");
      own.writeSeconds(page, OwnMetrics.STORED, "Transactions that stored reports.");
      own.write(page, OwnMetrics.RECORDS, "Records that were stored.");
      own.writeSeconds(page, OwnMetrics.API, "Requests to the API by operation.", "operation");
      text = page.toString();
      madeAt = now;
    }
    return text;
  }
}
