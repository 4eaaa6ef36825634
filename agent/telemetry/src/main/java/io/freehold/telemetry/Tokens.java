package io.freehold.telemetry;

import io.freehold.api.ReportToken;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The signed identity that goes with every request; a token is used until shortly before it
 * expires.
 */
final class Tokens {
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final String cluster;
  private final Supplier<PrivateKey> key;
  private final InstantSource clock;
  // Both guarded by this.
  private String token = "";
  private Instant renewAt = Instant.MIN;

  Tokens(String cluster, Supplier<PrivateKey> key, InstantSource clock) {
    this.cluster = cluster;
    this.key = key;
    this.clock = clock;
  }

  /** The request header. */
  synchronized Map<String, String> header() {
    Instant now = clock.instant();
    if (!now.isBefore(renewAt)) {
      ReportToken fresh = ReportToken.issue(cluster, now);
      token = fresh.sign(key.get());
      renewAt = fresh.expiresAt().minus(MARGIN);
    }
    return Map.of("Authorization", "Bearer " + token);
  }

  /**
   * The receiver did not accept the token: sign anew, perhaps with a new key or a corrected clock.
   */
  synchronized void refused() {
    renewAt = Instant.MIN;
  }
}
