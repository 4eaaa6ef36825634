/** OTLP over gRPC and HTTP: identity, limits, idempotence. */
@NullMarked
package io.freehold.ingest;

import org.jspecify.annotations.NullMarked;
