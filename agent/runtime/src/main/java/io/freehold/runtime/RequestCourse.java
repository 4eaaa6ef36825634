package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.TakenOperation;
import io.freehold.engine.Desired;
import io.freehold.engine.Owned;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what a request does next: waiting, fetching, rendering, syncing, or ending because it
 * cannot be carried out. Owned by the application's actor.
 */
final class RequestCourse {
  private final ApplicationId id;
  private final ObjectListener listener;
  private final Surroundings around;
  private final StatusBoard board;
  private final ProjectDesk projectDesk;
  private final SyncDesk syncDesk;
  private final RequestDesk requests;
  private final RenderDesk renderDesk;
  private final RollbackDesk rollbacks;

  RequestCourse(
      ObjectListener listener,
      Surroundings around,
      StatusBoard board,
      ProjectDesk projectDesk,
      SyncDesk syncDesk,
      RequestDesk requests,
      RenderDesk renderDesk,
      RollbackDesk rollbacks) {
    this.id = listener.id();
    this.listener = listener;
    this.around = around;
    this.board = board;
    this.projectDesk = projectDesk;
    this.syncDesk = syncDesk;
    this.requests = requests;
    this.renderDesk = renderDesk;
    this.rollbacks = rollbacks;
  }

  /**
   * Does what there is to do next for the request.
   *
   * @param now settings of the Application
   * @param fetched what Git wants now
   * @return why it waits for something that tells of no event; empty otherwise
   */
  Optional<String> step(Settings now, Fetched fetched) {
    Optional<TakenOperation> due = requests.due();
    if (due.isEmpty()) {
      return Optional.empty();
    }
    if (syncDesk.running()) {
      makeWay(now, fetched);
      return Optional.empty();
    }
    Optional<Request> checked = requests.begin(now.rules(), now.sync());
    if (checked.isEmpty()) {
      return Optional.empty();
    }
    Request request = checked.get();
    board.busy("Requested", "carrying out what was asked for");
    if (!request.asks().dryRun()) {
      if (!request.isOfGit() && now.automated()) {
        requests.refuse(
            "the automated sync would undo it at once: set spec.pin to stay at a revision, or"
                + " spec.sync.automated.enabled to false");
        return Optional.empty();
      }
      if (!now.windows().permits(true, Optional.empty(), around.clock().instant())) {
        String why = "spec.sync.windows lets nobody start a sync now";
        requests.waits(why);
        return Optional.of(why);
      }
    }
    prepare(request, now, fetched);
    return Optional.empty();
  }

  private void prepare(Request request, Settings now, Fetched main) {
    boolean plain = isPlain(request);
    Fetched fetched = request.isOfGit() ? main : requests.detour(request).fetched();
    if (!fetched.isComplete()) {
      if (fetched.error().isEmpty()) {
        requests.waits("fetching " + request.asks().revision());
      } else {
        requests.refuse(fetched.error());
      }
      return;
    }
    RenderDesk renders = plain ? renderDesk : requests.detour(request).renders();
    switch (renders.rendering(plain ? now : request.settings(), fetched)) {
      case null -> requests.waits("rendering revision " + fetched.revision());
      case Rendering.Unusable unusable -> requests.refuse(unusable.message());
      case Rendering.Postponed postponed -> requests.waits(postponed.message());
      case Rendering.Ready ready -> {
        String refusals = projectDesk.refusals(now.rules(), ready);
        if (!refusals.isEmpty()) {
          requests.refuse(refusals);
        } else if (renders.kindsListed(ready)) {
          start(request, ready.desired().at(fetched.revision()));
        } else {
          requests.waits("looking at what is in the cluster");
        }
      }
    }
  }

  private void start(Request request, Desired desired) {
    Desired chosen;
    try {
      chosen = request.choose(desired, owned());
    } catch (IllegalArgumentException e) {
      requests.refuse(String.valueOf(e.getMessage()));
      return;
    }
    boolean empty = desired.objects().isEmpty() && desired.hooks().isEmpty();
    if (empty && !request.settings().policy().allowEmpty()) {
      requests.refuse(
          "there is no object in revision %s; nothing is pruned unless"
                  .formatted(desired.revision())
              + " spec.sync.automated.allowEmpty is set");
      return;
    }
    if (!request.asks().dryRun()) {
      around.router().claim(listener, desired.refs());
    }
    if (request.isWhole()) {
      // A person wants what was bad to be tried again.
      rollbacks.forget();
    }
    syncDesk.startAsked(request, desired, chosen, requests.attempt());
  }

  private Set<ObjectRef> owned() {
    return around.router().inventory(id).stream()
        .map(Owned::ref)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A sync that runs goes on, unless Git has moved on from what a request for it began with. */
  private void makeWay(Settings now, Fetched fetched) {
    Optional<Request> running = syncDesk.request();
    if (running.filter(RequestCourse::isPlain).isEmpty()
        || !now.automated()
        || !fetched.isComplete()) {
      return;
    }
    if (renderDesk.rendering(now, fetched) instanceof Rendering.Ready ready
        && !syncDesk.isFor(ready.desired().digest())) {
      syncDesk.supersede();
    }
  }

  /** Whether it is about exactly what is rendered for the Application anyway. */
  private static boolean isPlain(Request request) {
    return request.isOfGit() && request.asks().options() == null;
  }
}
