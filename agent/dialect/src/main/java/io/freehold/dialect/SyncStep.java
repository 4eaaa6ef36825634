package io.freehold.dialect;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.dialect.ArgoStatus.OperationState;
import io.freehold.engine.HookDeletePolicy;
import io.freehold.engine.SyncPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides what a running sync does next, from what it has to do, what came out so far and what is
 * in the cluster. It keeps nothing between two decisions but the results, which are in the status
 * of the Application, so that a restarted agent decides the same.
 */
public final class SyncStep {
  private final List<SyncWork> all;
  private final SyncResults results;
  private final ObjectHealth healths;
  private final Predicate<SyncWork> wanted;

  /**
   * @param all everything that the sync has to do, in order
   * @param results what came out so far
   * @param wanted what is to be applied at all, of what is pending
   */
  public SyncStep(
      List<SyncWork> all, SyncResults results, ObjectHealth healths, Predicate<SyncWork> wanted) {
    this.all = List.copyOf(all);
    this.results = results;
    this.healths = healths;
    this.wanted = wanted;
  }

  /** What comes next. */
  public sealed interface Next {
    /** Something has to happen in the cluster first. */
    record Wait(String message) implements Next {}

    /**
     * These are done now.
     *
     * @param more whether anything is left after them
     */
    record Run(List<SyncWork> work, boolean more) implements Next {}

    /** It failed; these hooks run because of that, and then it is over. */
    record RunAfterFailure(List<SyncWork> work, String message) implements Next {}

    /** It is over. */
    record End(String phase, String message) implements Next {}
  }

  /** Takes what is in the cluster into the results, then decides. */
  public Next next() {
    look();
    boolean multiStep = all.stream().anyMatch(work -> !work.together(all.getFirst()));
    List<SyncWork> running =
        all.stream().filter(work -> (multiStep || work.hook()) && results.running(work)).toList();
    if (!running.isEmpty()) {
      return new Next.Wait(waitingFor(running));
    }
    List<SyncWork> vanishing =
        all.stream()
            .filter(work -> results.status(work).equals(SyncResults.PRUNED))
            .filter(work -> work.live() != null && deleting(work))
            .toList();
    if (!vanishing.isEmpty()) {
      return new Next.Wait("waiting for deletion of " + some(vanishing));
    }
    List<SyncWork> main = all.stream().filter(work -> work.phase() != SyncPhase.SYNC_FAIL).toList();
    if (main.stream().anyMatch(results::failed)) {
      return afterFailure("one or more synchronization tasks completed unsuccessfully");
    }
    List<SyncWork> pending = main.stream().filter(results::pending).filter(wanted).toList();
    if (pending.isEmpty()) {
      return new Next.End(OperationState.SUCCEEDED, "successfully synced (no more tasks)");
    }
    List<SyncWork> now =
        pending.stream().filter(work -> work.together(pending.getFirst())).toList();
    boolean more =
        pending.stream().anyMatch(work -> work.hook() || !work.together(pending.getFirst()));
    return new Next.Run(now, more);
  }

  /** Decides what follows a failure. */
  public Next afterFailure(String message) {
    List<SyncWork> hooks =
        all.stream().filter(work -> work.phase() == SyncPhase.SYNC_FAIL).toList();
    List<SyncWork> pending = hooks.stream().filter(results::pending).toList();
    if (!pending.isEmpty()) {
      return new Next.RunAfterFailure(pending, message);
    }
    return hooks.stream().allMatch(results::completed)
        ? new Next.End(OperationState.FAILED, reasons(message))
        : new Next.Wait(waitingFor(hooks.stream().filter(results::running).toList()));
  }

  /** Hooks that are over: their finalizer goes. */
  public List<SyncWork> completedHooks() {
    return all.stream()
        .filter(work -> work.hook() && work.live() != null && results.completed(work))
        .toList();
  }

  /** Hooks that are deleted at the end. */
  public List<SyncWork> deletedAtEnd(boolean success) {
    HookDeletePolicy policy =
        success ? HookDeletePolicy.HOOK_SUCCEEDED : HookDeletePolicy.HOOK_FAILED;
    return all.stream()
        .filter(work -> work.live() != null && results.completed(work) && work.deletes(policy))
        .toList();
  }

  private void look() {
    for (SyncWork work : all) {
      if (!results.running(work)) {
        continue;
      }
      if (work.live() == null) {
        if (!work.prunes()) {
          results.set(work, "", OperationState.ERROR, "resource not found in the cluster");
        }
        continue;
      }
      Optional<Health> health = healths.of(work.live().content());
      if (work.hook()) {
        hook(work, health);
      } else if (health.isEmpty()) {
        results.set(work, "", OperationState.SUCCEEDED, "");
      } else if (health.get().status() == HealthState.HEALTHY) {
        results.set(work, "", OperationState.SUCCEEDED, health.get().message());
      } else if (health.get().status() == HealthState.DEGRADED) {
        results.set(work, "", OperationState.FAILED, health.get().message());
      }
    }
  }

  private void hook(SyncWork work, Optional<Health> health) {
    if (health.isEmpty()) {
      results.set(work, "", OperationState.SUCCEEDED, "");
      return;
    }
    String message = health.get().message();
    switch (health.get().status()) {
      case HEALTHY -> results.set(work, "", OperationState.SUCCEEDED, message);
      case DEGRADED, UNKNOWN -> results.set(work, "", OperationState.FAILED, message);
      case PROGRESSING, SUSPENDED, MISSING ->
          results.set(work, "", OperationState.RUNNING, message);
    }
  }

  private String reasons(String message) {
    List<String> refused = new ArrayList<>();
    for (SyncWork work : all) {
      if (results.status(work).equals(SyncResults.SYNC_FAILED)) {
        results.list().stream()
            .filter(result ->
                result.name().equals(work.ref().name())
                    && result.kind().equals(work.ref().kind())
                    && result.syncPhase().equals(work.phase().text()))
            .findFirst()
            .ifPresent(result -> refused.add(result.message()));
      }
    }
    return refused.isEmpty() ? message : message + ", reason: " + String.join(",", refused);
  }

  private static boolean deleting(SyncWork work) {
    return work.live() != null
        && work.live().content().path("metadata").hasNonNull("deletionTimestamp");
  }

  /** One line that names the first and counts the others. */
  public static String waitingFor(List<SyncWork> running) {
    boolean hooks = running.stream().anyMatch(SyncWork::hook);
    return (hooks ? "waiting for completion of hook " : "waiting for healthy state of ")
        + some(running);
  }

  private static String some(List<SyncWork> work) {
    if (work.isEmpty()) {
      return "nothing";
    }
    SyncWork first = work.getFirst();
    String name =
        (first.ref().group().isEmpty() ? "" : first.ref().group() + "/")
            + first.ref().kind()
            + "/"
            + first.ref().name();
    return work.size() == 1
        ? name
        : name + " and " + (work.size() - 1) + " more " + (first.hook() ? "hooks" : "resources");
  }
}
