package io.freehold.engine;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Operation.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays the cluster for one operation, by the names of its objects. */
final class Driver {
  Operation operation;
  boolean inventoryAsked;
  @Nullable OperationRecord saved;
  private final List<String> asked = new ArrayList<>();
  private final Map<String, ObjectRef> refs = new HashMap<>();

  private Driver(Operation operation) {
    this.operation = operation;
    operation.desired().objects().forEach(object -> refs.put(object.ref().name(), object.ref()));
    operation
        .plannedHooks()
        .forEach(hook -> refs.put(hook.object().ref().name(), hook.object().ref()));
  }

  static Driver start(Desired desired, OperationPolicy policy) {
    return start(Operation.plan(desired, _ -> false, policy, 1));
  }

  static Driver start(Operation operation) {
    Driver driver = new Driver(operation);
    driver.take(operation.start());
    return driver;
  }

  /** What has been asked for since the last call. */
  List<String> asked() {
    List<String> result = List.copyOf(asked);
    asked.clear();
    return result;
  }

  void take(Step step) {
    operation = step.operation();
    for (Command command : step.commands()) {
      switch (command) {
        case Command.Apply(Prepared object, Duration pause) ->
            asked.add(object.ref().name() + (pause.isZero() ? "" : " after " + pause));
        case Command.Delete(Owned object) -> {
          refs.put(object.ref().name(), object.ref());
          asked.add("delete " + object.ref().name());
        }
        case Command.TakeInventory() -> inventoryAsked = true;
        case Command.Check(Prepared object) -> asked.add("check " + object.ref().name());
        case Command.Save(OperationRecord record) -> {
          saved = record;
          asked.add("save");
        }
        case Command.ClearHook(PreparedHook hook) -> {
          refs.put(hook.object().ref().name(), hook.object().ref());
          asked.add("clear " + hook.object().ref().name());
        }
        case Command.EndHook(PreparedHook hook, boolean delete) ->
            asked.add((delete ? "end and delete " : "end ") + hook.object().ref().name());
        case Command.AwaitGone(java.util.Set<ObjectRef> gone) -> asked.add("await " + gone.size());
        case Command.Look _, Command.Wake _ -> {}
      }
    }
  }

  void observe(Observation observation) {
    take(operation.on(observation));
  }

  void applied(String name) {
    asked.remove(name);
    observe(new Observation.Applied(ref(name), Tally.Change.CREATED));
  }

  void refused(String name, ApplyResult.Retry retry) {
    asked.remove(name);
    observe(
        new Observation.Refused(ref(name), new ApplyResult.Rejected(retry, 422, "Invalid", "no")));
  }

  void health(String name, HealthState state) {
    observe(new Observation.Healths(Map.of(ref(name), state)));
  }

  void inventory(Owned... owned) {
    observe(new Observation.Inventory(List.of(owned)));
  }

  void saved() {
    asked.remove("save");
    observe(new Observation.Saved());
  }

  void cleared(String name) {
    asked.remove("clear " + name);
    observe(new Observation.HookCleared(ref(name)));
  }

  void ended(String name) {
    observe(new Observation.HookEnded(ref(name), ""));
  }

  void checked(String name) {
    asked.remove("check " + name);
    observe(new Observation.Checked(ref(name)));
  }

  void deleted(String name) {
    observe(new Observation.Deleted(ref(name)));
  }

  private ObjectRef ref(String name) {
    return java.util.Objects.requireNonNull(refs.get(name), name);
  }
}
