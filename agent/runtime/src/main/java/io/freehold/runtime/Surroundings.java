package io.freehold.runtime;

import io.freehold.engine.DriftDetector;
import io.freehold.engine.IgnoreRules;
import io.freehold.health.HealthRules;
import io.freehold.telemetry.Reporter;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What every application's actor works with.
 *
 * @param store the Applications in the API server
 * @param sources where desired state comes from
 * @param projects what applications may do
 * @param renders makes objects of it
 * @param router who looks after which object
 * @param watches what feeds the router
 * @param writer writes objects
 * @param drift compares objects
 * @param health judges objects
 * @param ignore what may differ from Git in all applications
 * @param readiness which applications are ready, for those that depend on them
 * @param reporter tells the outside
 * @param metrics counts
 * @param timer runs things later
 * @param threads runs things that block
 * @param clock the time
 */
record Surroundings(
    ApplicationStore store,
    Sources sources,
    Projects projects,
    Renders renders,
    ObjectRouter router,
    KindWatches watches,
    Writer writer,
    DriftDetector drift,
    HealthRules health,
    IgnoreRules ignore,
    Readiness readiness,
    Reporter reporter,
    Metrics metrics,
    Timer timer,
    Executor threads,
    Clock clock) {
  /** These, with objects written in the name of an account. */
  Surroundings writingAs(Account account) {
    return new Surroundings(
        store,
        sources,
        projects,
        renders,
        router,
        watches,
        writer.as(account::user),
        drift,
        health,
        ignore,
        readiness,
        reporter,
        metrics,
        timer,
        threads,
        clock);
  }
}
