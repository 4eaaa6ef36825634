package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Operation;
import io.freehold.engine.Owned;
import io.freehold.engine.PruneRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hooks whose operation nobody will end any more, because the agent died and Git wants something
 * else by now: their finalizer is taken off, so that they can go.
 */
final class LeftHooks {
  private static final Logger LOG = LoggerFactory.getLogger(LeftHooks.class);

  private final ApplicationId id;
  private final Surroundings around;

  LeftHooks(ApplicationId id, Surroundings around) {
    this.id = id;
    this.around = around;
  }

  /** Lets go of all hooks of the application that are not part of a running operation. */
  void letGo(Operation running) {
    Set<ObjectRef> ours = new HashSet<>();
    running.plannedHooks().forEach(hook -> ours.add(hook.object().ref()));
    around
        .watches()
        .whenComplete(() -> {
          List<Owned> left =
              around.router().inventory(id).stream()
                  .filter(object -> object.hook() && object.held())
                  .filter(object -> !ours.contains(object.ref()))
                  .filter(object -> PruneRules.isOurs(object, id))
                  .toList();
          if (!left.isEmpty()) {
            around.threads().execute(() -> left.forEach(this::letGo));
          }
        });
  }

  private void letGo(Owned hook) {
    LOG.info("{}: letting go of {}, which an earlier sync left", id, hook.ref());
    String problem = around.writer().hooks().letGo(hook);
    if (!problem.isEmpty()) {
      LOG.warn("{}: {} was not let go: {}", id, hook.ref(), problem);
    }
  }
}
