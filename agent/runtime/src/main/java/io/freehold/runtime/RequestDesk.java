package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.OperationPhase;
import io.freehold.api.OperationRequest;
import io.freehold.api.ProjectRules;
import io.freehold.api.TakenOperation;
import io.freehold.kube.ApplicationRequests;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what people ask for on one Application, one request after the other: takes it, lets
 * it run, and takes it off once the status in the API server says how it ended. Until then nothing
 * else is done, so that no crash can make it run twice. Owned by the application's actor.
 */
final class RequestDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RequestDesk.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final ApplicationId id;
  private final Surroundings around;
  private final SyncLog syncs;
  private final Consumer<Message> post;
  private final Runnable lookAgain;

  private Application application;
  private boolean news;
  private String kept = "";
  private @Nullable TakenOperation taken;
  private @Nullable Request request;
  private @Nullable Detour detour;
  private boolean moving;
  private boolean begun;
  private boolean ended;
  private boolean written;
  private boolean pausing;
  private int failures;
  private String terminating = "";

  RequestDesk(
      Application application,
      Surroundings around,
      SyncLog syncs,
      Consumer<Message> post,
      Runnable lookAgain) {
    this.id = application.id();
    this.application = application;
    this.around = around;
    this.syncs = syncs;
    this.post = post;
    this.lookAgain = lookAgain;
  }

  /** Whether there is a request that comes before everything else. */
  boolean active() {
    return taken != null;
  }

  /** The request that is to run now; empty while there is none, or nothing can be done for it. */
  Optional<TakenOperation> due() {
    return ended || pausing ? Optional.empty() : Optional.ofNullable(taken);
  }

  /** The Application is there with this content; returns whether that is news for requests. */
  boolean changed(Application content) {
    application = content;
    String now = content.metadata().annotations().getOrDefault(ApiGroup.TAKEN_ANNOTATION, "");
    news = true;
    boolean other = !now.equals(kept);
    if (other) {
      keep(now);
    }
    move();
    return other;
  }

  private void keep(String annotation) {
    kept = annotation;
    taken = annotation.isEmpty() ? null : ApplicationRequests.read(annotation).orElse(null);
    request = null;
    leaveDetour();
    pausing = false;
    ApplicationStatus.Operation last = syncs.operation();
    TakenOperation now = taken;
    boolean same = now != null && last.id().equals(now.id());
    ended = same && last.phase() != OperationPhase.RUNNING;
    // What says so was read when the process was new: it is in the API server.
    written = ended;
    begun = false;
    failures = same ? Math.max(0, last.attempt() - 1) : 0;
  }

  /** Moves what has to be moved, if nothing is on its way. */
  private void move() {
    if (moving) {
      return;
    }
    Application now = application;
    OperationRequest request = now.operation();
    news = false;
    if (!kept.isEmpty() && (taken == null || (ended && written))) {
      // What nobody can read is no request.
      moving = true;
      String annotation = kept;
      around.threads().execute(() -> post.accept(moved(around.store().endRequest(id, annotation))));
    } else if (kept.isEmpty() && request != null) {
      moving = true;
      TakenOperation next = new TakenOperation(Long.toString(now.metadata().generation()), request);
      around.threads().execute(() -> post.accept(moved(around.store().takeRequest(now, next))));
    }
  }

  private static Message moved(String problem) {
    return new Message.RequestMoved(problem);
  }

  /** A move was answered; the watch tells what came of it. */
  void moved(Message.RequestMoved answer) {
    moving = false;
    if (answer.problem().isEmpty()) {
      if (news) {
        // What came meanwhile may be what the move brought about, and want the next one.
        move();
      }
      return;
    }
    // As a rule the Application changed meanwhile, and its newest content is on its way.
    LOG.info("{}: a request could not be moved yet: {}", id, answer.problem());
    around.timer().after(AGAIN, () -> post.accept(new Message.RequestDue("")));
  }

  /** Time to go on; returns whether there is something to decide. */
  boolean due(Message.RequestDue due) {
    if (due.request().isEmpty()) {
      move();
      return false;
    }
    TakenOperation now = taken;
    boolean ours = now != null && now.id().equals(due.request());
    pausing &= !ours;
    return ours;
  }

  /**
   * Begins to carry out what is asked for, unless that has begun.
   *
   * @return what it is, checked; empty when it cannot be carried out, which is an end too
   */
  Optional<Request> begin(ProjectRules rules, SyncRules sync) {
    TakenOperation now = Objects.requireNonNull(taken, "no request");
    announce();
    if (request == null) {
      try {
        request = Request.of(application, now, rules, sync);
      } catch (IllegalArgumentException e) {
        refuse(String.valueOf(e.getMessage()));
      }
    }
    return Optional.ofNullable(request);
  }

  private void announce() {
    TakenOperation now = taken;
    if (!begun && now != null) {
      begun = true;
      String user = now.request().initiatedBy().username();
      LOG.info(
          "{}: {} asks for a sync{}",
          id,
          user.isEmpty() ? "somebody" : user,
          now.request().dryRun() ? " that changes nothing" : "");
      syncs.asked(now);
      syncs.pending("starting");
    }
  }

  /** What a request is about that is not about what Git wants now. */
  Detour detour(Request about) {
    if (detour == null) {
      detour = Detour.of(id, about, around, post, lookAgain);
    }
    return detour;
  }

  /** Something happened on the detour; returns whether there is something to decide. */
  boolean receive(Message.OnDetour message) {
    TakenOperation now = taken;
    if (detour == null || now == null || !now.id().equals(message.request())) {
      return false;
    }
    return detour.renders().receive(message.what());
  }

  /** Nothing can be done now. */
  void waits(String why) {
    syncs.pending(why);
  }

  /** It cannot be carried out as the Application is now, whatever it says. */
  void refuseAll(String why) {
    if (due().isPresent()) {
      announce();
      refuse(why);
    }
  }

  /** It cannot be carried out. */
  void refuse(String why) {
    LOG.warn("{}: what was asked for cannot be done: {}", id, why);
    syncs.refused(why);
    end();
  }

  /** Number of the next attempt. */
  int attempt() {
    return failures + 1;
  }

  /** A sync of it ended. */
  void ended(OperationPhase phase, boolean terminated) {
    Request about = request;
    Optional<Duration> pause = Optional.empty();
    if (phase == OperationPhase.FAILED && !terminated && about != null) {
      failures++;
      pause = about.pause(failures);
    }
    if (pause.isEmpty()) {
      end();
      return;
    }
    pausing = true;
    syncs.pending(
        "again in %d s: %s".formatted(pause.get().toSeconds(), syncs.operation().message()));
    String current = about == null ? "" : about.taken().id();
    around.timer().after(pause.get(), () -> post.accept(new Message.RequestDue(current)));
  }

  private void end() {
    ended = true;
    request = null;
    leaveDetour();
  }

  /** A status is in the API server; the request may go once it says how it ended. */
  void written(ApplicationStatus status) {
    TakenOperation now = taken;
    if (now != null
        && ended
        && !written
        && status.operation().id().equals(now.id())
        && status.operation().phase() != OperationPhase.RUNNING) {
      written = true;
      move();
    }
  }

  /** Whether a status has to be written before anything goes on. */
  boolean saving() {
    return ended && !written;
  }

  /**
   * Whether somebody wants that the operation ends that runs or waits now; each wish counts once.
   */
  boolean wantsEnd() {
    String value =
        application.metadata().annotations().getOrDefault(ApiGroup.TERMINATE_ANNOTATION, "");
    if (value.isEmpty() || value.equals(terminating)) {
      terminating = value;
      return false;
    }
    terminating = value;
    boolean meant =
        value.equals(ApiGroup.TERMINATE_ANY) || value.equals(syncs.operation().startedAt());
    around
        .threads()
        .execute(() -> {
          String problem = around.store().endTermination(id, value);
          if (!problem.isEmpty()) {
            LOG.info("{}: the wish to terminate stays: {}", id, problem);
          }
        });
    return meant;
  }

  /** Somebody wants the request to end, and no sync of it runs. */
  void giveUp() {
    if (taken != null && !ended && begun) {
      syncs.refused("terminated");
      end();
    }
  }

  /** The Application no longer exists, or nothing is done for it. */
  void leave() {
    leaveDetour();
  }

  private void leaveDetour() {
    if (detour != null) {
      detour.end();
      detour = null;
    }
  }
}
