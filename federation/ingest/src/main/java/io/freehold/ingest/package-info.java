/**
 * Receives OTLP over HTTP and gRPC from agents. A request is taken only with a token that a cluster
 * of the registry signed, and only the records about that cluster; everything is bounded before and
 * after decompression. What is taken is handed to the {@link io.freehold.ingest.StateSink}.
 * Whatever the plane cannot or will not keep is rejected in the answer, never silently dropped.
 */
@NullMarked
package io.freehold.ingest;

import org.jspecify.annotations.NullMarked;
