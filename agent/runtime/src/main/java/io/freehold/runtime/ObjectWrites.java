package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.Propagation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Owned;
import io.freehold.engine.Prepared;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends an application's writes to the cluster, never two of one object at a time. Owned by the
 * application's actor; the writes run elsewhere and answer with a message.
 */
final class ObjectWrites {
  /** Stands for no operation: the write is a repair. */
  static final long REPAIR = 0;

  private final ApplicationId id;
  private final Surroundings around;
  private final ObjectTable table;
  private final Consumer<Message> post;

  ObjectWrites(ApplicationId id, Surroundings around, ObjectTable table, Consumer<Message> post) {
    this.id = id;
    this.around = around;
    this.table = table;
    this.post = post;
  }

  /** Applies an object after a pause, and after the write of it that is on its way. */
  void apply(long operation, Prepared object, Duration pause) {
    if (pause.isZero()) {
      apply(operation, object);
    } else {
      around.timer().after(pause, () -> post.accept(new Message.WriteDue(operation, object)));
    }
  }

  /** Applies an object, after the write of it that is on its way. */
  void apply(long operation, Prepared object) {
    ObjectEntry entry = table.find(object.ref()).orElse(null);
    if (entry == null || around.router().claimedByOther(object.ref(), id)) {
      post.accept(new Message.WriteDone(operation, object, notOurs(object.ref())));
    } else if (entry.busy && operation != REPAIR) {
      entry.next = () -> apply(operation, object);
    } else {
      entry.busy = true;
      WriteRules usual = table.rules().of(object);
      boolean mends = operation == REPAIR && entry.fought != null && entry.fought.concernsItems();
      WriteRules rules = mends ? usual.mending() : usual;
      around
          .threads()
          .execute(() ->
              post.accept(
                  new Message.WriteDone(operation, object, around.writer().write(object, rules))));
    }
  }

  /** Applies a hook after a pause; only operations write hooks, one at a time. */
  void applyHook(long operation, Prepared hook, Duration pause) {
    if (!pause.isZero()) {
      around.timer().after(pause, () -> post.accept(new Message.WriteDue(operation, hook)));
    } else if (around.router().claimedByOther(hook.ref(), id)) {
      post.accept(new Message.WriteDone(operation, hook, notOurs(hook.ref())));
    } else {
      WriteRules rules = WriteRules.plain(table.rules().health().rules());
      around
          .threads()
          .execute(() ->
              post.accept(
                  new Message.WriteDone(operation, hook, around.writer().write(hook, rules))));
    }
  }

  /** Deletes an object. */
  void delete(long operation, Owned object) {
    Propagation propagation = table.rules().options().propagation();
    around
        .threads()
        .execute(() ->
            post.accept(
                new Message.DeleteDone(
                    operation, object, around.writer().delete(object, propagation))));
  }

  private static WriteOutcome notOurs(ObjectRef ref) {
    return new WriteOutcome.NotWritten(
        new ApplyResult.Rejected(
            ApplyResult.Retry.LATER,
            0,
            "Claimed",
            ref + " is wanted by another application too; keep it in one of them"));
  }
}
