package io.freehold.runtime;

import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoStatus;
import io.freehold.engine.ResourceVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one Argo CD Application: runs on a thread of its own as long as there is something to
 * do, never twice at a time, and whatever happens meanwhile makes it look once more. Between two
 * looks it costs nothing. Thread safe.
 */
final class ArgoActor {
  private static final Logger LOG = LoggerFactory.getLogger(ArgoActor.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final String name;
  private final ArgoSurroundings around;
  private final ArgoComparer comparer;
  private final ArgoOperations operations;
  private final ArgoRefresh refresh;
  private final ArgoDeletion deletion;
  private final ArgoReports reports;
  // Guarded by this.
  private ArgoApplication newest;
  private boolean running;
  private boolean again;
  private boolean vanished;
  // Only used by the one run at a time.
  private boolean seenBefore;
  private long generation = -1;

  ArgoActor(ArgoApplication application, ArgoSurroundings around) {
    this.name = application.metadata().name();
    this.around = around;
    this.newest = application;
    this.comparer = new ArgoComparer(name, around, this::wake);
    this.operations = new ArgoOperations(name, around, comparer, this::wake);
    this.refresh = new ArgoRefresh(around, comparer, this::wake);
    this.deletion = new ArgoDeletion(name, around, comparer, this::wake);
    this.reports = new ArgoReports(around.reporter());
    around.objects().follow(name, this::wake);
  }

  /** The Application is there with this content. */
  void changed(ArgoApplication application) {
    if (take(application)) {
      wake();
    }
  }

  /** The Application no longer exists. */
  void vanished() {
    synchronized (this) {
      vanished = true;
    }
    around.objects().forget(name);
    wake();
  }

  /** Something that a decision depends on may have changed. */
  void wake() {
    synchronized (this) {
      if (running) {
        again = true;
        return;
      }
      running = true;
    }
    around.threads().execute(this::work);
  }

  private synchronized boolean take(ArgoApplication application) {
    boolean other = !application.metadata().uid().equals(newest.metadata().uid());
    boolean newer =
        ResourceVersions.isNewer(
            application.metadata().resourceVersion(), newest.metadata().resourceVersion());
    if (other || newer) {
      newest = application;
    }
    return other || newer;
  }

  private synchronized ArgoApplication newest() {
    return newest;
  }

  private void work() {
    boolean more = true;
    while (more) {
      try {
        look();
        tell();
      } catch (RuntimeException e) {
        LOG.error("{}: looking after it failed, again in {} s", name, AFTER_FAILURE.toSeconds(), e);
        around.timer().after(AFTER_FAILURE, this::wake);
      }
      synchronized (this) {
        more = again;
        again = false;
        running = more;
      }
    }
  }

  private void tell() {
    ArgoApplication now;
    synchronized (this) {
      if (vanished) {
        return;
      }
      now = newest;
    }
    reports.tell(now);
  }

  private void look() {
    synchronized (this) {
      if (vanished) {
        comparer.close();
        refresh.close();
        reports.gone(newest.id());
        return;
      }
    }
    ArgoApplication application = newest();
    if (application.annotation(ArgoNames.SKIP_RECONCILE).equals("true")) {
      return;
    }
    String asked = application.annotation(ArgoNames.REFRESH);
    if (application.metadata().deleting()) {
      ArgoApplication before = application;
      follow(deletion.step(before, !asked.isEmpty()), before);
      if (!asked.isEmpty()) {
        around.store().write(new ArgoStore.Change(newest()).refreshed()).ifPresent(this::take);
      }
      return;
    }
    boolean hadOperation = application.operation() != null;
    Optional<ArgoApplication> after = operations.proceed(application);
    if (after.isEmpty()) {
      again(AFTER_FAILURE);
      return;
    }
    take(after.get());
    boolean ended = hadOperation && after.get().operation() == null;
    boolean changed = after.get().metadata().generation() != generation;
    boolean look = !asked.isEmpty() || ended || !seenBefore || changed;
    ArgoRefresh.Result result = refresh.refresh(after.get(), look, !asked.isEmpty());
    ArgoApplication now = result.application().orElse(null);
    if (now == null) {
      again(AFTER_FAILURE);
      return;
    }
    seenBefore = true;
    generation = now.metadata().generation();
    take(now);
    keepFinalizers(now, result);
    if (result.started()) {
      wake();
    }
  }

  /** Goes on at once after a step of the deletion that changed something. */
  private void follow(Optional<ArgoApplication> after, ArgoApplication before) {
    after.ifPresent(now -> {
      take(now);
      if (!now.metadata().finalizers().equals(before.metadata().finalizers())) {
        wake();
      }
    });
  }

  private void again(Duration pause) {
    around.timer().after(pause, this::wake);
  }

  /** Applications with hooks of their deletion must not vanish before these have run. */
  private void keepFinalizers(ArgoApplication application, ArgoRefresh.Result result) {
    List<String> missing = ArgoDeletion.missing(application, result.deletionHooks());
    if (!missing.isEmpty()) {
      List<String> all = new ArrayList<>(application.metadata().finalizers());
      all.addAll(missing);
      around.store().finalizers(application, all).ifPresent(this::take);
    }
  }

  /** The status as it was last known. */
  ArgoStatus status() {
    return newest().status();
  }
}
