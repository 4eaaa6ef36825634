package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.DeletionPolicy;
import io.freehold.api.Propagation;
import io.freehold.engine.Marks;
import io.freehold.engine.ObjectOptions;
import io.freehold.engine.Owned;
import io.freehold.engine.PruneRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the objects of an Application stage by stage, each after the one before is gone, and lets
 * the Application itself go. Called by the application's actor; what other threads set is volatile.
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
   * Deletes what can be deleted now.
   *
   * @param spared what stays for the time being
   * @return what is waited for; empty when nothing is left
   */
  Optional<String> delete(Application application, Predicate<Owned> spared) {
    if (!complete) {
      takeInventory();
      return Optional.of("looking for the objects to delete");
    }
    List<Owned> left =
        around.router().inventory(id).stream()
            .filter(object -> PruneRules.isOurs(object, id) && !object.outlives())
            .filter(object -> !around.router().claimedByOther(object.ref(), id))
            .filter(object -> !spared.test(object))
            .toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Set<KindName> listed = around.watches().listed();
    List<Owned> known =
        left.stream().filter(object -> listed.contains(KindName.of(object.ref()))).toList();
    if (known.isEmpty()) {
      return Optional.of(
          "%d objects cannot be listed and are not deleted, as %s"
              .formatted(left.size(), left.getFirst().ref()));
    }
    boolean waiting =
        known.stream().anyMatch(object -> object.deleting() || asked.contains(object.uid()));
    if (!waiting) {
      boolean confirmed = application.metadata().annotations().containsKey(ObjectOptions.APPROVED);
      List<List<Owned>> stages = PruneRules.deletion(id, known, confirmed);
      if (stages.isEmpty()) {
        return Optional.of(
            "%s and %d others are deleted once a person agrees by the annotation %s"
                .formatted(known.getFirst().ref(), known.size() - 1, ObjectOptions.APPROVED));
      }
      Propagation propagation = application.spec().sync().options().propagation();
      stages.getFirst().forEach(object -> delete(object, propagation));
    } else if (application.spec().deletionPolicy() == DeletionPolicy.DELETE
        && known.size() == left.size()
        && known.stream().allMatch(Owned::deleting)) {
      // Nothing is left to be asked for, and the policy is not to wait for the rest.
      return Optional.empty();
    }
    return Optional.of(
        "%d objects are not gone yet, as %s".formatted(left.size(), left.getFirst().ref()));
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
            post.accept(new Message.DeleteDone(NUMBER, object, deleteNow(object, propagation))));
  }

  private String deleteNow(Owned object, Propagation propagation) {
    String problem = around.writer().delete(object, propagation);
    // Its operation will not end it any more.
    return problem.isEmpty() && object.held() ? around.writer().hooks().letGo(object) : problem;
  }

  /** Whether the Application is let go, or need not be. */
  boolean released(Application application) {
    return releasing || !application.metadata().finalizers().contains(Marks.FINALIZER);
  }

  /** Lets the Application go. */
  void release(Application application) {
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
