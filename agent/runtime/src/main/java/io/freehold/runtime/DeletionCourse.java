package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Desired;
import io.freehold.engine.PreparedHook;
import io.freehold.engine.SyncPhase;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of an Application: hooks of PreDelete, its objects, hooks of PostDelete, what is left of
 * hooks, and then the Application itself. Which hooks have not run yet is in its status, and they
 * are rendered from the commit that was last applied, because Git may not have them any more. Owned
 * by the application's actor.
 */
final class DeletionCourse {
  private static final String NAME = "deletion";

  private final ApplicationId id;
  private final Surroundings around;
  private final StatusBoard board;
  private final SyncDesk syncDesk;
  private final Cascade cascade;
  private final Consumer<Message> post;
  private final Runnable lookAgain;
  private @Nullable Detour detour;

  DeletionCourse(
      ApplicationId id,
      Surroundings around,
      StatusBoard board,
      SyncDesk syncDesk,
      Cascade cascade,
      Consumer<Message> post,
      Runnable lookAgain) {
    this.id = id;
    this.around = around;
    this.board = board;
    this.syncDesk = syncDesk;
    this.cascade = cascade;
    this.post = post;
    this.lookAgain = lookAgain;
  }

  /** Whether hooks have to run before the Application may go. */
  boolean hasHooks(Application application) {
    return !board.deletionHooks().isEmpty()
        && !application
            .metadata()
            .annotations()
            .getOrDefault(ApiGroup.DELETION_HOOKS_ANNOTATION, "")
            .equals(ApiGroup.SKIP_HOOKS);
  }

  /**
   * Does the next thing.
   *
   * @param settings of the Application; null when its spec cannot be used, and then objects stay
   * @param keep whether the objects stay; then no hook runs either
   */
  void step(Application application, @Nullable Settings settings, boolean keep) {
    String waits;
    if (cascade.released(application)) {
      leave();
      waits = "the Application is let go";
    } else if (keep || settings == null) {
      cascade.release(application);
      waits = "the objects are kept";
    } else if (hasHooks(application)) {
      waits = withHooks(application, settings);
    } else {
      waits = delete(application);
    }
    board.busy("Deleting", waits);
  }

  private String delete(Application application) {
    return cascade
        .delete(application, _ -> false)
        .orElseGet(() -> {
          cascade.release(application);
          return "all objects are gone";
        });
  }

  private String withHooks(Application application, Settings settings) {
    Settings before;
    try {
      before = settings.at(board.revision(), "status.revision");
    } catch (IllegalArgumentException e) {
      return stuck(String.valueOf(e.getMessage()));
    }
    if (detour == null) {
      detour = new Detour(id, NAME, before, around, post, lookAgain);
    }
    detour.follow(before);
    Fetched fetched = detour.fetched();
    if (!fetched.isComplete()) {
      return fetched.error().isEmpty() ? "fetching the hooks" : stuck(fetched.error());
    }
    return switch (detour.renders().rendering(before, fetched)) {
      case null -> "rendering the hooks";
      case Rendering.Unusable unusable -> stuck(unusable.message());
      case Rendering.Postponed postponed -> postponed.message();
      case Rendering.Ready ready ->
          withHooks(application, settings, ready.desired().at(fetched.revision()));
    };
  }

  private static String stuck(String why) {
    return "its hooks cannot be rendered: %s; the annotation %s: %s deletes it without them"
        .formatted(why, ApiGroup.DELETION_HOOKS_ANNOTATION, ApiGroup.SKIP_HOOKS);
  }

  private String withHooks(Application application, Settings settings, Desired desired) {
    if (board.deletionHooks().contains(SyncPhase.PRE_DELETE.text())) {
      return run(settings, desired, SyncPhase.PRE_DELETE);
    }
    List<PreparedHook> later = desired.deletion(SyncPhase.POST_DELETE).hooks();
    return cascade
        .delete(application, object -> later.stream().anyMatch(hook -> needs(hook, object.ref())))
        .orElseGet(() -> run(settings, desired, SyncPhase.POST_DELETE));
  }

  /** Whether an object is a hook, or the namespace that it lives in. */
  private static boolean needs(PreparedHook hook, ObjectRef object) {
    ObjectRef ref = hook.object().ref();
    boolean itself =
        ref.kind().equals(object.kind())
            && ref.group().equals(object.group())
            && ref.namespace().equals(object.namespace())
            && (ref.name().isEmpty() || ref.name().equals(object.name()));
    boolean home =
        object.kind().equals("Namespace")
            && object.group().isEmpty()
            && object.name().equals(ref.namespace());
    return itself || home;
  }

  private String run(Settings settings, Desired desired, SyncPhase phase) {
    Desired hooks = desired.deletion(phase);
    if (hooks.hooks().isEmpty()) {
      board.ranDeletionHooks(phase.text());
      lookAgain.run();
      return "there are no hooks of " + phase;
    }
    boolean tried = syncDesk.startDeletion(settings, hooks);
    return tried
        ? "running the hooks of " + phase
        : "the hooks of %s are tried again: %s"
            .formatted(phase, board.syncs().operation().message());
  }

  /** Something happened to the hooks' source; returns whether there is something to decide. */
  boolean receive(Message.OnDetour message) {
    return detour != null
        && message.request().equals(NAME)
        && detour.renders().receive(message.what());
  }

  /** The Application no longer exists. */
  void leave() {
    if (detour != null) {
      detour.end();
      detour = null;
    }
  }
}
