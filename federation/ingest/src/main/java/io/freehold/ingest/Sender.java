package io.freehold.ingest;

/**
 * Who sends a request.
 *
 * @param cluster verified name of the cluster that signed
 * @param transport {@code http} or {@code grpc}
 * @param peer address
 */
record Sender(String cluster, String transport, String peer) {}
