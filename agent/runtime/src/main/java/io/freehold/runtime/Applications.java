package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.kube.ApplicationListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one actor per Application of the cluster. Called from one watch thread; reads are thread
 * safe.
 */
final class Applications implements ApplicationListener {
  private final Function<Application, ApplicationActor> newActor;
  private final Consumer<List<ApplicationId>> onChange;
  // Guarded by this.
  private final Map<ApplicationId, ApplicationActor> actors = new HashMap<>();
  private @Nullable Set<ApplicationId> listing;

  /**
   * @param newActor starts to look after an Application
   * @param onChange told which Applications there are, whenever that changes
   */
  Applications(
      Function<Application, ApplicationActor> newActor, Consumer<List<ApplicationId>> onChange) {
    this.newActor = newActor;
    this.onChange = onChange;
  }

  @Override
  public void changed(Application application) {
    actor(application).changed(application);
  }

  @Override
  public void unreadable(Application known, String problem) {
    actor(known).unreadable(known, problem);
  }

  @Override
  public void gone(ApplicationId id) {
    ApplicationActor actor;
    synchronized (this) {
      actor = actors.remove(id);
    }
    if (actor != null) {
      actor.vanished();
      tellChange();
    }
  }

  @Override
  public synchronized void listing() {
    listing = new HashSet<>();
  }

  @Override
  public void listed() {
    List<ApplicationId> vanished;
    synchronized (this) {
      Set<ApplicationId> existing = listing == null ? Set.of() : listing;
      vanished = actors.keySet().stream().filter(id -> !existing.contains(id)).toList();
      listing = null;
    }
    vanished.forEach(this::gone);
    tellChange();
  }

  /** The newest reports of all applications, for metrics. */
  synchronized List<ApplicationActor> all() {
    return new ArrayList<>(actors.values());
  }

  private ApplicationActor actor(Application application) {
    ApplicationId id = application.id();
    ApplicationActor actor;
    boolean tell;
    synchronized (this) {
      if (listing != null) {
        listing.add(id);
      }
      tell = listing == null && !actors.containsKey(id);
      actor = actors.computeIfAbsent(id, _ -> newActor.apply(application));
    }
    if (tell) {
      tellChange();
    }
    return actor;
  }

  private void tellChange() {
    List<ApplicationId> ids;
    synchronized (this) {
      ids = List.copyOf(actors.keySet());
    }
    onChange.accept(ids);
  }
}
