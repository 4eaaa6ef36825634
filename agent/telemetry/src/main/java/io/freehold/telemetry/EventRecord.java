package io.freehold.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An event in the form that the exporter serialises.
 *
 * @param name event name
 * @param text what people read in a log viewer, empty for none
 * @param at when it happened, nanoseconds since the epoch
 * @param observedAt when it was written, nanoseconds since the epoch
 */
record EventRecord(
    String name,
    Severity severity,
    String text,
    long at,
    long observedAt,
    Attributes attributes,
    Resource resource,
    InstrumentationScopeInfo scope)
    implements LogRecordData {

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public long getTimestampEpochNanos() {
    return at;
  }

  @Override
  public long getObservedTimestampEpochNanos() {
    return observedAt;
  }

  @Override
  public SpanContext getSpanContext() {
    return SpanContext.getInvalid();
  }

  @Override
  public Severity getSeverity() {
    return severity;
  }

  @Override
  public String getSeverityText() {
    return severity.name();
  }

  @Override
  @SuppressWarnings("deprecation") // The interface still demands it beside getBodyValue.
  public io.opentelemetry.sdk.logs.data.Body getBody() {
    return text.isEmpty()
        ? io.opentelemetry.sdk.logs.data.Body.empty()
        : io.opentelemetry.sdk.logs.data.Body.string(text);
  }

  @Override
  public @Nullable Value<?> getBodyValue() {
    return text.isEmpty() ? null : Value.of(text);
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public String getEventName() {
    return name;
  }
}
