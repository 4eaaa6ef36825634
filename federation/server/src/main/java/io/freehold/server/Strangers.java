package io.freehold.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may cause a look at the registry by a claim that cannot be verified. An address has few
 * places at a time, and none for a while after a claim of it turned out to be false; so whoever
 * invents names takes no place from others. Thread safe.
 */
final class Strangers {
  /** Requests of one address that wait for a look at a time. */
  static final int PLACES = 2;

  /** How long a false claim is remembered. */
  static final Duration BARRED = Duration.ofSeconds(10);

  private static final int MAX_KNOWN = 10_000;

  private final InstantSource clock;
  // Guarded by this.
  private final Map<String, Stranger> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Stranger> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  Strangers(InstantSource clock) {
    this.clock = clock;
  }

  /** Gives an address one of its places; false when it has none left. */
  synchronized boolean enter(String peer) {
    Stranger stranger = known.getOrDefault(peer, Stranger.NEW);
    if (stranger.waiting >= PLACES || clock.instant().isBefore(stranger.barredUntil)) {
      return false;
    }
    known.put(peer, new Stranger(stranger.waiting + 1, stranger.barredUntil));
    return true;
  }

  /** Gives the place back, and says whether the claim was true. */
  synchronized void leave(String peer, boolean claimTrue) {
    Stranger stranger = known.getOrDefault(peer, Stranger.NEW);
    int waiting = Math.max(0, stranger.waiting - 1);
    Instant barred = claimTrue ? stranger.barredUntil : clock.instant().plus(BARRED);
    if (waiting == 0 && claimTrue && !clock.instant().isBefore(barred)) {
      known.remove(peer);
    } else {
      known.put(peer, new Stranger(waiting, barred));
    }
  }

  private record Stranger(int waiting, Instant barredUntil) {
    static final Stranger NEW = new Stranger(0, Instant.MIN);
  }
}
