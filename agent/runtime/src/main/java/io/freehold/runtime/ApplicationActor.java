package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ObjectRef;
import io.freehold.engine.LiveObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks after one Application: takes what happens from its mailbox, one message at a time, and
 * hands it to the part that it concerns; what to do next is decided by {@link Course}. It never
 * blocks; what takes time runs elsewhere and answers with a message.
 */
final class ApplicationActor implements ObjectListener {
  private static final Object SPEC = "spec";
  private static final Object LOOK = "look";

  /** Pause between two looks whether a fight is over. */
  private static final Duration PEACE = Duration.ofMinutes(1);

  private final ApplicationId id;
  private final Surroundings around;
  private final Mailbox<Message> mailbox;
  private final DriftKeeper drift;
  private final SyncDesk syncDesk;
  private final StatusDesk statusDesk;
  private final RequestDesk requests;
  private final Course course;
  private final StatusBoard board;
  private final AtomicBoolean peaceAsked = new AtomicBoolean();
  private final Runnable lookAgain = this::askAgain;

  ApplicationActor(Application application, Surroundings shared) {
    this.id = application.id();
    Account account = new Account();
    this.around = shared.writingAs(account);
    this.mailbox = new Mailbox<>(around.threads(), this::receive, this::publish);
    ObjectTable table = new ObjectTable();
    this.board = new StatusBoard(application.status(), table, around.clock());
    ObjectWrites writes = new ObjectWrites(id, around, table, mailbox::post);
    this.statusDesk = new StatusDesk(application, around, table, board, mailbox::post);
    this.drift =
        new DriftKeeper(
            new DriftActions(id, around, board, writes, mailbox::post, this::repairs),
            table,
            around.drift(),
            around.clock());
    this.requests = new RequestDesk(application, around, board.syncs(), mailbox::post, lookAgain);
    this.syncDesk =
        new SyncDesk(id, around, table, drift, board, writes, requests, mailbox::post, lookAgain);
    this.course =
        new Course(
            application,
            this,
            account,
            around,
            table,
            board,
            drift,
            syncDesk,
            requests,
            mailbox,
            lookAgain);
    around.router().register(this);
    around.watches().follow(lookAgain);
    around.projects().follow(lookAgain);
  }

  @Override
  public ApplicationId id() {
    return id;
  }

  /** The status as it was last shown; may be asked from any thread. */
  ApplicationStatus shown() {
    return statusDesk.shown();
  }

  /** The Application is there with this content. */
  void changed(Application content) {
    mailbox.post(SPEC, new Message.SpecChanged(content, ""));
  }

  /** The Application is there, but its spec cannot be read. */
  void unreadable(Application known, String problem) {
    mailbox.post(SPEC, new Message.SpecChanged(known, problem));
  }

  /** The Application no longer exists. */
  void vanished() {
    mailbox.post(SPEC, new Message.Vanished());
  }

  @Override
  public void seen(LiveObject live) {
    mailbox.post(live.ref(), new Message.ObjectSeen(live));
  }

  @Override
  public void gone(ObjectRef ref) {
    mailbox.post(ref, new Message.ObjectGone(ref));
  }

  @Override
  public void orphansChanged() {
    askAgain();
  }

  private void askAgain() {
    mailbox.post(LOOK, new Message.LookAgain());
  }

  private void receive(Message message) {
    switch (message) {
      case Message.SpecChanged _,
          Message.LookAgain _,
          Message.WindowDue _,
          Message.RenderDone _,
          Message.RenderStale _,
          Message.KindsListed _,
          Message.OnDetour _,
          Message.RequestMoved _,
          Message.RequestDue _ ->
          course.receive(message);
      case Message.Vanished() -> end();
      case Message.ObjectSeen(LiveObject live) -> {
        drift.seen(live);
        syncDesk.seen(live);
      }
      case Message.ObjectGone(ObjectRef ref) -> {
        drift.gone(ref);
        syncDesk.gone(ref);
        course.gone();
      }
      case Message.ObjectLooked(ObjectRef ref, Optional<LiveObject> live) -> {
        drift.looked(ref, live);
        syncDesk.looked(ref, live);
      }
      case Message.RepairDue(ObjectRef ref) -> drift.due(ref);
      case Message.DeleteDone done when done.operation() == Cascade.NUMBER -> course.receive(done);
      case Message.StatusWritten(ApplicationStatus status) -> {
        requests.written(status);
        if (syncDesk.receive(message)) {
          course.decide();
        }
      }
      case Message.WriteDone _,
          Message.DeleteDone _,
          Message.WriteDue _,
          Message.WakeDue _,
          Message.CheckDone _,
          Message.HookCleared _,
          Message.HookDue _,
          Message.HookEnded _,
          Message.InventoryReady _ -> {
        if (syncDesk.receive(message)) {
          course.decide();
        }
      }
      case Message.Compared answer -> {
        if (syncDesk.compared(answer)) {
          course.decide();
        }
      }
      case Message.RetryDue due -> {
        if (syncDesk.retry(due)) {
          course.retry();
        }
      }
    }
  }

  private boolean repairs() {
    return course.repairs();
  }

  private void end() {
    course.end();
    syncDesk.supersede();
    around.router().unregister(this);
    around.watches().unfollow(lookAgain);
    around.projects().unfollow(lookAgain);
    statusDesk.close();
    mailbox.close();
  }

  /** Shows what changed, once per batch of messages. */
  private void publish() {
    if (course.ended()) {
      return;
    }
    syncDesk.describe();
    boolean soon = syncDesk.saving() || requests.saving();
    statusDesk.publish(course.application(), course.url(), course.path(), soon, course.prunes());
    if (board.fighting() && peaceAsked.compareAndSet(false, true)) {
      // Peace is no event.
      around
          .timer()
          .after(
              PEACE,
              () -> {
                peaceAsked.set(false);
                askAgain();
              });
    }
  }
}
