package io.freehold.engine;

import io.freehold.api.ObjectRef;
import io.freehold.engine.OperationRecord.Ending;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an operation has done and found out so far.
 *
 * @param tally what it changed
 * @param failures objects that were refused, and why
 * @param hooks how far the hooks are that were created
 * @param pruned whether the time for pruning is over
 * @param unconfirmed what would be pruned if a person agreed
 * @param ending how the operation ends, once that is decided
 */
record Progress(
    Tally tally,
    SortedMap<ObjectRef, String> failures,
    SortedMap<HookKey, HookOutcome> hooks,
    boolean pruned,
    List<ObjectRef> unconfirmed,
    Optional<Ending> ending) {

  /** Of an operation that finds some objects in place. */
  static Progress start(int inPlace) {
    return new Progress(
        new Tally(0, 0, inPlace, 0),
        new TreeMap<>(),
        new TreeMap<>(),
        false,
        List.of(),
        Optional.empty());
  }

  /** Of an operation that was interrupted; hooks that failed before are failures now. */
  Progress resumed(OperationRecord record) {
    SortedMap<ObjectRef, String> failed = new TreeMap<>();
    record
        .hooks()
        .forEach((hook, outcome) -> {
          if (outcome == HookOutcome.FAILED) {
            failed.put(hook.ref(), HookSteps.FAILED);
          }
        });
    return new Progress(tally, failed, record.hooks(), false, List.of(), record.ending());
  }

  Progress with(Tally newTally) {
    return new Progress(newTally, failures, hooks, pruned, unconfirmed, ending);
  }

  Progress with(Ending newEnding) {
    return new Progress(tally, failures, hooks, pruned, unconfirmed, Optional.of(newEnding));
  }

  Progress withPruned() {
    return new Progress(tally, failures, hooks, true, unconfirmed, ending);
  }

  Progress withUnconfirmed(List<Owned> objects) {
    List<ObjectRef> refs = objects.stream().map(Owned::ref).sorted().toList();
    return new Progress(tally, failures, hooks, pruned, refs, ending);
  }

  Progress withHook(HookKey key, HookOutcome outcome) {
    SortedMap<HookKey, HookOutcome> more = new TreeMap<>(hooks);
    more.put(key, outcome);
    return new Progress(tally, failures, more, pruned, unconfirmed, ending);
  }

  Progress withFailure(ObjectRef ref, String message) {
    SortedMap<ObjectRef, String> more = new TreeMap<>(failures);
    more.put(ref, message);
    return new Progress(tally, more, hooks, pruned, unconfirmed, ending);
  }
}
