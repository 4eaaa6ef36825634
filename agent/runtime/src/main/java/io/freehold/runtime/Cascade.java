package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.Propagation;
import io.freehold.engine.Marks;
import io.freehold.engine.ObjectOptions;
import io.freehold.engine.Owned;
import io.freehold.engine.PruneRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an Application: its objects are deleted stage by stage, each after the one before is
 * gone, and then the Application itself is let go. Called by the application's actor; what other
 * threads set is volatile.
 */
final class Cascade {
  /** Number of the operation in its messages. */
  static final long NUMBER = -1;

  private static final Logger LOG = LoggerFactory.getLogger(Cascade.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ApplicationId id;
  private final Surroundings around;
  private final Consumer<Message> post;
  private final Runnable lookAgain;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile boolean complete;
  private boolean completing;
  private volatile boolean releasing;

  Cascade(ApplicationId id, Surroundings around, Consumer<Message> post, Runnable lookAgain) {
    this.id = id;
    this.around = around;
    this.post = post;
    this.lookAgain = lookAgain;
  }

  /**
   * Does the next thing.
   *
   * @param keep whether the objects stay
   * @return what is waited for
   */
  String step(Application application, boolean keep) {
    if (releasing || !application.metadata().finalizers().contains(Marks.FINALIZER)) {
      return "the Application is let go";
    }
    if (keep) {
      release(application);
      return "the objects are kept";
    }
    if (!complete) {
      takeInventory();
      return "looking for the objects to delete";
    }
    List<Owned> left =
        around.router().inventory(id).stream()
            .filter(object -> PruneRules.isOurs(object, id) && !object.outlives())
            .filter(object -> !around.router().claimedByOther(object.ref(), id))
            .toList();
    if (left.isEmpty()) {
      release(application);
      return "all objects are gone";
    }
    Set<KindName> listed = around.watches().listed();
    List<Owned> known =
        left.stream().filter(object -> listed.contains(KindName.of(object.ref()))).toList();
    if (known.isEmpty()) {
      return "%d objects cannot be listed and are not deleted, as %s"
          .formatted(left.size(), left.getFirst().ref());
    }
    boolean waiting =
        known.stream().anyMatch(object -> object.deleting() || asked.contains(object.uid()));
    if (!waiting) {
      boolean confirmed = application.metadata().annotations().containsKey(ObjectOptions.APPROVED);
      List<List<Owned>> stages = PruneRules.deletion(id, known, confirmed);
      if (stages.isEmpty()) {
        return "%s and %d others are deleted once a person agrees by the annotation %s"
            .formatted(known.getFirst().ref(), known.size() - 1, ObjectOptions.APPROVED);
      }
      Propagation propagation = application.spec().sync().options().propagation();
      stages.getFirst().forEach(object -> delete(object, propagation));
    }
    return "%d objects are not gone yet, as %s".formatted(left.size(), left.getFirst().ref());
  }

  /** A deletion was answered. */
  void deleted(Message.DeleteDone done) {
    around.metrics().deletions.increment();
    if (!done.error().isEmpty()) {
      LOG.warn("{}: {} could not be deleted: {}", id, done.object().ref(), done.error());
      around
          .timer()
          .after(
              AFTER_FAILURE,
              () -> {
                asked.remove(done.object().uid());
                lookAgain.run();
              });
    }
  }

  private void takeInventory() {
    if (!completing) {
      completing = true;
      around
          .watches()
          .whenComplete(() -> {
            complete = true;
            lookAgain.run();
          });
    }
  }

  private void delete(Owned object, Propagation propagation) {
    asked.add(object.uid());
    around
        .threads()
        .execute(() ->
            post.accept(
                new Message.DeleteDone(
                    NUMBER, object, around.writer().delete(object, propagation))));
  }

  private void release(Application application) {
    releasing = true;
    around
        .threads()
        .execute(() -> {
          if (!around.store().removeFinalizer(application)) {
            around
                .timer()
                .after(
                    AFTER_FAILURE,
                    () -> {
                      releasing = false;
                      lookAgain.run();
                    });
          }
        });
  }
}
