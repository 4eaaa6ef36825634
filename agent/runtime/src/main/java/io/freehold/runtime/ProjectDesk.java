package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.ProjectRules;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the project of one application what it may do. The cluster's folder itself belongs to none:
 * it is what brings the projects. Owned by the application's actor.
 */
final class ProjectDesk {
  private static final int SHOWN_REFUSALS = 3;

  private final ApplicationId id;
  private final Surroundings around;
  private final StatusBoard board;
  private final RefusalNotes notes;

  private String specRefusal = "";
  private @Nullable ProjectRules checkedBy;
  private Rendering.@Nullable Ready checked;
  private String checkedRefusal = "";

  ProjectDesk(ApplicationId id, Surroundings around, StatusBoard board) {
    this.id = id;
    this.around = around;
    this.board = board;
    this.notes = new RefusalNotes(id, around);
  }

  /** The rules of the project; null while it does not let the application do anything. */
  @Nullable ProjectRules rules(Application application) {
    if (id.equals(RootApplication.ID)) {
      return around.projects().unrestricted();
    }
    return switch (around.projects().find(application.spec().project())) {
      case Projects.Answer.Rules(ProjectRules rules) -> {
        refuse(rules.application(application).orElse(""));
        yield specRefusal.isEmpty() ? rules : null;
      }
      case Projects.Answer.Unusable(String why) -> {
        refuse(why);
        yield null;
      }
      case Projects.Answer.NotYet _ -> {
        board.busy("WaitingForProjects", "the projects of the cluster are not known yet");
        yield null;
      }
    };
  }

  /** Whether the rules allow all that came out of a render. */
  @SuppressWarnings("ReferenceEquality") // the very same render by the very same rules
  boolean permits(ProjectRules rules, Rendering.Ready ready) {
    if (checked != ready || checkedBy != rules) {
      checkedRefusal = refusals(rules, ready);
      checked = ready;
      checkedBy = rules;
    }
    show();
    return checkedRefusal.isEmpty();
  }

  /** What came out of the last render does not count any more. */
  void forgetObjects() {
    checked = null;
    checkedRefusal = "";
    show();
  }

  /** Whether nothing is refused, as far as that is known. */
  boolean permitting() {
    return specRefusal.isEmpty() && checkedRefusal.isEmpty();
  }

  /** What the rules do not allow of what came out of a render; empty when they allow all. */
  String refusals(ProjectRules rules, Rendering.Ready ready) {
    List<String> refusals =
        id.equals(RootApplication.ID)
            ? List.of()
            : refs(ready).flatMap(ref -> rules.object(ref).stream()).toList();
    String shown = String.join("; ", refusals.stream().limit(SHOWN_REFUSALS).toList());
    int more = refusals.size() - SHOWN_REFUSALS;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  private static Stream<ObjectRef> refs(Rendering.Ready ready) {
    return Stream.concat(
        ready.desired().objects().stream().map(object -> object.ref()),
        Stream.concat(ready.desired().hooks().stream(), ready.desired().deletionHooks().stream())
            .map(hook -> hook.object().ref()));
  }

  private void refuse(String why) {
    specRefusal = why;
    show();
  }

  private void show() {
    String why = specRefusal.isEmpty() ? checkedRefusal : specRefusal;
    if (!why.isEmpty()) {
      board.busy("", "");
    }
    notes.tell(why);
    board.refused(why);
  }
}
