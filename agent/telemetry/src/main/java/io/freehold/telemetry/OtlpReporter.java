package io.freehold.telemetry;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports over OTLP/HTTP. Callers leave states and entries; one virtual thread takes them away. */
public final class OtlpReporter implements Reporter {
  private static final Logger log = LoggerFactory.getLogger(OtlpReporter.class);

  private final ReporterSettings settings;
  private final Clock clock;
  private final Outbox outbox;
  private final Tokens tokens;
  private final Postman postman;
  private final HintListener hints;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock, as all below.
  private final States states;
  private ReportTarget target = ReportTarget.NONE;
  private boolean closing;

  private OtlpReporter(ReporterSettings settings) {
    this.settings = settings;
    this.clock = settings.clock();
    this.states = new States(settings.random());
    var sequence = Sequence.open(settings.directory().resolve("sequence"), clock);
    this.outbox = Outbox.open(settings.directory().resolve("outbox"), settings.outbox(), sequence);
    this.tokens = new Tokens(settings.cluster(), settings.key(), clock);
    this.postman = new Postman(settings, sequence, outbox, tokens);
    this.hints = new HintListener(tokens, settings.onHint(), settings.random(), settings.tls());
    this.thread = Thread.ofVirtual().name("reporter").unstarted(this::run);
  }

  /**
   * Starts a reporter without a target. It creates its folder when needed.
   *
   * @throws UncheckedIOException when its folder cannot be used
   */
  public static OtlpReporter start(ReporterSettings settings) {
    try {
      Files.createDirectories(settings.directory());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + settings.directory(), e);
    }
    var reporter = new OtlpReporter(settings);
    reporter.thread.start();
    reporter.hints.start();
    return reporter;
  }

  @Override
  public void cluster(ClusterReport report) {
    change(() -> states.cluster(report, clock.instant()));
  }

  @Override
  public void application(ApplicationReport report) {
    change(() -> states.application(report, clock.instant()));
  }

  @Override
  public void applicationGone(ApplicationId application) {
    change(() -> states.gone(application, clock.instant()));
  }

  @Override
  public void journal(JournalEntry entry) {
    outbox.append(sequence -> Signals.content(settings.cluster(), sequence, entry));
    change(() -> {});
  }

  @Override
  public void target(ReportTarget newTarget) {
    hints.target(newTarget.endpoint());
    change(() -> {
      if (!target.equals(newTarget)) {
        target = newTarget;
        states.restart(newTarget.interval(), clock.instant());
        postman.restart();
        log.info(
            "Reporting to {} every {}",
            newTarget.none() ? "nobody" : newTarget.endpoint(),
            newTarget.interval());
      }
    });
  }

  @Override
  public ReporterCounters counters() {
    return postman.counters();
  }

  @Override
  public void close() {
    hints.close();
    change(() -> closing = true);
    try {
      if (!thread.join(settings.closeTimeout())) {
        log.info("The last reports could not be delivered in time; the journal stays on disk");
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    outbox.close();
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try (postman) {
      Optional<Work> work = nextWork();
      while (work.isPresent()) {
        deliver(work.get());
        work = nextWork();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until there is something to do; empty when there is nothing left to do before closing.
   */
  private Optional<Work> nextWork() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Instant now = clock.instant();
        if (closing) {
          states.hurry(now);
        }
        Optional<Instant> due = due(now);
        if (due.isPresent() && !due.get().isAfter(now)) {
          return Optional.of(
              new Work(target, states.cluster(), states.due(now, Postman.MAX_STATES)));
        }
        if (closing) {
          return Optional.empty();
        }
        if (due.isPresent()) {
          changed.await(Duration.between(now, due.get()).toNanos(), TimeUnit.NANOSECONDS);
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<Instant> due(Instant now) {
    if (outbox.unsynced()) {
      return Optional.of(now);
    }
    if (target.none()) {
      return Optional.empty();
    }
    Optional<Instant> work = outbox.waiting() > 0 ? Optional.of(now) : states.nextDue();
    return work.map(at -> at.isAfter(postman.notBefore()) ? at : postman.notBefore());
  }

  private void deliver(Work work) {
    outbox.sync();
    if (work.target().none() || clock.instant().isBefore(postman.notBefore())) {
      return;
    }
    try {
      if (postman.states(work)) {
        lock.lock();
        try {
          states.done(work.picks(), clock.instant());
        } finally {
          lock.unlock();
        }
        postman.journal(work);
      }
    } catch (RuntimeException e) {
      // A defect of ours must not end reporting for good.
      log.error("Reporting failed; trying again later", e);
      postman.failed();
    }
  }
}
