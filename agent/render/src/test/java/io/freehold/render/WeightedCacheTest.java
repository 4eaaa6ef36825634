package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightedCacheTest {
  private final WeightedCache<String, Long> cache = new WeightedCache<>(10, weight -> weight);

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    cache.put("a", 4L);
    cache.put("b", 4L);
    assertThat(cache.get("a")).contains(4L);
    cache.put("c", 4L);
    assertThat(cache.get("b")).isEmpty();
    assertThat(cache.get("a")).contains(4L);
    assertThat(cache.get("c")).contains(4L);
  }

  @Test
  void whatIsHeavierThanTheBoundIsNotKeptAndPushesNothingOut() {
    cache.put("a", 4L);
    cache.put("b", 11L);
    assertThat(cache.get("b")).isEmpty();
    assertThat(cache.get("a")).contains(4L);
    cache.put("a", 11L);
    assertThat(cache.size()).isZero();
    cache.put("c", 10L);
    assertThat(cache.get("c")).contains(10L);
  }

  @Test
  void replacingAnEntryCountsItOnce() {
    for (int i = 0; i < 5; i++) {
      cache.put("a", 6L);
    }
    cache.put("b", 4L);
    assertThat(cache.size()).isEqualTo(2);
  }
}
