package io.freehold.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what changes in the database, whichever plane wrote it, and passes messages between planes.
 * It listens on a connection of its own; while the database does not answer it tries again and then
 * goes on where it was.
 */
public final class ChangeFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final String MESSAGES = "freehold_messages";
  private static final int MAX_MESSAGE = 4_000;

  private final Database database;
  private final ChangeLog changes;
  private final Consumer<List<LoggedChange>> onChanges;
  private final Consumer<String> onMessage;
  private final Thread thread;
  // Used by the thread only, except before it starts.
  private EventId position;

  /**
   * @param onChanges told of every change once, in order, from now on; must not block for long
   * @param onMessage told of every {@link #send message}; must not block for long
   */
  public ChangeFeed(
      Database database, Consumer<List<LoggedChange>> onChanges, Consumer<String> onMessage) {
    this.database = database;
    this.changes = new ChangeLog(database);
    this.onChanges = onChanges;
    this.onMessage = onMessage;
    this.position = changes.newest();
    this.thread = Thread.ofVirtual().name("change-feed").unstarted(this::run);
  }

  /** Starts telling. */
  public void start() {
    thread.start();
  }

  /**
   * Sends a short text to every plane on the database that listens now, this one included.
   *
   * @throws StoreException when the database does not answer
   */
  public void send(String message) {
    if (message.length() > MAX_MESSAGE) {
      throw new IllegalArgumentException("a message of " + message.length() + " characters");
    }
    database.write(handle ->
        handle
            .select("select pg_notify(?, ?)::text", MESSAGES, message)
            .mapTo(String.class)
            .list());
  }

  @Override
  public void close() {
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(LONGEST_WAIT.plusSeconds(1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        listen();
      } catch (StoreException e) {
        log.debug("listening to the database failed: {}", e.toString());
        pause();
      }
    }
  }

  private void listen() {
    database.<Integer>read(handle -> {
      handle.execute("listen " + ChangeLog.CHANNEL);
      handle.execute("listen " + MESSAGES);
      try {
        PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
        while (!Thread.currentThread().isInterrupted()) {
          // Also without a notification: a change may have waited for an older transaction.
          tell();
          PGNotification[] arrived = connection.getNotifications((int) LONGEST_WAIT.toMillis());
          if (arrived != null) {
            pass(arrived);
          }
        }
        handle.execute("unlisten *");
        return 0;
      } catch (SQLException e) {
        throw new StoreException(
            StoreException.Code.UNAVAILABLE, "the database went away while listening", e);
      }
    });
  }

  private void tell() {
    List<LoggedChange> page = changes.after(position);
    while (!page.isEmpty()) {
      position = page.getLast().id();
      onChanges.accept(page);
      page = changes.after(position);
    }
  }

  private void pass(PGNotification[] arrived) {
    for (PGNotification notification : arrived) {
      if (notification.getName().equals(MESSAGES)) {
        onMessage.accept(notification.getParameter());
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LONGEST_WAIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
