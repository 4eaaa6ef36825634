package io.freehold.engine;

import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.OperationRecord.Ending;
import java.util.List;
import java.util.Set;

/** Says in one sentence for people what an operation does or how it ended. */
final class OperationMessage {
  private OperationMessage() {}

  static String of(Operation operation) {
    return switch (operation.state()) {
      case OperationState.Saving _ -> "writing down how far it is";
      case OperationState.Checking checking -> "checking " + step(operation, checking.group());
      case OperationState.Clearing clearing ->
          "waiting for %s of an earlier sync to go".formatted(Failures.some(clearing.inFlight()));
      case OperationState.Applying applying ->
          "applying %s of revision %s"
              .formatted(step(operation, applying.group()), operation.desired().revision());
      case OperationState.Waiting waiting -> waitingFor(operation, waiting.remaining());
      case OperationState.Listing _ -> "looking for objects to prune";
      case OperationState.Pruning pruning ->
          "pruning %s".formatted(Failures.some(pruning.stages().get(pruning.stage())));
      case OperationState.Vanishing vanishing ->
          "waiting for %s to be gone".formatted(Failures.some(vanishing.remaining()));
      case OperationState.Draining _ ->
          operation.ending().map(Ending::phase).orElse(OperationPhase.SUPERSEDED)
                  == OperationPhase.SUPERSEDED
              ? "a newer revision takes over"
              : "stopping";
      case OperationState.Tidying tidying -> "tidying up " + Failures.some(tidying.inFlight());
      case OperationState.Ended ended -> ended.message();
    };
  }

  private static String step(Operation operation, int group) {
    Group about = operation.groups().get(group);
    String wave = "wave " + about.wave();
    return about.phase() == SyncPhase.SYNC ? wave : about.phase() + " " + wave;
  }

  private static String waitingFor(Operation operation, Set<ObjectRef> remaining) {
    List<ObjectRef> running = operation.running();
    return running.containsAll(remaining)
        ? "waiting for %s to finish".formatted(Failures.some(remaining))
        : "waiting for %s to become healthy".formatted(Failures.some(remaining));
  }
}
