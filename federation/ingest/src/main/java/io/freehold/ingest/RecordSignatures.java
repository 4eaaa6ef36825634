package io.freehold.ingest;

import io.freehold.api.SignedRecord;
import io.freehold.api.Telemetry;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Checks the signatures of single records. */
final class RecordSignatures {
  private static final int DEPTH = 100;

  private RecordSignatures() {}

  static boolean valid(String cluster, LogRecord event, List<PublicKey> keys) {
    try {
      Map<String, Object> fields = fields(event.getAttributesList(), 0);
      return valid(
          new SignedRecord(cluster, SignedRecord.EVENT, event.getEventName(), fields),
          event.getAttributesList(),
          keys);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  static boolean valid(String cluster, Span span, List<PublicKey> keys) {
    try {
      Map<String, Object> fields = fields(span.getAttributesList(), 0);
      fields.put("trace_id", HexFormat.of().formatHex(span.getTraceId().toByteArray()));
      fields.put("span_id", HexFormat.of().formatHex(span.getSpanId().toByteArray()));
      fields.put("start", span.getStartTimeUnixNano());
      fields.put("end", span.getEndTimeUnixNano());
      return valid(
          new SignedRecord(cluster, SignedRecord.SPAN, span.getName(), fields),
          span.getAttributesList(),
          keys);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean valid(SignedRecord form, List<KeyValue> attributes, List<PublicKey> keys) {
    String signature = AnyValues.text(attributes, Telemetry.SIGNATURE);
    return !signature.isEmpty() && form.signedBy(keys, signature);
  }

  private static Map<String, Object> fields(List<KeyValue> attributes, int depth) {
    Map<String, Object> fields = new HashMap<>();
    for (KeyValue attribute : attributes) {
      if (depth > 0 || !attribute.getKey().equals(Telemetry.SIGNATURE)) {
        Object before = fields.put(attribute.getKey(), plain(attribute.getValue(), depth + 1));
        if (before != null) {
          throw new IllegalArgumentException("which of two fields of one name counts is open");
        }
      }
    }
    return fields;
  }

  private static Object plain(AnyValue value, int depth) {
    if (depth > DEPTH) {
      throw new IllegalArgumentException("a value is nested too deep");
    }
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(item -> plain(item, depth + 1))
              .toList();
      case KVLIST_VALUE -> fields(value.getKvlistValue().getValuesList(), depth);
      case VALUE_NOT_SET -> SignedRecord.NOTHING;
      default -> throw new IllegalArgumentException("no record of an agent holds such values");
    };
  }
}
