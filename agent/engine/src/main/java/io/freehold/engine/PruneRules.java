package io.freehold.engine;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which objects of the cluster may be deleted because Git no longer has them, and in which order.
 */
public final class PruneRules {
  private PruneRules() {}

  /**
   * Selects what is pruned: objects whose tracking annotation names this application and that very
   * object, that Git does not want, that are no hooks and not protected, and that nobody deletes
   * yet. Grouped and in the reverse of the order in which they would be applied, so that the last
   * wave goes first; what wants to be pruned last comes after all others.
   *
   * @param confirmed whether a person agreed to deletions that wait for that
   */
  public static List<List<Owned>> stages(
      ApplicationId application, Set<ObjectRef> wanted, List<Owned> owned, boolean confirmed) {
    List<Owned> chosen =
        owned.stream()
            .filter(object -> !wanted.contains(object.ref()))
            .filter(object -> isOurs(object, application))
            .filter(object -> !object.hook() && !object.keep() && !object.deleting())
            .filter(object -> confirmed || !object.asksBeforePruning())
            .sorted(
                Comparator.comparing((Owned object) -> object.options().pruneLast())
                    .thenComparing(Comparator.comparing(Owned::order).reversed()))
            .toList();
    return staged(chosen);
  }

  /**
   * Selects what is deleted with its application: everything that is its own, hooks included, but
   * for what outlives it, and for what nobody agreed to yet. Grouped and ordered as {@link
   * #stages}.
   *
   * @param confirmed whether a person agreed to deletions that wait for that
   */
  public static List<List<Owned>> deletion(
      ApplicationId application, List<Owned> owned, boolean confirmed) {
    return staged(
        owned.stream()
            .filter(object -> isOurs(object, application))
            .filter(object -> !object.outlives() && !object.deleting())
            .filter(object -> confirmed || !object.asksBeforeDeletion())
            .sorted(Comparator.comparing(Owned::order).reversed())
            .toList());
  }

  private static List<List<Owned>> staged(List<Owned> chosen) {
    List<List<Owned>> stages = new ArrayList<>();
    for (Owned object : chosen) {
      if (stages.isEmpty() || !together(stages.getLast().getFirst(), object)) {
        stages.add(new ArrayList<>());
      }
      stages.getLast().add(object);
    }
    return stages.stream().map(List::copyOf).toList();
  }

  /**
   * Objects that Git does not want any more and that a sync would delete if it might, in order.
   * What an annotation protects is not among them.
   */
  public static List<Owned> leftOver(
      ApplicationId application, Predicate<ObjectRef> wanted, List<Owned> owned) {
    return owned.stream()
        .filter(object -> !wanted.test(object.ref()) && isOurs(object, application))
        .filter(object -> !object.hook() && !object.keep() && !object.deleting())
        .filter(object -> !object.options().ignoreExtraneous())
        .sorted(Comparator.comparing(Owned::ref))
        .toList();
  }

  /** Objects that Git does not want any more, and that wait for a person to agree. */
  static List<Owned> unconfirmed(
      ApplicationId application, Set<ObjectRef> wanted, List<Owned> owned) {
    return owned.stream()
        .filter(object -> !wanted.contains(object.ref()) && isOurs(object, application))
        .filter(object -> !object.hook() && !object.deleting() && object.asksBeforePruning())
        .toList();
  }

  private static boolean together(Owned one, Owned other) {
    return one.options().pruneLast() == other.options().pruneLast()
        && one.order().together(other.order());
  }

  /** Whether the tracking annotation names the application and the object that carries it. */
  public static boolean isOurs(Owned object, ApplicationId application) {
    boolean itself =
        Marks.isApplication(object.ref())
            && object.ref().namespace().equals(application.namespace())
            && object.ref().name().equals(application.name());
    return !itself
        && object.tracking().equals(new TrackingId(application, object.ref()).toString());
  }
}
