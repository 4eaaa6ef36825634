/** State events, spans and metrics over OTLP; the durable outbox. */
@NullMarked
package io.freehold.telemetry;

import org.jspecify.annotations.NullMarked;
