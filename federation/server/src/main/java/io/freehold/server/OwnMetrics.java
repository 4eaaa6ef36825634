package io.freehold.server;

import io.freehold.ingest.RefusalSink.Refusal;
import io.freehold.ingest.RequestMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process did since it started. Labels are of our own making, never what somebody sent,
 * so there are few.
 */
final class OwnMetrics implements RequestMeter {
  /** Requests to the OTLP listeners; label: transport and status. */
  static final String INGEST = "freehold_plane_ingest_requests";

  /** Requests that were refused for the identity of their sender; label: what was refused. */
  static final String REFUSED = "freehold_plane_ingest_refused";

  /** Transactions that stored reports. */
  static final String STORED = "freehold_plane_store_batches";

  /** Records in them. */
  static final String RECORDS = "freehold_plane_store_records";

  /** Requests to the API; label: operation. */
  static final String API = "freehold_plane_api_requests";

  private final Map<Key, Sum> sums = new ConcurrentSkipListMap<>();

  @Override
  public void ended(String transport, int outcome, Duration took) {
    sum(INGEST, transport + " " + outcome).add(1, took.toNanos());
  }

  /** A request or its records were refused. */
  void refused(Refusal refusal) {
    count(REFUSED, refusal.records() == 0 ? "requests" : "records", Math.max(1, refusal.records()));
  }

  /** Something happened so often. */
  void count(String metric, String label, long times) {
    sum(metric, label).add(times, 0);
  }

  /** Something begins that ends when the timer is closed. */
  Timer timer(String metric, String label) {
    return new Timer(sum(metric, label), System.nanoTime());
  }

  /** Writes the counts and seconds of a metric. */
  void write(Exposition page, String metric, String help, String... labels) {
    page.counter(metric + "_total", help);
    of(metric).forEach((key, sum) -> page.value(metric + "_total", sum.times(), key.pairs(labels)));
  }

  /** Writes how long it took too. */
  void writeSeconds(Exposition page, String metric, String help, String... labels) {
    write(page, metric, help, labels);
    page.counter(metric + "_seconds_total", "Time that these took.");
    of(metric)
        .forEach(
            (key, sum) -> page.value(metric + "_seconds_total", sum.seconds(), key.pairs(labels)));
  }

  private Map<Key, Sum> of(String metric) {
    var found = new java.util.TreeMap<Key, Sum>();
    sums.forEach((key, sum) -> {
      if (key.metric().equals(metric)) {
        found.put(key, sum);
      }
    });
    return found;
  }

  private Sum sum(String metric, String label) {
    return sums.computeIfAbsent(new Key(metric, label), _ -> new Sum());
  }

  /** Measures until it is closed. */
  record Timer(Sum sum, long start) implements AutoCloseable {
    @Override
    public void close() {
      sum.add(1, System.nanoTime() - start);
    }
  }

  private record Key(String metric, String label) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int metrics = metric.compareTo(other.metric);
      return metrics != 0 ? metrics : label.compareTo(other.label);
    }

    /** Names and values in turn; the values are parts of the label. */
    String[] pairs(String... names) {
      String[] values = label.split(" ", -1);
      String[] pairs = new String[names.length * 2];
      for (int i = 0; i < names.length; i++) {
        pairs[2 * i] = names[i];
        pairs[2 * i + 1] = values[i];
      }
      return pairs;
    }
  }

  /** How often and how long. */
  static final class Sum {
    private final LongAdder times = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void add(long more, long took) {
      times.add(more);
      nanos.add(took);
    }

    long times() {
      return times.sum();
    }

    double seconds() {
      return nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1);
    }
  }
}
