package io.freehold.telemetry;

import io.freehold.api.SignedRecord;
import io.freehold.api.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Signs records one by one, for planes behind a collector. */
final class Signer {
  private static final AttributeKey<String> SIGNATURE = AttributeKey.stringKey(Telemetry.SIGNATURE);

  private final String cluster;
  private final Supplier<PrivateKey> key;

  Signer(String cluster, Supplier<PrivateKey> key) {
    this.cluster = cluster;
    this.key = key;
  }

  /** The attributes of an event, with their signature. */
  Attributes signed(String event, Attributes attributes) {
    var form = new SignedRecord(cluster, SignedRecord.EVENT, event, fields(attributes));
    return attributes.toBuilder().put(SIGNATURE, form.sign(key.get())).build();
  }

  /** A span with its signature. */
  SyncSpan signed(SyncSpan span) {
    SpanContext context = span.context();
    Map<String, Object> fields = fields(span.attributes());
    fields.put("trace_id", context.getTraceId());
    fields.put("span_id", context.getSpanId());
    fields.put("start", span.startedAt());
    fields.put("end", span.endedAt());
    var form = new SignedRecord(cluster, SignedRecord.SPAN, span.name(), fields);
    return span.with(span.attributes().toBuilder().put(SIGNATURE, form.sign(key.get())).build());
  }

  private static Map<String, Object> fields(Attributes attributes) {
    Map<String, Object> fields = new HashMap<>();
    attributes.forEach((name, value) ->
        fields.put(name.getKey(), value instanceof Value<?> any ? plain(any) : value));
    return fields;
  }

  private static Object plain(Value<?> value) {
    return switch (value.getType()) {
      case STRING, BOOLEAN, LONG, DOUBLE -> value.getValue();
      case ARRAY ->
          ((List<?>) value.getValue()).stream().map(item -> plain((Value<?>) item)).toList();
      case KEY_VALUE_LIST -> {
        Map<String, Object> fields = new HashMap<>();
        for (Object field : (List<?>) value.getValue()) {
          var pair = (KeyValue) field;
          fields.put(pair.getKey(), plain(pair.getValue()));
        }
        yield fields;
      }
      case BYTES, EMPTY -> SignedRecord.NOTHING;
    };
  }
}
