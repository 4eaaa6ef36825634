package io.freehold.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Decides whose request is taken when, so that memory is bounded and no sender starves another: a
 * sender has a rate and so many requests under way at a time, all bodies together have a bound of
 * which one sender holds at most a quarter, and of the few places for unpacking and storing at most
 * half. Places are given in the order of asking. Whoever is turned away is told when to come again;
 * nothing is dropped. Thread safe.
 */
final class Admission {
  /** Requests of one sender that are received, unpacked or stored at a time. */
  static final int UNDER_WAY = 256;

  /** Bytes of all bodies that are held at a time. */
  static final long MEMORY = 128L << 20;

  /** A body that takes longer gives up its memory and its turn when others need them. */
  static final Duration SLOWEST_BODY = Duration.ofSeconds(60);

  private static final int PLACES = 8;
  private static final int PLACES_OF_ONE = PLACES / 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final long MEMORY_OF_ONE = MEMORY / 4;

  private final RateLimit limit;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(PLACES, true);
  // Guarded by this, as is the state of tickets.
  private final Map<String, Account> accounts = new HashMap<>();
  private final Set<Ticket> receiving = new HashSet<>();
  private long free = MEMORY;

  Admission(RateLimit limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Lets a request in.
   *
   * @throws BusyException when its sender has to come again later
   */
  synchronized Ticket admit(Sender sender) {
    Instant now = clock.instant();
    Account account = accounts.computeIfAbsent(sender.account(), _ -> new Account(sender, now));
    Duration pause = account.bucket.pause(now);
    if (pause.isPositive()) {
      throw new BusyException(
          true,
          pause,
          "this sender reports more than " + limit.bytesPerSecond() + " bytes a second");
    }
    if (account.underWay >= UNDER_WAY) {
      forgetSlow(now);
    }
    if (account.underWay >= UNDER_WAY) {
      throw new BusyException(
          true, SOON, "this sender has " + UNDER_WAY + " requests under way already");
    }
    account.underWay++;
    var ticket = new Ticket(account, now);
    receiving.add(ticket);
    return ticket;
  }

  /** Bytes that bodies hold now. */
  synchronized long held() {
    return MEMORY - free;
  }

  private void forgetSlow(Instant now) {
    for (Ticket ticket : Set.copyOf(receiving)) {
      if (Duration.between(ticket.since, now).compareTo(SLOWEST_BODY) > 0) {
        ticket.close();
      }
    }
  }

  /** What is known of a sender. */
  private final class Account {
    final Bucket bucket;
    final Semaphore share = new Semaphore(PLACES_OF_ONE, true);
    int underWay;
    long held;

    Account(Sender sender, Instant now) {
      boolean collector = sender instanceof Sender.Collector;
      this.bucket = new Bucket(collector ? limit.ofCollector() : limit, now);
    }
  }

  /** A request that was let in; to be closed whatever becomes of it, twice is no harm. */
  final class Ticket implements AutoCloseable {
    private final Account account;
    private final Instant since;
    private long bytes;
    private boolean placed;
    private boolean over;

    private Ticket(Account account, Instant since) {
      this.account = account;
      this.since = since;
    }

    /**
     * Takes note of bytes that were received.
     *
     * @throws BusyException when there is no room for them now, or the request took too long
     */
    void hold(long more) {
      synchronized (Admission.this) {
        if (!over && !room(more)) {
          forgetSlow(clock.instant());
        }
        if (over || !room(more)) {
          throw new BusyException(more <= free, SOON, "too many requests at once");
        }
        bytes += more;
        account.held += more;
        free -= more;
      }
    }

    private boolean room(long more) {
      return more <= free && account.held + more <= MEMORY_OF_ONE;
    }

    /**
     * Waits for a place; the body is complete.
     *
     * @throws BusyException when there is none in time
     */
    void enter() {
      synchronized (Admission.this) {
        if (over) {
          throw new BusyException(false, SOON, "the request took too long");
        }
        receiving.remove(this);
      }
      try {
        // First the own share: only who has one stands in the queue of all.
        if (account.share.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          if (places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            placed = true;
            return;
          }
          account.share.release();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      throw new BusyException(false, PATIENCE, "too many requests at once");
    }

    /** Charges the sender for what was unpacked. */
    void spend(long weight) {
      synchronized (Admission.this) {
        account.bucket.spend(weight);
      }
    }

    @Override
    public void close() {
      synchronized (Admission.this) {
        if (over) {
          return;
        }
        over = true;
        receiving.remove(this);
        free += bytes;
        account.held -= bytes;
        account.underWay--;
        if (placed) {
          places.release();
          account.share.release();
        }
      }
    }
  }

  /** The request is not taken now. */
  static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean own;
    private final Duration pause;
    private final String reason;

    BusyException(boolean own, Duration pause, String reason) {
      super(reason, null, false, false);
      this.own = own;
      this.pause = pause;
      this.reason = reason;
    }

    /** Whether the sender itself is the cause, and not the others or the plane. */
    boolean own() {
      return own;
    }

    /** When to come again. */
    Duration pause() {
      return pause;
    }

    /** Why, for the sender. */
    String reason() {
      return reason;
    }
  }
}
