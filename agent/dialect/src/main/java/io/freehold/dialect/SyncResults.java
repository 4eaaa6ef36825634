package io.freehold.dialect;

import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoStatus.OperationState;
import io.freehold.dialect.ArgoStatus.Result;
import io.freehold.engine.HookType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came out so far of a sync, object by object and phase by phase. Thread safe. */
public final class SyncResults {
  /** Values of {@link Result#status}. */
  public static final String SYNCED = "Synced";

  /** The object was refused. */
  public static final String SYNC_FAILED = "SyncFailed";

  /** The object was deleted. */
  public static final String PRUNED = "Pruned";

  /** The object would have been deleted. */
  public static final String PRUNE_SKIPPED = "PruneSkipped";

  private final Map<Key, Result> results = new LinkedHashMap<>();

  private record Key(ObjectRef ref, String phase) {}

  /** Starts with what is known. */
  public SyncResults(List<Result> known) {
    known.forEach(result ->
        results.put(
            new Key(
                new ObjectRef(result.group(), result.kind(), result.namespace(), result.name()),
                result.syncPhase()),
            result));
  }

  /** Whether nothing came out yet. */
  public synchronized boolean isEmpty() {
    return results.isEmpty();
  }

  /** All results in the order in which they came. */
  public synchronized List<Result> list() {
    return List.copyOf(results.values());
  }

  /**
   * Notes a result; what is empty stays as it was.
   *
   * @param status what became of the object
   * @param phase how far it is, as phases of operations are named
   */
  public synchronized void set(SyncWork work, String status, String phase, String message) {
    Key key = new Key(work.ref(), work.phase().text());
    Result before = results.get(key);
    results.put(
        key,
        new Result(
            work.ref().group(),
            work.version(),
            work.ref().kind(),
            work.ref().namespace(),
            work.ref().name(),
            status.isEmpty() && before != null ? before.status() : status,
            message.isEmpty() && before != null ? before.message() : message,
            hookType(work),
            phase,
            work.phase().text()));
  }

  /** Notes what a write came to. */
  public void done(SyncWork work, String status, String message, boolean dryRun) {
    String phase =
        switch (status) {
          case SYNCED -> dryRun ? OperationState.SUCCEEDED : OperationState.RUNNING;
          case SYNC_FAILED -> OperationState.FAILED;
          default -> OperationState.SUCCEEDED;
        };
    set(work, status, phase, message);
  }

  /** How far something is: empty while nothing was done. */
  public synchronized String phase(SyncWork work) {
    Result result = results.get(new Key(work.ref(), work.phase().text()));
    return result == null ? "" : result.hookPhase();
  }

  /** What became of an object; empty while nothing was done. */
  public synchronized String status(SyncWork work) {
    Result result = results.get(new Key(work.ref(), work.phase().text()));
    return result == null ? "" : result.status();
  }

  boolean pending(SyncWork work) {
    return phase(work).isEmpty();
  }

  boolean running(SyncWork work) {
    return phase(work).equals(OperationState.RUNNING);
  }

  boolean completed(SyncWork work) {
    return !pending(work) && !running(work);
  }

  boolean failed(SyncWork work) {
    return completed(work) && !phase(work).equals(OperationState.SUCCEEDED);
  }

  private static String hookType(SyncWork work) {
    if (!work.hook()) {
      return "";
    }
    for (HookType type : HookType.values()) {
      if (type.phase().filter(work.phase()::equals).isPresent()) {
        return type.text();
      }
    }
    return "";
  }
}
