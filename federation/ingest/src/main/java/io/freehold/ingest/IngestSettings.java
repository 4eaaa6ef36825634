package io.freehold.ingest;

import io.helidon.common.tls.Tls;
import java.util.Optional;

/**
 * Where to listen, and to whom.
 *
 * @param host address
 * @param httpPort port of OTLP/HTTP, 0 for any free one
 * @param grpcPort port of OTLP/gRPC, 0 for any free one
 * @param limit how much one sender may report
 * @param collectors who may pass on what clusters have signed
 * @param tls how to speak TLS; without it, plain HTTP is spoken
 */
public record IngestSettings(
    String host,
    int httpPort,
    int grpcPort,
    RateLimit limit,
    CollectorTokens collectors,
    Optional<Tls> tls) {
  /** Without collectors and with the default limit. */
  public IngestSettings(String host, int httpPort, int grpcPort) {
    this(host, httpPort, grpcPort, RateLimit.DEFAULT, CollectorTokens.NONE);
  }

  /** Without TLS. */
  public IngestSettings(
      String host, int httpPort, int grpcPort, RateLimit limit, CollectorTokens collectors) {
    this(host, httpPort, grpcPort, limit, collectors, Optional.empty());
  }

  /** The same with TLS. */
  public IngestSettings withTls(Optional<Tls> newTls) {
    return new IngestSettings(host, httpPort, grpcPort, limit, collectors, newTls);
  }
}
