package io.freehold.runtime;

import io.freehold.engine.ApplyResult;
import io.freehold.engine.Prepared;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Compares objects in the cluster with what Git wants, without writing any: what an application
 * that must not revert drift does instead of a sync when the process is new. A few at a time; what
 * cannot be told now is asked again. Owned by the application's actor.
 */
final class Survey {
  /** Stands for no survey: a single object was compared because of an event. */
  static final long NONE = 0;

  private static final int AT_ONCE = 8;
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Surroundings around;
  private final ObjectTable table;
  private final Consumer<Message> post;
  private final Deque<Prepared> left = new ArrayDeque<>();
  private long number;
  private int asked;

  Survey(Surroundings around, ObjectTable table, Consumer<Message> post) {
    this.table = table;
    this.around = around;
    this.post = post;
  }

  boolean running() {
    return asked > 0;
  }

  /** Compares these objects; what is still to come of an earlier survey is forgotten. */
  void start(Collection<Prepared> objects) {
    cancel();
    left.addAll(objects);
    askMore();
  }

  /** Ends at once. */
  void cancel() {
    number++;
    left.clear();
    asked = 0;
  }

  /** Whether an answer is of this survey and tells something; one that does not is asked again. */
  boolean counts(Message.Compared answer) {
    if (answer.survey() != number) {
      return false;
    }
    if (answer.result() instanceof Comparison.Untold untold
        && untold.why().retry() == ApplyResult.Retry.LATER) {
      long current = number;
      WriteRules rules = table.rules().of(answer.object());
      around.timer().after(AGAIN, () -> ask(current, answer.object(), rules));
      return false;
    }
    asked--;
    askMore();
    return true;
  }

  /** Compares an object once more, because it changed meanwhile. */
  void again(Prepared object) {
    left.add(object);
    askMore();
  }

  private void askMore() {
    while (asked < AT_ONCE && !left.isEmpty()) {
      asked++;
      Prepared object = left.remove();
      ask(number, object, table.rules().of(object));
    }
  }

  private void ask(long current, Prepared object, WriteRules rules) {
    around
        .threads()
        .execute(() ->
            post.accept(
                new Message.Compared(current, object, around.writer().compare(object, rules))));
  }
}
