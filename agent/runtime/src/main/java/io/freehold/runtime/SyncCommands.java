package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.FieldChange;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Operation;
import io.freehold.engine.OperationRecord;
import io.freehold.engine.Owned;
import io.freehold.engine.Precheck;
import io.freehold.engine.Prepared;
import io.freehold.engine.PreparedHook;
import io.freehold.engine.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Carries out what one running operation asks for; each answer comes back as a message. Owned by
 * the application's actor.
 */
final class SyncCommands implements SyncRun.Host {
  private final ApplicationId id;
  private final Surroundings around;
  private final ObjectTable table;
  private final ObjectWrites writes;
  private final Consumer<Message> post;
  private final HookDesk hooks;
  private final boolean dryRun;
  private final Predicate<ObjectRef> pruned;
  private Set<KindName> notPruned = Set.of();

  /**
   * @param pruned what of the inventory the operation is told of
   */
  SyncCommands(
      ApplicationId id,
      long number,
      Operation operation,
      Predicate<ObjectRef> pruned,
      Surroundings around,
      ObjectTable table,
      ObjectWrites writes,
      Consumer<Message> post) {
    this.id = id;
    this.around = around;
    this.table = table;
    this.writes = writes;
    this.post = post;
    this.pruned = pruned;
    this.dryRun = operation.policy().check() == Precheck.DRY_RUN;
    this.hooks = new HookDesk(number, operation, around, table.rules().health().rules(), post);
  }

  /** The hooks of the operation. */
  HookDesk hooks() {
    return hooks;
  }

  /** The kinds of which nothing could be pruned, because they could not be listed. */
  Set<KindName> notPruned() {
    return notPruned;
  }

  /** What carries the application's label now, of the kinds that can be listed. */
  List<Owned> inventory() {
    Set<KindName> listed = around.watches().listed();
    notPruned = Set.copyOf(around.watches().unlisted().keySet());
    return around.router().inventory(id).stream()
        .filter(object -> !around.router().claimedByOther(object.ref(), id))
        .filter(object -> listed.contains(KindName.of(object.ref())))
        .filter(object -> pruned.test(object.ref()))
        .toList();
  }

  @Override
  public void apply(long operation, Prepared object, Duration pause) {
    if (hooks.runs(object.ref())) {
      writes.applyHook(operation, object, pause);
    } else {
      writes.apply(operation, object, pause);
    }
  }

  @Override
  public void delete(long operation, Owned object) {
    writes.delete(operation, object);
  }

  @Override
  public void takeInventory(long operation) {
    around.watches().whenComplete(() -> post.accept(new Message.InventoryReady(operation)));
  }

  @Override
  public void wake(long operation, Duration after, int ticket) {
    around.timer().after(after, () -> post.accept(new Message.WakeDue(operation, ticket)));
  }

  @Override
  public Set<ObjectRef> gone(Set<ObjectRef> refs) {
    return refs.stream()
        .filter(ref -> around.router().tracked(ref).isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Map<ObjectRef, HealthState> healths(Set<ObjectRef> refs) {
    Map<ObjectRef, HealthState> healths = new HashMap<>(table.healths(refs));
    healths.putAll(hooks.healths(refs));
    return healths;
  }

  @Override
  public void check(long operation, Prepared object) {
    WriteRules rules = table.rules().of(object);
    around
        .threads()
        .execute(() ->
            post.accept(
                dryRun
                    ? preview(operation, object, rules)
                    : new Message.CheckDone(
                        operation, object, around.writer().check(object), "", "")));
  }

  /** Asks for more than whether an object would be taken: also what would become of it. */
  private Message preview(long operation, Prepared object, WriteRules rules) {
    return switch (around.writer().compare(object, rules)) {
      case Comparison.Untold(ApplyResult.Rejected why) -> refused(operation, object, why);
      case Comparison.Absent _ ->
          around
              .writer()
              .check(object)
              .map(why -> refused(operation, object, why))
              .orElseGet(() ->
                  new Message.CheckDone(
                      operation, object, Optional.empty(), ResultBook.CREATED, ""));
      case Comparison.Present(LiveObject _, Verdict verdict) -> {
        List<String> fields = verdict.changes().stream().map(FieldChange::path).distinct().toList();
        yield new Message.CheckDone(
            operation,
            object,
            Optional.empty(),
            fields.isEmpty() ? ResultBook.UNCHANGED : ResultBook.UPDATED,
            String.join(", ", fields));
      }
    };
  }

  private static Message refused(long operation, Prepared object, ApplyResult.Rejected why) {
    return new Message.CheckDone(
        operation, object, Optional.of(why), ResultBook.REFUSED, why.message());
  }

  @Override
  public void save(long operation, OperationRecord record) {
    hooks.save(record);
  }

  @Override
  public void clearHook(long operation, PreparedHook hook) {
    hooks.clear(hook);
  }

  @Override
  public void endHook(long operation, PreparedHook hook, boolean delete) {
    hooks.end(hook, delete);
  }
}
