package io.freehold.server;

import io.freehold.ingest.ReportBatch;
import io.freehold.ingest.StateSink;
import io.freehold.store.Incoming;
import io.freehold.store.ReportWriter;
import io.freehold.store.StoreException;

/** Stores what was received. The database tells every plane what changed by it. */
final class StoreSink implements StateSink {
  private final ReportWriter writer;
  private final OwnMetrics metrics;

  StoreSink(ReportWriter writer, OwnMetrics metrics) {
    this.writer = writer;
    this.metrics = metrics;
  }

  @Override
  public void accept(ReportBatch batch) {
    try (var _ = metrics.timer(OwnMetrics.STORED, "")) {
      writer.write(incoming(batch));
      metrics.count(OwnMetrics.RECORDS, "", batch.items().size());
    } catch (StoreException e) {
      throw switch (e.code()) {
        case BAD_DATA -> new SinkException(false, "the reports cannot be stored", e);
        case UNAVAILABLE, SETUP -> new SinkException(true, "the database does not answer", e);
      };
    }
  }

  private static Incoming incoming(ReportBatch batch) {
    return new Incoming(
        batch.cluster(),
        batch.receivedAt(),
        batch.of(ReportBatch.ClusterState.class).stream()
            .map(state -> new Incoming.ClusterState(state.sequence(), state.report()))
            .toList(),
        batch.of(ReportBatch.ApplicationState.class).stream()
            .map(state -> new Incoming.ApplicationState(state.sequence(), state.report()))
            .toList(),
        batch.of(ReportBatch.ApplicationGone.class).stream()
            .map(gone -> new Incoming.ApplicationGone(gone.sequence(), gone.application()))
            .toList(),
        batch.of(ReportBatch.Journal.class).stream()
            .map(entry ->
                new Incoming.Entry(entry.sequence(), entry.at(), entry.entry(), entry.link()))
            .toList(),
        batch.of(ReportBatch.SyncSpan.class).stream()
            .map(span ->
                new Incoming.Span(
                    span.traceId(),
                    span.spanId(),
                    span.name(),
                    span.revision(),
                    span.result(),
                    span.startedAt(),
                    span.endedAt()))
            .toList());
  }
}
