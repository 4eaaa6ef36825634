package io.freehold.runtime;

import io.freehold.api.HealthState;
import io.freehold.api.SyncState;
import io.freehold.render.CacheCounters;
import io.freehold.telemetry.Reporter;
import io.freehold.telemetry.ReporterCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the agent did and how it is, as Prometheus text. */
final class MetricsPage implements Supplier<String> {
  private final Metrics metrics;
  private final Supplier<List<ApplicationActor>> actors;
  private final ObjectRouter router;
  private final KindWatches watches;
  private final SourceHub sources;
  private final Reporter reporter;
  private final BooleanSupplier leading;
  private final Optional<CacheCounters> charts;

  MetricsPage(
      Metrics metrics,
      Supplier<List<ApplicationActor>> actors,
      ObjectRouter router,
      KindWatches watches,
      SourceHub sources,
      Reporter reporter,
      BooleanSupplier leading,
      Optional<CacheCounters> charts) {
    this.metrics = metrics;
    this.actors = actors;
    this.router = router;
    this.watches = watches;
    this.sources = sources;
    this.reporter = reporter;
    this.leading = leading;
    this.charts = charts;
  }

  @Override
  public String get() {
    Page page = new Page();
    applications(page);
    page.counter("syncs_succeeded_total", "Syncs that succeeded.", metrics.syncsSucceeded.sum());
    page.counter("syncs_failed_total", "Syncs that failed.", metrics.syncsFailed.sum());
    page.seconds("freehold_sync_seconds_total", "Time spent in syncs.", metrics.syncMillis.sum());
    page.counter("renders_total", "Renders.", metrics.renders.sum());
    page.counter(
        "renders_kept_total",
        "Renders of before a restart that still count.",
        metrics.rendersKept.sum());
    page.seconds(
        "freehold_render_seconds_total", "Time spent rendering.", metrics.renderMillis.sum());
    charts.ifPresent(counters -> {
      page.counter("chart_cache_hits_total", "Charts that needed no rendering.", counters.hits());
      page.counter(
          "chart_cache_misses_total", "Charts that were rendered by Helm.", counters.misses());
    });
    page.counter("drifts_total", "Changes by others that were seen.", metrics.drifts.sum());
    page.counter(
        "drift_repairs_total", "Changes by others that were reverted.", metrics.driftRepairs.sum());
    page.counter(
        "rollbacks_total",
        "Times an application went back by itself to what was healthy.",
        metrics.rollbacks.sum());
    page.counter("object_writes_total", "Objects applied.", metrics.writes.sum());
    page.counter("object_deletions_total", "Objects deleted.", metrics.deletions.sum());
    page.counter("status_writes_total", "Statuses written.", metrics.statusWrites.sum());
    page.gauge("leading", "1 when this agent acts on the cluster.", leading.getAsBoolean() ? 1 : 0);
    page.gauge("objects", "Objects in the cluster with our label.", router.size());
    page.gauge("watches", "Kinds that are watched.", watches.size());
    page.gauge(
        "unlisted_kinds",
        "Kinds left out because they cannot be listed.",
        watches.unlisted().size());
    page.counter(
        "kinds_given_up_total", "Times a kind could not be listed.", metrics.kindsGivenUp.sum());
    page.counter(
        "audits_total", "Times all objects of a kind were listed again.", metrics.audits.sum());
    page.counter(
        "audit_findings_total",
        "Changes that such a list told before the watch did.",
        metrics.auditFindings.sum());
    page.gauge("repositories", "Repositories that are polled.", sources.size());
    telemetry(page);
    process(page);
    return page.text.toString();
  }

  private void applications(Page page) {
    List<ApplicationActor> all = actors.get();
    page.head("freehold_applications", "Applications by state.", "gauge");
    for (SyncState sync : SyncState.values()) {
      for (HealthState health : HealthState.values()) {
        long count =
            all.stream()
                .filter(actor -> actor.shown().sync() == sync)
                .filter(actor -> actor.shown().health().status() == health)
                .count();
        if (count > 0) {
          page.line(
              "freehold_applications{sync=\"" + sync + "\",health=\"" + health + "\"}",
              Long.toString(count));
        }
      }
    }
  }

  private void telemetry(Page page) {
    ReporterCounters counters = reporter.counters();
    page.counter("reports_sent_total", "Records that a receiver took.", counters.sent());
    page.counter("reports_failed_total", "Requests that failed.", counters.failed());
    page.counter("reports_refused_total", "Records refused for good.", counters.refused());
    page.gauge("outbox_entries", "Journal entries that wait on disk.", counters.waiting());
    page.counter("outbox_lost_total", "Journal entries dropped.", counters.lost());
  }

  private static void process(Page page) {
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Duration::toMillis)
        .ifPresent(millis -> page.seconds("process_cpu_seconds_total", "CPU time used.", millis));
    page.plain("process_resident_memory_bytes", "Memory in use.", "gauge", residentBytes());
  }

  /** 0 where there is no /proc. */
  private static long residentBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  /** Builds the text. */
  private static final class Page {
    private static final String PREFIX = "freehold_";
    private final StringBuilder text = new StringBuilder(4096);

    void counter(String name, String help, long value) {
      plain(PREFIX + name, help, "counter", value);
    }

    void gauge(String name, String help, long value) {
      plain(PREFIX + name, help, "gauge", value);
    }

    void seconds(String name, String help, long millis) {
      head(name, help, "counter");
      line(name, String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000));
    }

    void plain(String name, String help, String type, long value) {
      head(name, help, type);
      line(name, Long.toString(value));
    }

    void head(String name, String help, String type) {
      text.append("# HELP ").append(name).append(' ').append(help).append('\n');
      text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void line(String name, String value) {
      text.append(name).append(' ').append(value).append('\n');
    }
  }
}
