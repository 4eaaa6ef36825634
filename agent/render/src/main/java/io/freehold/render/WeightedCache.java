package io.freehold.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/** Least recently used entries go first when the weight of all is over the bound. Thread safe. */
final class WeightedCache<K, V> {
  private final long bound;
  private final ToLongFunction<V> weigher;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock, and so is weight.
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  WeightedCache(long bound, ToLongFunction<V> weigher) {
    this.bound = bound;
    this.weigher = weigher;
  }

  Optional<V> get(K key) {
    lock.lock();
    try {
      return Optional.ofNullable(entries.get(key));
    } finally {
      lock.unlock();
    }
  }

  void put(K key, V value) {
    long added = weigher.applyAsLong(value);
    lock.lock();
    try {
      if (added > bound) {
        // It would push everything else out and then go itself.
        V stale = entries.remove(key);
        weight -= stale == null ? 0 : weigher.applyAsLong(stale);
        return;
      }
      V previous = entries.put(key, value);
      weight += added - (previous == null ? 0 : weigher.applyAsLong(previous));
      var oldest = entries.entrySet().iterator();
      while (weight > bound && oldest.hasNext()) {
        Map.Entry<K, V> entry = oldest.next();
        weight -= weigher.applyAsLong(entry.getValue());
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }
}
