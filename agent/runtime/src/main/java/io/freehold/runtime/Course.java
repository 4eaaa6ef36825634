package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ProjectRules;
import io.freehold.engine.Marks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what one application does next, from its spec and from what is known: fetching,
 * rendering, waiting, syncing, or being deleted. Owned by the application's actor.
 */
final class Course {
  private static final Logger LOG = LoggerFactory.getLogger(Course.class);
  private static final Object WINDOW = "window";

  /** Windows open and close by the minute. */
  private static final Duration WINDOW_PAUSE = Duration.ofMinutes(1);

  private final ApplicationId id;
  private final ObjectListener listener;
  private final Account account;
  private final Surroundings around;
  private final ObjectTable table;
  private final StatusBoard board;
  private final DriftKeeper drift;
  private final SyncDesk syncDesk;
  private final RequestDesk requests;
  private final RequestCourse requestCourse;
  private final Mailbox<Message> mailbox;
  private final ProjectDesk projectDesk;
  private final RefusalNotes signatureNotes;
  private final SourceDesk sourceDesk;
  private final RenderDesk renderDesk;
  private final RollbackDesk rollbacks;
  private final DependencyDesk dependencies;
  private final Cascade cascade;
  private final DeletionCourse deletion;

  private Application application;
  private @Nullable Settings settings;
  private @Nullable Settings ruled;
  private boolean finalizerAsked;
  private boolean windowAsked;
  // Until then nothing is decided: what has no settings is let go when it is deleted.
  private boolean known;
  private boolean ended;

  Course(
      Application application,
      ObjectListener listener,
      Account account,
      Surroundings around,
      ObjectTable table,
      StatusBoard board,
      DriftKeeper drift,
      SyncDesk syncDesk,
      RequestDesk requests,
      Mailbox<Message> mailbox,
      Runnable lookAgain) {
    this.id = application.id();
    this.application = application;
    this.listener = listener;
    this.account = account;
    this.around = around;
    this.table = table;
    this.board = board;
    this.drift = drift;
    this.syncDesk = syncDesk;
    this.requests = requests;
    this.mailbox = mailbox;
    this.projectDesk = new ProjectDesk(id, around, board);
    this.signatureNotes = new RefusalNotes(id, around);
    this.sourceDesk = new SourceDesk(around.sources(), lookAgain);
    this.renderDesk = new RenderDesk(id, around, mailbox::post);
    this.rollbacks = new RollbackDesk(id, around, board, projectDesk, mailbox::post, lookAgain);
    this.dependencies = new DependencyDesk(id, around, lookAgain);
    this.requestCourse =
        new RequestCourse(
            listener, around, board, projectDesk, syncDesk, requests, renderDesk, rollbacks);
    this.cascade = new Cascade(id, around, mailbox::post, lookAgain);
    this.deletion =
        new DeletionCourse(id, around, board, syncDesk, cascade, mailbox::post, lookAgain);
  }

  /** The Application as it was last seen. */
  Application application() {
    return application;
  }

  /** Where its first source lies. */
  String url() {
    return sourceDesk.url();
  }

  /** The folder of its first source. */
  String path() {
    return settings == null ? "" : settings.sources().getFirst().path();
  }

  /** Whether drift is reverted now. */
  boolean repairs() {
    return settings != null
        && projectDesk.permitting()
        && settings.selfHeal()
        && !application.spec().suspend()
        && !application.metadata().deleting();
  }

  /** Whether what Git does not want any more is deleted without being asked. */
  boolean prunes() {
    return settings == null
        || (settings.automated() && settings.policy().prune())
        || application.metadata().deleting();
  }

  /** Whether the Application no longer exists. */
  boolean ended() {
    return ended;
  }

  /** The Application no longer exists. */
  void end() {
    ended = true;
    requests.leave();
    rollbacks.leave();
    dependencies.leave();
    deletion.leave();
    sourceDesk.leave();
  }

  /** An object is gone; nothing else can be done while the Application is deleted. */
  void gone() {
    if (application.metadata().deleting()) {
      decide();
    }
  }

  /** A failed sync may be tried again. */
  void retry() {
    renderDesk.forgetUnresolved();
    decide();
  }

  /** Takes a message about the spec, renders, or the end of the Application. */
  void receive(Message message) {
    switch (message) {
      case Message.SpecChanged(Application content, String problem) -> {
        board.unreadable(problem);
        take(problem.isEmpty() ? content : withKnownSpec(content, problem), problem.isEmpty());
      }
      case Message.WindowDue() -> {
        windowAsked = false;
        decide();
      }
      case Message.RenderDone _, Message.RenderStale _, Message.KindsListed _ -> {
        if (renderDesk.receive(message)) {
          decide();
        }
      }
      case Message.OnDetour detour -> {
        if (rollbacks.receive(detour) || deletion.receive(detour) || requests.receive(detour)) {
          decide();
        }
      }
      case Message.RequestMoved moved -> requests.moved(moved);
      case Message.RequestDue due -> {
        if (requests.due(due)) {
          decide();
        }
      }
      case Message.DeleteDone done -> {
        cascade.deleted(done);
        decide();
      }
      default -> decide();
    }
  }

  /** What it said before, if anything, stays in force: half an Application must not prune. */
  private Application withKnownSpec(Application content, String problem) {
    LOG.warn("Application {} cannot be read and is kept as it is: {}", id, problem);
    board.generation(content.metadata().generation());
    if (settings == null) {
      board.busy("", "");
    }
    return new Application(
        content.apiVersion(),
        content.kind(),
        content.metadata(),
        application.spec(),
        content.status());
  }

  private void take(Application content, boolean readable) {
    known = true;
    boolean first = settings == null;
    boolean newSpec =
        readable
            && (first
                || content.metadata().generation() != application.metadata().generation()
                || Settings.isConfirmed(content) != Settings.isConfirmed(application));
    boolean refresh = !first && !refreshMark(content).equals(refreshMark(application));
    boolean ends = content.metadata().deleting() && !application.metadata().deleting();
    application = content;
    if (newSpec) {
      board.generation(content.metadata().generation());
      board.pinned(content.spec().pin());
      board.stalled("", "");
      syncDesk.forgive();
      ruled = null;
      try {
        settings =
            Settings.of(content)
                .in(around.ignore(), content.spec().healthPolicy(), around.health());
        boolean judgedAnew = !table.rules().health().equals(settings.sync().health());
        table.rules(settings.sync());
        if (judgedAnew) {
          drift.judgeAgain();
        }
        drift.resume();
      } catch (IllegalArgumentException e) {
        settings = null;
        board.stalled("InvalidSpec", String.valueOf(e.getMessage()));
        board.busy("", "");
      }
      if (settings == null) {
        sourceDesk.leave();
      }
    }
    if (refresh) {
      refresh();
    }
    boolean asked = requests.changed(content);
    boolean terminated = requests.wantsEnd();
    if (terminated) {
      terminate();
    }
    if (newSpec || refresh || ends || asked || terminated || content.metadata().deleting()) {
      decide();
    }
  }

  private void refresh() {
    sourceDesk.refresh();
    board.asked();
    board.stalled("", "");
    syncDesk.forgive();
    if (refreshMark(application).startsWith(ApiGroup.HARD_REFRESH)) {
      renderDesk.forget();
      syncDesk.distrust();
    }
  }

  private void terminate() {
    LOG.info("{}: a person ends what runs", id);
    boolean waits = requests.active() && !syncDesk.running();
    if (waits) {
      requests.giveUp();
    } else {
      syncDesk.terminate();
    }
  }

  /** Does what there is to do next; called after everything that may have changed that. */
  void decide() {
    Settings now = settings;
    if (ended || !known) {
      return;
    }
    if (application.metadata().deleting()) {
      delete(now);
    } else if (application.spec().suspend()) {
      syncDesk.supersede();
      board.busy("", "");
      board.stalled("Suspended", "spec.suspend is set: nothing is applied, repaired or pruned");
      if (!syncDesk.running()) {
        requests.refuseAll("spec.suspend is set: take that back first");
      }
    } else if (now == null) {
      requests.refuseAll("spec: it cannot be used as it is");
    } else {
      keepFinalizer(now);
      Settings allowed = underRules(now);
      if (allowed != null) {
        proceed(allowed);
      }
    }
  }

  private void delete(@Nullable Settings now) {
    if (!syncDesk.deletes()) {
      syncDesk.supersede();
    }
    if (syncDesk.running()) {
      return;
    }
    table.want(Set.of(), Set.of());
    around.router().claim(listener, List.of());
    boolean keep = application.spec().suspend() || now == null || !now.cascade();
    if (keep || now == null || !deletion.hasHooks(application)) {
      deletion.step(application, now, keep);
    } else {
      Settings allowed = underRules(now);
      if (allowed != null) {
        deletion.step(application, allowed, false);
      }
    }
  }

  /** The settings under the rules of the project; null while it lets nothing be done. */
  @SuppressWarnings("ReferenceEquality") // the very same rules
  private @Nullable Settings underRules(Settings now) {
    ProjectRules rules = projectDesk.rules(application);
    if (rules == null) {
      stop();
      return null;
    }
    Settings known = ruled;
    if (known == null || known.rules() != rules) {
      try {
        known = now.under(rules, id.name());
      } catch (IllegalArgumentException e) {
        ruled = null;
        board.stalled("InvalidProject", String.valueOf(e.getMessage()));
        board.busy("", "");
        stop();
        return null;
      }
      ruled = known;
      account.become(rules.account(known.namespace()).orElse(""));
      board.stalled("", "");
      syncDesk.forgive();
    }
    sourceDesk.follow(known.sources(), rules);
    return known;
  }

  /** Nothing is fetched, applied or pruned; what there is stays. */
  private void stop() {
    syncDesk.supersede();
    rollbacks.leave();
    sourceDesk.leave();
  }

  private void proceed(Settings now) {
    Fetched fetched = sourceDesk.fetched();
    board.source(fetched);
    signatureNotes.tell(fetched.refused() ? fetched.error() : "");
    if (syncDesk.running() && !now.windows().isEmpty()) {
      askForWindow();
      if (syncDesk.overran(now.windows(), around.clock().instant())) {
        syncDesk.closeWindow();
      }
    }
    if (requests.active()) {
      if (requestCourse.step(now, fetched).isPresent()) {
        askForWindow();
      }
      return;
    }
    if (!fetched.isComplete()) {
      board.busy(fetched.error().isEmpty() ? "Fetching" : "WaitingForSource", fetched.error());
      return;
    }
    String revision = fetched.revision();
    Rendering rendering = renderDesk.rendering(now, fetched);
    switch (rendering) {
      case null -> board.busy("Rendering", "rendering revision " + revision);
      case Rendering.Unusable unusable -> {
        projectDesk.forgetObjects();
        board.notRendered(unusable.reason(), unusable.message());
        board.busy("", "");
      }
      case Rendering.Postponed postponed -> board.busy("RenderPostponed", postponed.message());
      case Rendering.Ready ready -> {
        board.rendered();
        board.wantsDeletionHooks(ready.desired());
        sourceDesk.alsoFollow(ready.remotes().keySet());
        if (!projectDesk.permits(now.rules(), ready)) {
          syncDesk.supersede();
        } else if (!now.automated()) {
          if (kindsListed(ready)) {
            around.router().claim(listener, ready.desired().refs());
            syncDesk.compareOnly(now, ready, revision);
          }
        } else {
          rollbacks
              .choose(
                  new RollbackDesk.Choice(now, ready, revision),
                  syncDesk.failures(ready.desired().digest()))
              .ifPresent(this::sync);
        }
      }
    }
  }

  private void sync(RollbackDesk.Choice choice) {
    Settings now = choice.settings();
    Rendering.Ready ready = choice.ready();
    if (syncDesk.needed(now, ready, choice.revision())
        && windowOpen(now)
        && dependenciesReady(now)
        && kindsListed(choice)) {
      around.router().claim(listener, ready.desired().refs());
      syncDesk.start(now, ready.desired().at(choice.revision()));
      if (!now.windows().isEmpty()) {
        askForWindow();
      }
    }
  }

  private boolean kindsListed(Rendering.Ready ready) {
    board.busy("Listing", "looking at what is in the cluster");
    return renderDesk.kindsListed(ready);
  }

  private boolean kindsListed(RollbackDesk.Choice choice) {
    board.busy("Listing", "looking at what is in the cluster");
    return rollbacks.kindsListed(choice, renderDesk);
  }

  private boolean windowOpen(Settings now) {
    // Going back ends a sync that was allowed to start.
    if (now.windows().permits(false, rollbacks.since(), around.clock().instant())) {
      return true;
    }
    board.busy(
        "WaitingForWindow",
        now.rules().spec().windows().isEmpty()
            ? "spec.sync.windows lets no sync start now"
            : "spec.sync.windows and the windows of project %s let no sync start now"
                .formatted(now.rules().name()));
    askForWindow();
    return false;
  }

  private void askForWindow() {
    if (!windowAsked) {
      windowAsked = true;
      around.timer().after(WINDOW_PAUSE, () -> mailbox.post(WINDOW, new Message.WindowDue()));
    }
  }

  private boolean dependenciesReady(Settings now) {
    return dependencies
        .missing(application, now.sync().health().rules())
        .map(missing -> {
          board.busy("WaitingForDependency", missing);
          return false;
        })
        .orElse(true);
  }

  /** Applications that came from Git have it from the start; those made by hand get it here. */
  private void keepFinalizer(Settings now) {
    boolean there = application.metadata().finalizers().contains(Marks.FINALIZER);
    if (now.cascade() && !there && !finalizerAsked) {
      finalizerAsked = true;
      Application content = application;
      around.threads().execute(() -> around.store().addFinalizer(content));
    }
  }

  private static String refreshMark(Application application) {
    return application.metadata().annotations().getOrDefault(ApiGroup.REFRESH_ANNOTATION, "");
  }
}
