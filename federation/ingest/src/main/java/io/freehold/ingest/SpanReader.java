package io.freehold.ingest;

import io.freehold.api.Telemetry;
import io.freehold.ingest.ReportBatch.SyncSpan;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** Reads the spans of syncs. */
final class SpanReader {
  private static final String ACTION = "cicd.pipeline.action.name";
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;
  private static final int MAX_TEXT = 600;

  private SpanReader() {}

  static Reading read(Span span) {
    if (!AnyValues.text(span.getAttributesList(), ACTION).equals("SYNC")) {
      return new Reading.Useless("only SYNC spans are kept");
    }
    if (span.getTraceId().size() != TRACE_BYTES || span.getSpanId().size() != SPAN_BYTES) {
      return new Reading.Useless("a span has no valid ids");
    }
    return new Reading.Kept(
        new SyncSpan(
            HexFormat.of().formatHex(span.getTraceId().toByteArray()),
            HexFormat.of().formatHex(span.getSpanId().toByteArray()),
            text(AnyValues.clean(span.getName())),
            text(AnyValues.text(span.getAttributesList(), Telemetry.REVISION)),
            text(AnyValues.text(span.getAttributesList(), "cicd.pipeline.result")),
            time(span.getStartTimeUnixNano()),
            time(span.getEndTimeUnixNano())));
  }

  private static String text(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }

  private static Instant time(long nanos) {
    return Instant.ofEpochSecond(
        TimeUnit.NANOSECONDS.toSeconds(nanos), nanos % TimeUnit.SECONDS.toNanos(1));
  }
}
