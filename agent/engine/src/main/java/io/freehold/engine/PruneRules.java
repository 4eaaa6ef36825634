package io.freehold.engine;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which objects of the cluster may be deleted because Git no longer has them, and in which order.
 */
public final class PruneRules {
  private PruneRules() {}

  /**
   * Selects what is pruned: objects whose tracking annotation names this application and that very
   * object, that Git does not want, that are not protected, and that nobody deletes yet. Grouped
   * and in the reverse of the order in which they would be applied.
   */
  public static List<List<Owned>> stages(
      ApplicationId application, Set<ObjectRef> wanted, List<Owned> owned) {
    List<Owned> chosen =
        owned.stream()
            .filter(object -> !wanted.contains(object.ref()))
            .filter(object -> isOurs(object, application))
            .filter(object -> !object.keep() && !object.deleting())
            .sorted(Comparator.comparing(Owned::order).reversed())
            .toList();
    List<List<Owned>> stages = new ArrayList<>();
    for (Owned object : chosen) {
      if (stages.isEmpty() || !stages.getLast().getFirst().order().together(object.order())) {
        stages.add(new ArrayList<>());
      }
      stages.getLast().add(object);
    }
    return stages.stream().map(List::copyOf).toList();
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
