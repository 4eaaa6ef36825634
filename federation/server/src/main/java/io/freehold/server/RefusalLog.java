package io.freehold.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.ingest.RefusalSink;
import io.freehold.store.RefusalTable;
import io.freehold.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refused reports to the log, one JSON object per line, and to the database. Anybody can
 * cause refusals, so they are summed up for a second and bounded; tokens are never written.
 */
final class RefusalLog implements RefusalSink, AutoCloseable {
  /** Logger of the lines. */
  static final String LOGGER = "io.freehold.refused";

  private static final Logger refused = LoggerFactory.getLogger(LOGGER);
  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SUM_FOR = Duration.ofSeconds(1);
  private static final int MAX_KINDS = 200;

  private final RefusalTable table;
  private final InstantSource clock;
  private final Thread thread;
  // Guarded by this.
  private Map<Kind, Sum> sums = new HashMap<>();

  RefusalLog(RefusalTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("refusals").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public synchronized void refused(Refusal refusal) {
    var kind = new Kind(refusal.claimed(), refusal.reason());
    if (sums.size() >= MAX_KINDS && !sums.containsKey(kind)) {
      kind = new Kind("", refusal.reason());
    }
    sums.merge(kind, new Sum(refusal.transport(), refusal.peer(), 1, refusal.records()), Sum::plus);
    notifyAll();
  }

  /** Writes what was summed up. */
  void flush() {
    Map<Kind, Sum> taken;
    synchronized (this) {
      taken = sums;
      sums = new HashMap<>();
    }
    taken.forEach(this::write);
  }

  @Override
  public void close() {
    thread.interrupt();
    flush();
  }

  private void run() {
    try {
      while (true) {
        synchronized (this) {
          while (sums.isEmpty()) {
            wait();
          }
        }
        flush();
        Thread.sleep(SUM_FOR);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Kind kind, Sum sum) {
    ObjectNode line = JSON.createObjectNode();
    line.put("event", "report-refused")
        .put("at", clock.instant().toString())
        .put("transport", sum.transport())
        .put("peer", sum.peer())
        .put("claimed", kind.claimed())
        .put("reason", kind.reason())
        .put("requests", sum.requests())
        .put("records", sum.records());
    refused.warn("{}", line);
    try {
      table.add(kind.claimed(), kind.reason(), sum.requests(), clock.instant());
    } catch (StoreException e) {
      log.warn("A refusal could not be stored: {}", e.toString());
    }
  }

  private record Kind(String claimed, String reason) {}

  private record Sum(String transport, String peer, long requests, long records) {
    Sum plus(Sum other) {
      return new Sum(transport, peer, requests + other.requests, records + other.records);
    }
  }
}
