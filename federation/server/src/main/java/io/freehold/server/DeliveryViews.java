package io.freehold.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The five metrics of DORA out of deployments. */
final class DeliveryViews {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double MEDIAN = 0.5;
  private static final double NINETY = 0.9;
  private static final double DAYS_OF_WEEK = 7;

  /** How each metric is counted, for people. */
  static final Map<String, String> DEFINITIONS = definitions();

  private DeliveryViews() {}

  /** The metrics of a group of deployments. */
  static ObjectNode metrics(String key, List<Deployment> of, Instant from, Instant to) {
    ObjectNode view = figures(JSON.objectNode().put("key", key), of);
    double weeks = Math.max(1, Duration.between(from, to).toDays()) / DAYS_OF_WEEK;
    view.put("deploymentsPerWeek", rounded(of.size() / weeks));
    ArrayNode buckets = view.putArray("weeks");
    LocalDate monday =
        from.atZone(ZoneOffset.UTC)
            .toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    for (LocalDate week = monday; start(week).isBefore(to); week = week.plusWeeks(1)) {
      Instant begin = start(week);
      Instant end = start(week.plusWeeks(1));
      buckets.add(
          figures(
              JSON.objectNode().put("start", begin.toString()),
              of.stream()
                  .filter(one -> !one.at().isBefore(begin) && one.at().isBefore(end))
                  .toList()));
    }
    return view;
  }

  private static ObjectNode figures(ObjectNode view, List<Deployment> of) {
    view.put("deployments", of.size());
    long failed = of.stream().filter(Deployment::failed).count();
    long reworked = of.stream().filter(Deployment::rework).count();
    view.put("failed", failed).put("rework", reworked);
    if (!of.isEmpty()) {
      view.put("changeFailRate", rounded((double) failed / of.size()));
      view.put("reworkRate", rounded((double) reworked / of.size()));
    }
    view.set("leadTime", spread(of, Deployment::leadTime));
    view.set("leadTimeFromAuthor", spread(of, Deployment::leadTimeOfAuthor));
    view.set("recoveryTime", spread(of, Deployment::recovery));
    view.put(
        "notRecovered",
        of.stream().filter(one -> one.failed() && one.recoveredAt().isEmpty()).count());
    return view;
  }

  /** A deployment, for who asks what is behind a number. */
  static ObjectNode deployment(Deployment one) {
    ObjectNode view =
        JSON.objectNode()
            .put("at", one.at().toString())
            .put("cluster", one.sync().cluster())
            .put("environment", one.sync().environment())
            .put("namespace", one.sync().namespace())
            .put("name", one.sync().name())
            .put("revision", one.sync().revision())
            .put("digest", one.sync().digest())
            .put("subject", one.sync().subject())
            .put("succeeded", one.succeeded())
            .put("failure", one.failure())
            .put("rework", one.rework());
    seconds(view, "leadTimeSeconds", one.leadTime());
    seconds(view, "leadTimeFromAuthorSeconds", one.leadTimeOfAuthor());
    one.failedAt().ifPresent(at -> view.put("failedAt", at.toString()));
    one.recoveredAt().ifPresent(at -> view.put("recoveredAt", at.toString()));
    seconds(view, "recoverySeconds", one.recovery());
    return view;
  }

  static ObjectNode metricsSchema() {
    Map<String, ObjectNode> week = figuresSchema();
    week.put("start", Schemas.time("Monday, 00:00 UTC."));
    Map<String, ObjectNode> group = figuresSchema();
    group.put("key", Schemas.text("Application, environment, or fleet."));
    group.put("deploymentsPerWeek", number("Deployment frequency."));
    group.put("weeks", Schemas.list(Schemas.object(week)));
    Map<String, ObjectNode> coverage = new LinkedHashMap<>();
    coverage.put("clusters", Schemas.number("Clusters of the registry that were asked for."));
    coverage.put("reporting", Schemas.number("Of them, those that reported in the time."));
    coverage.put("silent", Schemas.list(JSON.objectNode().put("type", "string")));
    coverage.put("deployments", Schemas.number("Deployments in the time."));
    coverage.put("withCommitTime", Schemas.number("Of them, those whose commit is known."));
    coverage.put("truncated", Schemas.truth("There was more history than is read at once."));
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("from", Schemas.time("Not before."));
    fields.put("to", Schemas.time("Before."));
    fields.put("by", Schemas.oneOf("What is grouped.", "application", "environment", "fleet"));
    fields.put("definitions", Schemas.texts("How each is counted."));
    fields.put("coverage", Schemas.object(coverage));
    fields.put("items", Schemas.list(Schemas.object(group)));
    return Schemas.object(fields);
  }

  static ObjectNode deploymentSchema() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("at", Schemas.time("When it was in place, or tried last."));
    fields.put("cluster", Schemas.text("Where."));
    fields.put("environment", Schemas.text("Environment of the cluster."));
    fields.put("namespace", Schemas.text("Namespace of the Application."));
    fields.put("name", Schemas.text("Name of the Application."));
    fields.put("revision", Schemas.text("Commit."));
    fields.put("digest", Schemas.text("Digest of the objects."));
    fields.put("subject", Schemas.text("First line of the commit's message."));
    fields.put("succeeded", Schemas.truth("Whether it came into place."));
    fields.put(
        "failure", Schemas.oneOf("Why it counts as failed.", "", "sync", "degraded", "reverted"));
    fields.put("rework", Schemas.truth("Whether nobody had planned it."));
    fields.put("leadTimeSeconds", Schemas.number("Since the commit."));
    fields.put("leadTimeFromAuthorSeconds", Schemas.number("Since the change was written."));
    fields.put("failedAt", Schemas.time("When it turned out to have failed."));
    fields.put("recoveredAt", Schemas.time("When all was well again."));
    fields.put("recoverySeconds", Schemas.number("How long that took."));
    return Schemas.object(fields);
  }

  private static Map<String, ObjectNode> figuresSchema() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("deployments", Schemas.number("How many."));
    fields.put("failed", Schemas.number("Of them, failed ones."));
    fields.put("rework", Schemas.number("Of them, unplanned ones."));
    fields.put("changeFailRate", number("Failed ones, part of all."));
    fields.put("reworkRate", number("Unplanned ones, part of all."));
    fields.put("leadTime", spreadSchema("From the commit to its being in place."));
    fields.put("leadTimeFromAuthor", spreadSchema("From the change's being written."));
    fields.put("recoveryTime", spreadSchema("From a failure to the recovery."));
    fields.put("notRecovered", Schemas.number("Failed ones that are not well again."));
    return fields;
  }

  private static ObjectNode spreadSchema(String description) {
    ObjectNode schema =
        Schemas.object(
            Map.of(
                "count", Schemas.number("Of so many."),
                "medianSeconds", Schemas.number("Half of them took at most so long."),
                "p90Seconds", Schemas.number("Nine of ten took at most so long.")));
    return schema.put("description", description);
  }

  private static ObjectNode spread(
      List<Deployment> of, Function<Deployment, Optional<Duration>> what) {
    List<Long> sorted =
        of.stream()
            .flatMap(one -> what.apply(one).stream())
            .map(Duration::toSeconds)
            .sorted()
            .toList();
    ObjectNode view = JSON.objectNode().put("count", sorted.size());
    if (!sorted.isEmpty()) {
      view.put("medianSeconds", rank(sorted, MEDIAN)).put("p90Seconds", rank(sorted, NINETY));
    }
    return view;
  }

  /** The smallest that so large a part of all does not exceed. */
  private static long rank(List<Long> sorted, double part) {
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  private static ObjectNode number(String description) {
    return JSON.objectNode().put("type", "number").put("description", description);
  }

  private static void seconds(ObjectNode view, String field, Optional<Duration> took) {
    took.ifPresent(duration -> view.put(field, duration.toSeconds()));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static Map<String, String> definitions() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(
        "deployment",
        "A revision that changed objects of an application in one cluster, or failed to; several syncs"
            + " of it in a row are one.");
    texts.put(
        "leadTime",
        "From the commit (leadTimeFromAuthor: from the change's being written) to the end of the sync that"
            + " brought it into place, per application and cluster.");
    texts.put("deploymentsPerWeek", "Deployments in the time, divided by its weeks.");
    texts.put(
        "changeFailRate",
        "Part of the deployments that failed: the sync failed, the application became Degraded within the"
            + " failure window, or the next deployment took it back.");
    texts.put(
        "recoveryTime",
        "From the failure to the first success of the same revision, to Healthy again, or to the next"
            + " deployment that succeeded, whatever came first.");
    texts.put(
        "reworkRate",
        "Part of the deployments that nobody had planned: commits whose subject fits the patterns of reverts"
            + " and hotfixes, and returns to objects of before.");
    return texts;
  }
}
