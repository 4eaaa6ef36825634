package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.Condition;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import io.freehold.engine.LiveObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one Application: takes what happens from its mailbox, one message at a time, and
 * decides what to do next from what it knows. It never blocks; what takes time runs elsewhere and
 * answers with a message.
 */
final class ApplicationActor implements ObjectListener {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationActor.class);
  private static final Object SPEC = "spec";
  private static final Object LOOK = "look";
  private static final Object WINDOW = "window";

  /** Windows open and close by the minute. */
  private static final Duration WINDOW_PAUSE = Duration.ofMinutes(1);

  private final ApplicationId id;
  private final Surroundings around;
  private final Mailbox<Message> mailbox;
  private final ObjectTable table = new ObjectTable();
  private final StatusBoard board;
  private final StatusWriter statusWriter;
  private final DriftKeeper drift;
  private final SourceDesk sourceDesk;
  private final RenderDesk renderDesk;
  private final SyncDesk syncDesk;
  private final Cascade cascade;
  private final Runnable lookAgain = this::askAgain;

  private Application application;
  private @Nullable Settings settings;
  private volatile ApplicationStatus reported = ApplicationStatus.EMPTY;
  private boolean finalizerAsked;
  private boolean vanished;
  private boolean windowAsked;

  ApplicationActor(Application application, Surroundings around) {
    this.id = application.id();
    this.application = application;
    this.around = around;
    this.mailbox = new Mailbox<>(around.threads(), this::receive, this::publish);
    this.board = new StatusBoard(application.status(), table, around.clock());
    this.statusWriter =
        new StatusWriter(
            id,
            application.status(),
            around.store(),
            around.timer(),
            around.threads(),
            around.clock(),
            status -> mailbox.post(new Message.StatusWritten(status)));
    ObjectWrites writes = new ObjectWrites(id, around, table, mailbox::post);
    this.drift =
        new DriftKeeper(
            new DriftActions(id, around, board, writes, mailbox::post, this::repairs),
            table,
            around.drift(),
            around.health(),
            around.clock());
    this.sourceDesk = new SourceDesk(around.sources(), lookAgain);
    this.renderDesk = new RenderDesk(id, around, mailbox::post);
    this.syncDesk = new SyncDesk(id, around, table, drift, board, writes, mailbox::post, lookAgain);
    this.cascade = new Cascade(id, around, mailbox::post, lookAgain);
    around.router().register(this);
    around.watches().follow(lookAgain);
  }

  @Override
  public ApplicationId id() {
    return id;
  }

  /** The status as it was last shown; may be asked from any thread. */
  ApplicationStatus shown() {
    return reported;
  }

  /** The Application is there with this content. */
  void changed(Application content) {
    post(SPEC, new Message.SpecChanged(content, ""));
  }

  /** The Application is there, but its spec cannot be read. */
  void unreadable(Application known, String problem) {
    post(SPEC, new Message.SpecChanged(known, problem));
  }

  /** The Application no longer exists. */
  void vanished() {
    post(SPEC, new Message.Vanished());
  }

  @Override
  public void seen(LiveObject live) {
    post(live.ref(), new Message.ObjectSeen(live));
  }

  @Override
  public void gone(ObjectRef ref) {
    post(ref, new Message.ObjectGone(ref));
  }

  private void post(Object key, Message message) {
    mailbox.post(key, message);
  }

  private void askAgain() {
    post(LOOK, new Message.LookAgain());
  }

  private void receive(Message message) {
    switch (message) {
      case Message.SpecChanged(Application content, String problem) -> {
        board.unreadable(problem);
        take(problem.isEmpty() ? content : withKnownSpec(content, problem), problem.isEmpty());
      }
      case Message.Vanished() -> end();
      case Message.LookAgain() -> decide();
      case Message.WindowDue() -> {
        windowAsked = false;
        decide();
      }
      case Message.RenderDone done -> {
        if (renderDesk.done(done)) {
          decide();
        }
      }
      case Message.RenderStale stale -> {
        if (renderDesk.stale(stale)) {
          decide();
        }
      }
      case Message.KindsListed listed -> {
        renderDesk.listed(listed.ticket());
        decide();
      }
      case Message.ObjectSeen(LiveObject live) -> {
        drift.seen(live);
        syncDesk.seen(live);
      }
      case Message.ObjectGone(ObjectRef ref) -> {
        drift.gone(ref);
        syncDesk.gone(ref);
        if (application.metadata().deleting()) {
          decide();
        }
      }
      case Message.ObjectLooked looked -> drift.looked(looked.ref(), looked.live());
      case Message.RepairDue(ObjectRef ref) -> drift.due(ref);
      case Message.DeleteDone done when done.operation() == Cascade.NUMBER -> {
        cascade.deleted(done);
        decide();
      }
      case Message.WriteDone _,
          Message.DeleteDone _,
          Message.WriteDue _,
          Message.WakeDue _,
          Message.CheckDone _,
          Message.HookCleared _,
          Message.HookDue _,
          Message.HookEnded _,
          Message.StatusWritten _,
          Message.InventoryReady _ -> {
        if (syncDesk.receive(message)) {
          decide();
        }
      }
      case Message.Compared answer -> {
        if (syncDesk.compared(answer)) {
          decide();
        }
      }
      case Message.RetryDue due -> {
        if (syncDesk.retry(due)) {
          renderDesk.forgetUnresolved();
          decide();
        }
      }
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
      board.stalled("", "");
      syncDesk.forgive();
      try {
        settings = Settings.of(content);
        drift.resume();
      } catch (IllegalArgumentException e) {
        settings = null;
        board.stalled("InvalidSpec", String.valueOf(e.getMessage()));
        board.busy("", "");
      }
      sourceDesk.follow(settings == null ? List.of() : settings.sources());
    }
    if (refresh) {
      sourceDesk.refresh();
    }
    if (newSpec || ends || content.metadata().deleting()) {
      decide();
    }
  }

  /** Does what there is to do next; called after everything that may have changed that. */
  private void decide() {
    Settings now = settings;
    if (vanished) {
      return;
    }
    if (application.metadata().deleting()) {
      syncDesk.supersede();
      if (!syncDesk.running()) {
        table.want(java.util.Set.of());
        around.router().claim(this, List.of());
        boolean keep = application.spec().suspend() || now == null || !now.cascade();
        board.busy("Deleting", cascade.step(application, keep));
      }
    } else if (application.spec().suspend()) {
      syncDesk.supersede();
      board.busy("", "");
      board.stalled("Suspended", "spec.suspend is set: nothing is applied, repaired or pruned");
    } else if (now != null && sourceDesk.following()) {
      keepFinalizer(now);
      proceed(now);
    }
  }

  private void proceed(Settings now) {
    Fetched fetched = sourceDesk.fetched();
    board.source(fetched);
    if (!fetched.isComplete()) {
      board.busy(fetched.error().isEmpty() ? "Fetching" : "WaitingForSource", fetched.error());
      return;
    }
    String revision = fetched.revision();
    Rendering rendering = renderDesk.rendering(now, fetched);
    switch (rendering) {
      case null -> board.busy("Rendering", "rendering revision " + revision);
      case Rendering.Unusable unusable -> {
        board.notRendered(unusable.reason(), unusable.message());
        board.busy("", "");
      }
      case Rendering.Postponed postponed -> board.busy("RenderPostponed", postponed.message());
      case Rendering.Ready ready -> {
        board.rendered();
        if (syncDesk.needed(now, ready, revision)
            && windowOpen(now)
            && dependenciesReady()
            && kindsListed(ready)) {
          around.router().claim(this, ready.desired().refs());
          syncDesk.start(now, ready.desired().at(revision));
        }
      }
    }
  }

  private boolean kindsListed(Rendering.Ready ready) {
    board.busy("Listing", "looking at what is in the cluster");
    return renderDesk.kindsListed(ready);
  }

  private boolean windowOpen(Settings now) {
    if (now.windows().permits(false, Optional.empty(), around.clock().instant())) {
      return true;
    }
    board.busy("WaitingForWindow", "spec.sync.windows lets no sync start now");
    if (!windowAsked) {
      windowAsked = true;
      around.timer().after(WINDOW_PAUSE, () -> post(WINDOW, new Message.WindowDue()));
    }
    return false;
  }

  private boolean dependenciesReady() {
    List<ApplicationId> dependencies =
        application.spec().dependsOn().stream()
            .map(dependency ->
                new ApplicationId(
                    dependency.namespace().isEmpty() ? id.namespace() : dependency.namespace(),
                    dependency.name()))
            .toList();
    return around
        .readiness()
        .firstMissing(id, dependencies, lookAgain)
        .map(missing -> {
          board.busy(
              "WaitingForDependency", "Application " + missing + " is not Synced and Healthy");
          return false;
        })
        .orElse(true);
  }

  /** Applications that came from Git have it from the start; those made by hand get it here. */
  private void keepFinalizer(Settings now) {
    boolean there =
        application.metadata().finalizers().contains(io.freehold.engine.Marks.FINALIZER);
    if (now.cascade() && !there && !finalizerAsked) {
      finalizerAsked = true;
      Application content = application;
      around.threads().execute(() -> around.store().addFinalizer(content));
    }
  }

  private void end() {
    vanished = true;
    sourceDesk.follow(List.of());
    syncDesk.supersede();
    statusWriter.close();
    around.router().unregister(this);
    around.watches().unfollow(lookAgain);
    around.readiness().forget(id);
    around.reporter().applicationGone(id);
    mailbox.close();
  }

  /** Shows what changed, once per batch of messages. */
  private void publish() {
    if (vanished) {
      return;
    }
    syncDesk.describe();
    board.unlisted(unlistedKinds());
    ApplicationStatus status = board.compose();
    statusWriter.offer(status, board.settled() || syncDesk.saving());
    if (!status.equals(reported)) {
      reported = status;
      around.readiness().update(id, isReady(status));
      around.reporter().application(report(status));
    }
  }

  private Map<KindName, String> unlistedKinds() {
    SortedMap<KindName, String> unlisted = around.watches().unlisted();
    if (unlisted.isEmpty()) {
      return Map.of();
    }
    SortedMap<KindName, String> ours = new TreeMap<>(unlisted);
    ours.keySet().retainAll(table.kinds());
    return ours;
  }

  private static boolean isReady(ApplicationStatus status) {
    return status.conditions().stream()
        .anyMatch(condition ->
            condition.type().equals(Condition.READY) && condition.status().equals("True"));
  }

  private ApplicationReport report(ApplicationStatus status) {
    String parent =
        TrackingId.parse(
                application.metadata().annotations().getOrDefault(ApiGroup.TRACKING_ANNOTATION, ""))
            .filter(mark -> mark.object().name().equals(id.name()))
            .map(mark -> mark.application().toString())
            .orElse("");
    return new ApplicationReport(
        id.namespace(),
        id.name(),
        application.spec().project(),
        parent,
        sourceDesk.url(),
        settings == null ? "" : settings.sources().getFirst().path(),
        status);
  }

  private static String refreshMark(Application application) {
    return application.metadata().annotations().getOrDefault(ApiGroup.REFRESH_ANNOTATION, "");
  }

  private boolean repairs() {
    return settings != null
        && settings.selfHeal()
        && !application.spec().suspend()
        && !application.metadata().deleting();
  }
}
