package io.freehold.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Observation;
import io.freehold.engine.Operation;
import io.freehold.engine.OperationRecord;
import io.freehold.engine.Prepared;
import io.freehold.engine.PreparedHook;
import io.freehold.engine.ResourceVersions;
import io.freehold.health.HealthRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one running operation: what is known of their objects, and what is under way for
 * them. Owned by the application's actor.
 */
final class HookDesk {
  /** How long an event about a hook that is being deleted is relied on. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final long number;
  private final Surroundings around;
  private final HealthRules health;
  private final Consumer<Message> post;
  private final Map<ObjectRef, List<PreparedHook>> hooks = new HashMap<>();
  private final Map<ObjectRef, PreparedHook> clearing = new HashMap<>();
  private final Map<ObjectRef, HealthState> healths = new HashMap<>();
  private final Map<ObjectRef, String> versions = new HashMap<>();
  private @Nullable OperationRecord saving;
  private @Nullable ApplicationStatus told;

  HookDesk(
      long number,
      Operation operation,
      Surroundings around,
      HealthRules health,
      Consumer<Message> post) {
    this.health = health;
    this.number = number;
    this.around = around;
    this.post = post;
    operation
        .plannedHooks()
        .forEach(
            hook -> hooks.computeIfAbsent(hook.object().ref(), _ -> new ArrayList<>()).add(hook));
  }

  /** Whether an object is one of the hooks. */
  boolean runs(ObjectRef ref) {
    return hooks.containsKey(ref);
  }

  /**
   * What is known of the health of hooks. One that the process before this one created may have
   * ended while none ran, and no event tells of it any more: it is looked at.
   */
  Map<ObjectRef, HealthState> healths(Set<ObjectRef> refs) {
    Map<ObjectRef, HealthState> known = new HashMap<>(healths);
    known.keySet().retainAll(refs);
    refs.stream()
        .filter(ref -> runs(ref) && !known.containsKey(ref))
        .map(ref -> hooks.getOrDefault(ref, List.of()))
        .forEach(same -> lookAt(same.getFirst().object()));
    return known;
  }

  private void lookAt(Prepared hook) {
    around
        .threads()
        .execute(() -> {
          try {
            post.accept(new Message.ObjectLooked(hook.ref(), around.writer().look(hook)));
          } catch (ClusterUnreachableException _) {
            around.timer().after(LOOK_AGAIN, () -> lookAt(hook));
          }
        });
  }

  /** The answer to a look. */
  void looked(ObjectRef ref, Optional<LiveObject> live) {
    if (runs(ref) && !healths.containsKey(ref)) {
      live.ifPresent(this::seen);
      healths.putIfAbsent(ref, HealthState.MISSING);
    }
  }

  /** A hook was applied; it may have finished, and been seen so, before that was answered. */
  void written(ObjectRef ref, WriteOutcome.Written written) {
    String seen = versions.getOrDefault(ref, "");
    if (runs(ref)
        && (seen.isEmpty() || ResourceVersions.isNewer(written.resourceVersion(), seen))) {
      versions.put(ref, written.resourceVersion());
      healths.put(ref, written.health().status());
    }
  }

  /** A hook of this operation is there in a new version. */
  void seen(LiveObject live) {
    List<PreparedHook> ours = hooks.getOrDefault(live.ref(), List.of());
    if (ours.stream().anyMatch(hook -> hook.created(live))) {
      // Being deleted, as by a TTL, says nothing of how it went: our finalizer holds it.
      ObjectNode content = live.content().deepCopy();
      content.withObjectProperty("metadata").remove("deletionTimestamp");
      healths.put(live.ref(), health.of(content).status());
      versions.put(live.ref(), live.resourceVersion());
    }
  }

  /** A hook is gone: it made room, or vanished while it ran. */
  void gone(ObjectRef ref) {
    PreparedHook waiting = clearing.get(ref);
    if (waiting != null) {
      look(waiting);
    } else if (healths.containsKey(ref)) {
      healths.put(ref, HealthState.MISSING);
    }
  }

  /** Whether the status has to be written before anything goes on. */
  boolean saving() {
    return saving != null;
  }

  /** The next status that says as much as a record is waited for. */
  void save(OperationRecord record) {
    saving = record;
    ApplicationStatus last = told;
    if (last != null && SyncLog.says(last, record)) {
      // Nothing changed since, so nothing will be written.
      post.accept(new Message.StatusWritten(last));
    }
  }

  void clear(PreparedHook hook) {
    healths.remove(hook.object().ref());
    versions.remove(hook.object().ref());
    clearing.put(hook.object().ref(), hook);
    look(hook);
  }

  void end(PreparedHook hook, boolean delete) {
    around
        .threads()
        .execute(() ->
            post.accept(
                new Message.HookEnded(number, hook, around.writer().hooks().end(hook, delete))));
  }

  /** Takes a message about hooks; what it means for the operation, if anything. */
  Optional<Observation> receive(Message message) {
    return switch (message) {
      case Message.StatusWritten(ApplicationStatus status) -> written(status);
      case Message.HookCleared(long operation, PreparedHook hook, HookWriter.Clearing result)
          when operation == number && clearing.containsKey(hook.object().ref()) ->
          cleared(hook, result);
      case Message.HookDue(long operation, PreparedHook hook) -> {
        if (operation == number && clearing.containsKey(hook.object().ref())) {
          look(hook);
        }
        yield Optional.empty();
      }
      case Message.HookEnded(long operation, PreparedHook hook, String error)
          when operation == number ->
          Optional.of(new Observation.HookEnded(hook.object().ref(), error));
      default -> Optional.empty();
    };
  }

  private Optional<Observation> written(ApplicationStatus status) {
    told = status;
    if (saving == null || !SyncLog.says(status, saving)) {
      return Optional.empty();
    }
    saving = null;
    return Optional.of(new Observation.Saved());
  }

  private Optional<Observation> cleared(PreparedHook hook, HookWriter.Clearing result) {
    ObjectRef ref = hook.object().ref();
    return switch (result) {
      case HookWriter.Clearing.Cleared() -> {
        clearing.remove(ref);
        yield Optional.of(new Observation.HookCleared(ref));
      }
      case HookWriter.Clearing.Waiting() -> {
        around.timer().after(LOOK_AGAIN, () -> post.accept(new Message.HookDue(number, hook)));
        yield Optional.empty();
      }
      case HookWriter.Clearing.Refused(String why) -> {
        clearing.remove(ref);
        yield Optional.of(new Observation.NotDeleted(ref, why));
      }
    };
  }

  private void look(PreparedHook hook) {
    around
        .threads()
        .execute(() ->
            post.accept(
                new Message.HookCleared(number, hook, around.writer().hooks().clear(hook))));
  }
}
