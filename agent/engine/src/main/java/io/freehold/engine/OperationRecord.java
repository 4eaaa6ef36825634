package io.freehold.engine;

import io.freehold.api.OperationPhase;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to survive a crash so that an operation goes on where it was. Everything else is found
 * again in Git and in the cluster: applying an object a second time changes nothing.
 *
 * @param id the operation
 * @param digest digest of what it applies
 * @param attempt 1 for the first try
 * @param hooks how far its hooks are
 * @param ending how it ends, once that is decided and only its hooks are left to tidy up
 */
public record OperationRecord(
    OperationId id,
    String digest,
    int attempt,
    SortedMap<HookKey, HookOutcome> hooks,
    Optional<Ending> ending) {
  public OperationRecord {
    hooks = new TreeMap<>(hooks);
  }

  /** How an operation ends. */
  public record Ending(OperationPhase phase, String message) {}

  /** Whether a hook is over in a way that its phase may go on. */
  boolean succeeded(HookKey key) {
    return hooks.get(key) == HookOutcome.SUCCEEDED;
  }
}
