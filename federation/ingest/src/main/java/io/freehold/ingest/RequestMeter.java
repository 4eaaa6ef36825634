package io.freehold.ingest;

import java.time.Duration;

/** Told how every request to the OTLP listeners ended. Must not block. */
@FunctionalInterface
public interface RequestMeter {
  /** Nobody counts. */
  RequestMeter NONE = (_, _, _) -> {};

  /**
   * A request ended.
   *
   * @param transport {@code http} or {@code grpc}
   * @param outcome status code of HTTP, or of gRPC as a number
   * @param took from the first byte of the request to the answer
   */
  void ended(String transport, int outcome, Duration took);
}
