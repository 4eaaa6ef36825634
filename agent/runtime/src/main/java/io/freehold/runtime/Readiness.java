package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which applications are Synced and Healthy, and who waits for that. Thread safe. */
final class Readiness {
  // All guarded by this.
  private final Set<ApplicationId> ready = new HashSet<>();
  private final Map<ApplicationId, Waiter> waiters = new HashMap<>();

  private record Waiter(List<ApplicationId> dependencies, Runnable then) {}

  /** An application became ready or is not any more. */
  void update(ApplicationId id, boolean isReady) {
    List<Runnable> wake = new ArrayList<>();
    synchronized (this) {
      boolean changed = isReady ? ready.add(id) : ready.remove(id);
      if (changed && isReady) {
        for (Waiter waiter : waiters.values()) {
          if (waiter.dependencies().contains(id)) {
            wake.add(waiter.then());
          }
        }
      }
    }
    wake.forEach(Runnable::run);
  }

  /**
   * The first of some applications that is not ready. While there is one, the waiter is called each
   * time one of them becomes ready.
   */
  synchronized Optional<ApplicationId> firstMissing(
      ApplicationId waiter, List<ApplicationId> dependencies, Runnable then) {
    Optional<ApplicationId> missing =
        dependencies.stream().filter(id -> !ready.contains(id)).findFirst();
    if (missing.isPresent()) {
      waiters.put(waiter, new Waiter(List.copyOf(dependencies), then));
    } else {
      waiters.remove(waiter);
    }
    return missing;
  }

  /** An application no longer exists. */
  synchronized void forget(ApplicationId id) {
    ready.remove(id);
    waiters.remove(id);
  }
}
