package io.freehold.server;

import io.freehold.api.ApplicationReport;
import io.freehold.notify.Evaluation;
import io.freehold.notify.Happening;
import io.freehold.notify.Rules;
import io.freehold.notify.Silence;
import io.freehold.notify.Standing;
import io.freehold.notify.States;
import io.freehold.notify.Stored;
import io.freehold.notify.Subject;
import io.freehold.store.NotificationChanges.Firing;
import io.freehold.store.NotificationChanges.Judge;
import io.freehold.store.Observed;
import io.freehold.store.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what changes of applications and clusters mean to rules at some time.
 *
 * @param rules the rules
 * @param silences silences of rules and operators
 * @param now the time
 * @param listeningSince since when reports would have been received: before, silence says nothing
 */
record NotificationJudge(Rules rules, List<Silence> silences, Instant now, Instant listeningSince)
    implements Judge {
  // Somebody who is first heard of and did something so long ago at most did it just now.
  private static final Duration JUST_NOW = Duration.ofMinutes(10);
  private static final String STALE = Freshness.STALE.toString();

  @Override
  public Verdict judge(Observed observed, boolean learning, Firing firing) {
    boolean cluster = observed.name().isEmpty();
    Map<String, Standing> standings = observed.standings().map(Stored::standings).orElse(Map.of());
    Map<String, Object> before =
        observed
            .before()
            .map(Stored::values)
            .orElseGet(cluster ? States::noCluster : States::noApplication);
    Optional<Map<String, Object>> after =
        cluster ? cluster(observed, before) : application(observed);
    if (after.isEmpty()) {
      return verdict(
          observed,
          "",
          Map.of(),
          rules.ended(standings),
          Map.of("before", before, "after", before),
          firing,
          Map.of());
    }
    boolean fresh =
        observed.before().isPresent()
            ? !before.equals(after.get())
            : !learning && justNow(after.get());
    Evaluation evaluation =
        rules.evaluate(
            cluster ? Subject.CLUSTER : Subject.APPLICATION,
            standings,
            new Evaluation.Observation(before, after.get(), observed.drifts(), fresh));
    return verdict(
        observed,
        Stored.write(after.get()),
        evaluation.standings(),
        evaluation.happenings(),
        Map.of("before", before, "after", after.get(), "repairs", observed.drifts()),
        firing,
        evaluation.problems());
  }

  private Verdict verdict(
      Observed observed,
      String state,
      Map<String, Standing> standings,
      List<Happening> happenings,
      Map<String, Object> values,
      Firing firing,
      Map<String, String> problems) {
    List<Verdict.Event> events = new ArrayList<>();
    List<Verdict.Silenced> silenced = new ArrayList<>();
    String happened = happenings.isEmpty() ? "" : Stored.write(values);
    for (Happening happening : happenings) {
      String phase = happening.phase().name();
      for (Rules.Route route : rules.routes(happening, values)) {
        Optional<Silence> silence =
            Rules.silencing(silences, happening.trigger(), after(values), now);
        if (silence.isPresent()) {
          silenced.add(
              new Verdict.Silenced(
                  route.target(),
                  happening.trigger(),
                  phase,
                  "silenced by %s until %s: %s"
                      .formatted(
                          silence.get().author(), silence.get().until(), silence.get().reason())));
        } else if (!stillOpen(observed, happening, route, firing)) {
          events.add(
              new Verdict.Event(
                  route.target(),
                  route.group(),
                  route.incident(),
                  happening.trigger(),
                  phase,
                  now,
                  now.plus(route.digest()),
                  happened));
        }
      }
    }
    return new Verdict(state, Stored.write(standings), events, silenced, problems);
  }

  /** Whether an incident goes on in other clusters when it is over in this one. */
  private boolean stillOpen(
      Observed observed, Happening happening, Rules.Route route, Firing firing) {
    return happening.phase() == Happening.Phase.RESOLVED
        && rules.keepsIncidents(route.target())
        && firing
            .states(happening.trigger(), observed.namespace(), observed.name(), observed.cluster())
            .stream()
            .anyMatch(state ->
                rules.sameSubscription(
                    route.subscription(), happening.trigger(), Stored.values(state)));
  }

  private static Optional<Map<String, Object>> application(Observed observed) {
    Optional<ApplicationReport> report = observed.report();
    return report.map(known -> States.application(observed.cluster(), observed.labels(), known));
  }

  private Optional<Map<String, Object>> cluster(Observed observed, Map<String, Object> before) {
    return observed
        .seen()
        .map(seen -> {
          String state = state(seen, before);
          var told = new java.util.HashMap<>(seen.told());
          told.put("problem", seen.problem());
          if (!state.equals(Freshness.FRESH.toString())) {
            // Otherwise it would be another state with each report.
            seen.at().ifPresent(at -> told.put("lastReportAt", at.toString()));
          }
          return States.cluster(
              observed.cluster(), observed.labels(), state, told, seen.outboxLost());
        });
  }

  /** How fresh a cluster is; silence of a time in which nobody listened does not count. */
  private String state(Observed.Seen seen, Map<String, Object> before) {
    Freshness freshness = Freshness.of(seen.at(), seen.intervalSeconds(), now);
    if (freshness != Freshness.STALE || STALE.equals(before.get("state"))) {
      return freshness.toString();
    }
    Optional<Instant> heard = seen.at().map(at -> at.isAfter(listeningSince) ? at : listeningSince);
    return Freshness.of(heard, seen.intervalSeconds(), now).toString();
  }

  private boolean justNow(Map<String, Object> state) {
    try {
      return state.get("finishedAt") instanceof String at
          && !at.isEmpty()
          && OffsetDateTime.parse(at).toInstant().isAfter(now.minus(JUST_NOW));
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> after(Map<String, Object> values) {
    return values.get("after") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
