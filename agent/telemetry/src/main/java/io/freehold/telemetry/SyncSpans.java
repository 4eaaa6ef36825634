package io.freehold.telemetry;

import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.Commit;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Spans of syncs. The trace id is the beginning of the commit id, so the syncs of one commit are
 * one trace over the whole fleet; the span id is a digest of cluster, application and history
 * number, so a span that is sent twice is one span.
 */
final class SyncSpans {
  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private SyncSpans() {}

  static SyncSpan of(
      String cluster,
      JournalEntry entry,
      Resource resource,
      InstrumentationScopeInfo scope,
      Instant now) {
    HistoryEntry sync = entry.sync();
    String application = entry.namespace() + "/" + entry.name();
    Instant ended = Times.parse(sync.finishedAt()).orElse(now);
    Instant started = Times.parse(sync.startedAt()).filter(at -> at.isBefore(ended)).orElse(ended);
    return new SyncSpan(
        "SYNC " + application,
        context(cluster, application, sync),
        switch (sync.phase()) {
          case FAILED, ERROR -> StatusData.create(StatusCode.ERROR, sync.message());
          case RUNNING, SUCCEEDED, SUPERSEDED -> StatusData.unset();
        },
        Times.nanos(started),
        Times.nanos(ended),
        attributes(entry, application),
        resource,
        scope);
  }

  private static Attributes attributes(JournalEntry entry, String application) {
    HistoryEntry sync = entry.sync();
    AttributesBuilder attributes =
        Attributes.builder()
            .put("cicd.pipeline.name", application)
            .put("cicd.pipeline.run.id", Long.toString(sync.id()))
            .put("cicd.pipeline.action.name", "SYNC")
            .put("cicd.pipeline.result", result(sync.phase()))
            .put(Telemetry.REVISION, sync.revision())
            .put(Telemetry.APP_NAMESPACE, entry.namespace())
            .put(Telemetry.APP_NAME, entry.name());
    if (!entry.commits().isEmpty()) {
      attributes
          .put(
              AttributeKey.stringArrayKey(Telemetry.COMMITS),
              entry.commits().stream().map(Commit::id).toList())
          .put(Telemetry.MORE_COMMITS, entry.moreCommits());
    }
    if (!sync.digest().isEmpty()) {
      attributes.put(Telemetry.DIGEST, sync.digest());
    }
    if (sync.phase() == OperationPhase.FAILED || sync.phase() == OperationPhase.ERROR) {
      attributes.put("error.type", sync.phase().toString());
    }
    return attributes.build();
  }

  /** The word of the semantic conventions. */
  private static String result(OperationPhase phase) {
    return switch (phase) {
      case SUCCEEDED -> "success";
      case FAILED -> "failure";
      case ERROR -> "error";
      // An entry is written when a sync has ended; one that says otherwise was cut short.
      case SUPERSEDED, RUNNING -> "cancellation";
    };
  }

  private static SpanContext context(String cluster, String application, HistoryEntry sync) {
    String commit =
        COMMIT.matcher(sync.revision()).matches()
            ? sync.revision()
            : digest(cluster, application, sync.startedAt());
    return SpanContext.create(
        commit.substring(0, TRACE_DIGITS),
        digest(cluster, application, Long.toString(sync.id())).substring(0, SPAN_DIGITS),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  private static String digest(String... parts) {
    try {
      byte[] text = String.join("|", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
