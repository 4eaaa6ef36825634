package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.JournalEntry;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Prepared;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about the drift of one application's objects. Owned by its actor. */
final class DriftActions implements DriftKeeper.Host {
  private static final Logger LOG = LoggerFactory.getLogger(DriftActions.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ApplicationId id;
  private final Surroundings around;
  private final StatusBoard board;
  private final ObjectWrites writes;
  private final Consumer<Message> post;
  private final BooleanSupplier repairs;

  DriftActions(
      ApplicationId id,
      Surroundings around,
      StatusBoard board,
      ObjectWrites writes,
      Consumer<Message> post,
      BooleanSupplier repairs) {
    this.id = id;
    this.around = around;
    this.board = board;
    this.writes = writes;
    this.post = post;
    this.repairs = repairs;
  }

  @Override
  public boolean repairs() {
    return repairs.getAsBoolean();
  }

  @Override
  public void repair(Prepared object) {
    writes.apply(ObjectWrites.REPAIR, object);
  }

  @Override
  public void look(Prepared object) {
    around
        .threads()
        .execute(() -> {
          try {
            post.accept(new Message.ObjectLooked(object.ref(), around.writer().look(object)));
          } catch (RuntimeException e) {
            LOG.warn("{} could not be looked at: {}", object.ref(), e.getMessage());
            remind(object.ref(), AFTER_FAILURE);
          }
        });
  }

  @Override
  public void compare(Prepared object, WriteRules rules) {
    around
        .threads()
        .execute(() ->
            compared(
                rules,
                new Message.Compared(Survey.NONE, object, around.writer().compare(object, rules))));
  }

  private void compared(WriteRules rules, Message.Compared answer) {
    if (answer.result() instanceof Comparison.Untold untold
        && untold.why().retry() == ApplyResult.Retry.LATER) {
      around.timer().after(AFTER_FAILURE, () -> compare(answer.object(), rules));
    } else {
      post.accept(answer);
    }
  }

  @Override
  public void remind(ObjectRef ref, Duration pause) {
    around.timer().after(pause, () -> post.accept(new Message.RepairDue(ref)));
  }

  @Override
  public void journal(JournalEntry.Drift change, String message) {
    LOG.info("{}: {}", id, message);
    around.metrics().drifts.increment();
    if (change.repaired()) {
      board.driftRepaired();
      around.metrics().driftRepairs.increment();
    }
    around
        .reporter()
        .journal(JournalEntry.drift(id, around.clock().instant().toString(), change, message));
  }
}
