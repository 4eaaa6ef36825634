package io.freehold.server;

import io.freehold.store.LoggedChange;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells every open stream what changed. Publishing never waits for a reader. */
final class ChangeHub {
  private static final int MAX_READERS = 500;

  private final Set<ChangeReader> readers = ConcurrentHashMap.newKeySet();

  void publish(Collection<LoggedChange> changes) {
    readers.forEach(reader -> reader.offer(changes));
  }

  /** A new reader; empty when there are too many. Close it. */
  Optional<ChangeReader> subscribe() {
    if (readers.size() >= MAX_READERS) {
      return Optional.empty();
    }
    var reader = new ChangeReader(this);
    readers.add(reader);
    return Optional.of(reader);
  }

  void remove(ChangeReader reader) {
    readers.remove(reader);
  }

  /** Ends all streams. */
  void close() {
    readers.forEach(ChangeReader::close);
  }
}
