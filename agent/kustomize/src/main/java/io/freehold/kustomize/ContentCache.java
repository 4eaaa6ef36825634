package io.freehold.kustomize;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded map in two generations: when the young one is full it becomes the old one, and what is
 * found in the old one is young again. Readers and writers never wait for each other.
 */
final class ContentCache<K, V> {
  private record Weighed<V>(V value, long weight) {}

  private static final class Generation<K, V> {
    final ConcurrentHashMap<K, Weighed<V>> entries = new ConcurrentHashMap<>();
    final AtomicLong weight = new AtomicLong();
  }

  private final long maxWeight;
  private volatile Generation<K, V> young = new Generation<>();
  private volatile Generation<K, V> old = new Generation<>();

  /**
   * @param maxWeight most weight of one generation, so at most twice as much is kept
   */
  ContentCache(long maxWeight) {
    this.maxWeight = maxWeight;
  }

  Optional<V> get(K key) {
    var found = young.entries.get(key);
    if (found == null) {
      found = old.entries.get(key);
      if (found != null) {
        put(key, found);
      }
    }
    return Optional.ofNullable(found).map(Weighed::value);
  }

  void put(K key, V value, long weight) {
    put(key, new Weighed<>(value, weight));
  }

  private void put(K key, Weighed<V> weighed) {
    var generation = young;
    var before = generation.entries.put(key, weighed);
    long more = weighed.weight() - (before == null ? 0 : before.weight());
    if (generation.weight.addAndGet(more) > maxWeight) {
      turn(generation);
    }
  }

  private synchronized void turn(Generation<K, V> full) {
    // Only the first of several threads that found it full turns it.
    if (young == full) {
      old = full;
      young = new Generation<>();
    }
  }
}
