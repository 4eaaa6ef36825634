package io.freehold.ingest;

/**
 * Where to listen.
 *
 * @param host address
 * @param httpPort port of OTLP/HTTP, 0 for any free one
 * @param grpcPort port of OTLP/gRPC, 0 for any free one
 */
public record IngestSettings(String host, int httpPort, int grpcPort) {}
