package io.freehold.server;

import io.freehold.store.Change;
import io.freehold.store.ChangeLog;
import io.freehold.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the open pages when a cluster falls silent: silence itself sends no event. */
final class StalenessWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StalenessWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Supplier<Map<String, Freshness>> states;
  private final ChangeLog changes;
  private final Rounds rounds;
  // Used by the thread only.
  private Map<String, Freshness> last = Map.of();

  StalenessWatch(Supplier<Map<String, Freshness>> states, ChangeLog changes) {
    this.states = states;
    this.changes = changes;
    this.rounds = new Rounds("staleness", EVERY, this::round);
  }

  void start() {
    rounds.start();
  }

  /** Looks once. */
  void look() {
    Map<String, Freshness> now = states.get();
    List<Change> changed = new ArrayList<>();
    // The first look only learns: the pages have just fetched everything.
    boolean first = last.isEmpty();
    now.forEach((cluster, state) -> {
      if (!first && state != last.get(cluster)) {
        log.info("Cluster {} is {}", cluster, state);
        changed.add(new Change(Change.Kind.CLUSTER, cluster, "", ""));
      }
    });
    last = now;
    changes.append(changed);
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void round() {
    try {
      look();
    } catch (StoreException e) {
      log.debug("staleness cannot be told: {}", e.toString());
    }
  }
}
