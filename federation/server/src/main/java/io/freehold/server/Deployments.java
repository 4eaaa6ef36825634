package io.freehold.server;

import io.freehold.store.HealthFact;
import io.freehold.store.SyncFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the deployments in what happened. Syncs of one revision that follow each other are one
 * deployment; one that changed nothing is none.
 */
final class Deployments {
  private static final String HEALTHY = "Healthy";
  private static final String DEGRADED = "Degraded";

  private final DeliveryRules rules;

  Deployments(DeliveryRules rules) {
    this.rules = rules;
  }

  /** The deployments, newest first. */
  List<Deployment> of(List<SyncFact> syncs, List<HealthFact> health) {
    Map<String, List<HealthFact>> healthOf =
        health.stream()
            .sorted(Comparator.comparing(HealthFact::at))
            .collect(
                Collectors.groupingBy(
                    fact -> key(fact.cluster(), fact.namespace() + "/" + fact.name())));
    List<Deployment> found = new ArrayList<>();
    syncs.stream()
        .collect(
            Collectors.groupingBy(
                fact -> key(fact.cluster(), fact.application()), TreeMap::new, Collectors.toList()))
        .forEach((key, of) -> {
          of.sort(Comparator.comparing(SyncFact::endedAt));
          found.addAll(ofOne(of, healthOf.getOrDefault(key, List.of())));
        });
    found.sort(
        Comparator.comparing(Deployment::at)
            .thenComparing(one -> one.sync().cluster())
            .thenComparing(one -> one.sync().application())
            .reversed());
    return found;
  }

  private List<Deployment> ofOne(List<SyncFact> syncs, List<HealthFact> health) {
    List<Run> runs = new ArrayList<>();
    Run current = null;
    for (SyncFact sync : syncs) {
      if (current == null || !current.revision().equals(sync.revision())) {
        current = new Run(new ArrayList<>());
        runs.add(current);
      }
      current.syncs().add(sync);
    }
    runs.removeIf(run -> !run.counts());
    List<Deployment> found = new ArrayList<>();
    Set<String> digests = new HashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      Optional<Run> next = i + 1 < runs.size() ? Optional.of(runs.get(i + 1)) : Optional.empty();
      String before = i == 0 ? "" : runs.get(i - 1).last().digest();
      found.add(deployment(runs.get(i), before, next, digests, health));
      digests.add(runs.get(i).last().digest());
    }
    return found;
  }

  private Deployment deployment(
      Run run, String before, Optional<Run> next, Set<String> digests, List<HealthFact> health) {
    Instant at = run.at();
    Optional<Instant> syncFailed = run.firstFailure();
    // Health after the next deployment is about that one.
    List<HealthFact> after =
        health.stream()
            .filter(fact -> !fact.at().isBefore(at))
            .filter(fact -> next.isEmpty() || fact.at().isBefore(next.get().at()))
            .toList();
    Optional<Instant> degraded =
        after.stream()
            .filter(fact -> fact.health().equals(DEGRADED))
            .map(HealthFact::at)
            .filter(time -> !time.isAfter(at.plus(rules.failureWindow())))
            .findFirst();
    boolean reverted =
        next.filter(run2 -> run2.success().isPresent()).isPresent()
            && (rules.reverts(next.get().last().subject())
                || (!before.isEmpty() && next.get().last().digest().equals(before)));
    String failure =
        syncFailed.isPresent()
            ? "sync"
            : degraded.isPresent() ? "degraded" : reverted ? "reverted" : "";
    Optional<Instant> failedAt =
        syncFailed.or(() -> degraded).or(() -> reverted ? Optional.of(at) : Optional.empty());
    String digest = run.last().digest();
    return new Deployment(
        run.last(),
        at,
        run.success().isPresent(),
        failedAt,
        failure,
        failedAt.flatMap(failed -> recovered(failure, failed, run, next, after)),
        rules.unplanned(run.last().subject())
            || (!digest.isEmpty() && !digest.equals(before) && digests.contains(digest)));
  }

  private static Optional<Instant> recovered(
      String failure, Instant failedAt, Run run, Optional<Run> next, List<HealthFact> after) {
    List<Instant> times = new ArrayList<>();
    if (failure.equals("sync")) {
      run.success().filter(time -> time.isAfter(failedAt)).ifPresent(times::add);
    }
    if (failure.equals("degraded")) {
      after.stream()
          .filter(fact -> fact.health().equals(HEALTHY) && fact.at().isAfter(failedAt))
          .map(HealthFact::at)
          .forEach(times::add);
    }
    next.flatMap(Run::success).filter(time -> !time.isBefore(failedAt)).ifPresent(times::add);
    return times.stream().min(Comparator.naturalOrder());
  }

  private static String key(String cluster, String application) {
    return cluster + "\n" + application;
  }

  /** Syncs of one revision that followed each other, oldest first. */
  private record Run(List<SyncFact> syncs) {
    String revision() {
      return syncs.getFirst().revision();
    }

    /** Whether it did anything, or tried to. */
    boolean counts() {
      return syncs.stream().anyMatch(sync -> sync.changed() > 0 || !sync.succeeded());
    }

    /** The sync that brought the revision, or the last that tried. */
    SyncFact last() {
      return syncs.stream().filter(SyncFact::succeeded).findFirst().orElse(syncs.getLast());
    }

    Instant at() {
      return last().endedAt();
    }

    Optional<Instant> success() {
      return syncs.stream().filter(SyncFact::succeeded).map(SyncFact::endedAt).findFirst();
    }

    /** A failure before the revision was in place; later ones are repairs of drift. */
    Optional<Instant> firstFailure() {
      SyncFact first = syncs.getFirst();
      return first.succeeded() ? Optional.empty() : Optional.of(first.endedAt());
    }
  }
}
