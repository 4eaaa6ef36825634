package io.freehold.telemetry;

import io.freehold.api.JournalEntry;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches to the receiver and decides from the answer what happens to them. Used by the
 * reporter's thread, except for the counters and {@link #notBefore()}.
 */
final class Postman implements AutoCloseable {
  /** States in one request. */
  static final int MAX_STATES = 100;

  private static final Logger log = LoggerFactory.getLogger(Postman.class);
  private static final int MAX_ENTRIES = 256;
  private static final long MAX_BYTES = 1 << 20;

  private final Sequence sequence;
  private final Outbox outbox;
  private final Tokens tokens;
  private final Signals signals;
  private final InstantSource clock;
  private final Optional<SSLContext> tls;
  private final Backoff backoff;
  private final LongAdder sent = new LongAdder();
  private final LongAdder sentSpans = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder refused = new LongAdder();

  private Optional<Channel> channel = Optional.empty();
  // Spans whose journal records were taken; nothing else of the journal moves before they are
  // delivered.
  private List<SpanData> spans = List.of();
  private long spansUpTo;
  private int journalBatch = MAX_ENTRIES;
  private volatile Instant notBefore = Instant.MIN;

  Postman(ReporterSettings settings, Sequence sequence, Outbox outbox, Tokens tokens) {
    this.sequence = sequence;
    this.outbox = outbox;
    this.tokens = tokens;
    this.clock = settings.clock();
    this.tls = settings.tls();
    this.signals = new Signals(settings, tokens::key);
    this.backoff = new Backoff(settings.random());
  }

  /** No request before this time. */
  Instant notBefore() {
    return notBefore;
  }

  ReporterCounters counters() {
    return new ReporterCounters(
        sent.sum(), sentSpans.sum(), failed.sum(), refused.sum(), outbox.waiting(), outbox.lost());
  }

  /** Sends the states of a pass; false when they have to be tried again. */
  boolean states(Work work) {
    if (work.picks().isEmpty()) {
      return true;
    }
    Instant now = clock.instant();
    Resource resource = signals.resource(work.cluster());
    List<LogRecordData> records = new ArrayList<>();
    for (States.Pick pick : work.picks()) {
      // Numbered here, after the state was picked: a newer state always has a larger number.
      records.add(
          signals.state(
              withOutbox(pick.state()),
              sequence.next(),
              States.longestSilence(pick.state(), work.target().interval()),
              resource,
              now));
    }
    return switch (channel(work.target()).logs(records)) {
      case Delivery.Taken taken -> {
        taken(records.size(), taken, sent);
        yield true;
      }
      case Delivery.Later later -> {
        later(later);
        yield false;
      }
      case Delivery.Refused(int status, String reason) -> {
        refused.add(records.size());
        log.error("The receiver refused {} states (HTTP {}): {}", records.size(), status, reason);
        yield true;
      }
    };
  }

  /** Sends the oldest journal entries, then their spans. */
  void journal(Work work) {
    if (!spans.isEmpty()) {
      sendSpans(work);
      return;
    }
    List<Outbox.Entry> entries = outbox.head(journalBatch, MAX_BYTES);
    if (entries.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Resource resource = signals.resource(work.cluster());
    List<LogRecordData> records = new ArrayList<>();
    List<SpanData> syncs = new ArrayList<>();
    for (Outbox.Entry waiting : entries) {
      Optional<WaitingEntry> read = WaitingEntry.read(waiting);
      if (read.isEmpty()) {
        refused.increment();
        continue;
      }
      JournalEntry entry = read.get().entry();
      records.add(signals.journal(read.get(), resource, now));
      if (entry.kind() == JournalEntry.Kind.SYNC) {
        syncs.add(signals.span(entry, resource, now));
      }
    }
    long last = entries.getLast().sequence();
    if (records.isEmpty()) {
      outbox.taken(last);
      return;
    }
    switch (channel(work.target()).logs(records)) {
      case Delivery.Taken taken -> {
        taken(records.size(), taken, sent);
        journalBatch = MAX_ENTRIES;
        if (syncs.isEmpty()) {
          outbox.taken(last);
        } else {
          spans = syncs;
          spansUpTo = last;
          sendSpans(work);
        }
      }
      case Delivery.Later later -> later(later);
      case Delivery.Refused(int status, String reason) -> refused(entries, status, reason);
    }
  }

  /** There is a new receiver: how the old one behaved no longer matters. */
  void restart() {
    notBefore = Instant.MIN;
  }

  /** A pass ended in a defect. */
  void failed() {
    failed.increment();
    notBefore = clock.instant().plus(backoff.next(Duration.ZERO));
  }

  @Override
  public void close() {
    channel.ifPresent(Channel::close);
    channel = Optional.empty();
  }

  private void sendSpans(Work work) {
    switch (channel(work.target()).spans(spans)) {
      case Delivery.Taken taken -> {
        taken(spans.size(), taken, sentSpans);
        spansDone();
      }
      case Delivery.Later later -> later(later);
      case Delivery.Refused(int status, String reason) -> {
        refused.add(spans.size());
        log.error("The receiver refused {} spans (HTTP {}): {}", spans.size(), status, reason);
        spansDone();
      }
    }
  }

  private void spansDone() {
    outbox.taken(spansUpTo);
    spans = List.of();
  }

  private void refused(List<Outbox.Entry> entries, int status, String reason) {
    if (entries.size() > 1) {
      // One bad entry must not take its neighbours with it: look for it with smaller requests.
      journalBatch = entries.size() / 2;
      return;
    }
    refused.increment();
    log.error("The receiver refused a journal entry (HTTP {}): {}", status, reason);
    outbox.taken(entries.getLast().sequence());
  }

  private void taken(int records, Delivery.Taken answer, LongAdder counter) {
    counter.add(records - answer.rejected());
    if (answer.rejected() > 0) {
      refused.add(answer.rejected());
      log.error(
          "The receiver rejected {} of {} records: {}",
          answer.rejected(),
          records,
          answer.message());
    }
    if (backoff.failures() > 0) {
      log.info("Reports are delivered again after {} failed requests", backoff.failures());
    }
    backoff.succeeded();
    notBefore = Instant.MIN;
  }

  private void later(Delivery.Later answer) {
    failed.increment();
    if (answer.identity()) {
      tokens.refused();
    }
    if (backoff.failures() == 0) {
      log.warn("Reports cannot be delivered, the journal waits on disk: {}", answer.reason());
    }
    notBefore = clock.instant().plus(backoff.next(answer.pause()));
  }

  private Channel channel(ReportTarget target) {
    if (channel.isPresent() && channel.get().endpoint().equals(target.endpoint())) {
      return channel.get();
    }
    close();
    backoff.succeeded();
    Channel opened = new Channel(target.endpoint(), tokens, tls, clock);
    channel = Optional.of(opened);
    return opened;
  }

  private States.State withOutbox(States.State state) {
    return state instanceof States.ClusterState(var report)
        ? new States.ClusterState(report.withOutbox(outbox.waiting(), outbox.lost()))
        : state;
  }
}
