package io.freehold.ingest;

/**
 * Where to listen, and to whom.
 *
 * @param host address
 * @param httpPort port of OTLP/HTTP, 0 for any free one
 * @param grpcPort port of OTLP/gRPC, 0 for any free one
 * @param limit how much one sender may report
 * @param collectors who may pass on what clusters have signed
 */
public record IngestSettings(
    String host, int httpPort, int grpcPort, RateLimit limit, CollectorTokens collectors) {
  /** Without collectors and with the default limit. */
  public IngestSettings(String host, int httpPort, int grpcPort) {
    this(host, httpPort, grpcPort, RateLimit.DEFAULT, CollectorTokens.NONE);
  }
}
