package io.freehold.server;

import static io.freehold.server.QueryParameter.CURSOR;
import static io.freehold.server.QueryParameter.FIELDS;
import static io.freehold.server.QueryParameter.LIMIT;
import static io.freehold.server.QueryParameter.oneOf;
import static io.freehold.server.QueryParameter.text;
import static io.freehold.server.QueryParameter.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.store.DeliveryQueries;
import io.freehold.store.DeliveryQueries.Span;
import io.freehold.store.LastSeen;
import io.freehold.store.SyncFact;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How fast and how safely changes reach the clusters. */
final class DeliveryEndpoints {
  private static final Duration USUAL = Duration.ofDays(84);
  private static final Duration LONGEST = Duration.ofDays(400);
  // What came before the time says what its first deployments changed.
  private static final Duration BEFORE = Duration.ofDays(14);
  private static final int MOST_SYNCS = 50_000;
  private static final int MOST_GROUPS = 500;
  private static final int MOST_SILENT = 20;
  private static final String FLEET = "fleet";
  private static final String APPLICATION = "application";
  private static final String ENVIRONMENT = "environment";
  private static final List<QueryParameter> FILTER =
      List.of(
          text("from", "Not before this time; twelve weeks before its end."),
          text("to", "Before this time; the end of this hour."),
          texts("cluster", "Of any of these clusters."),
          text(ENVIRONMENT, "Of clusters of this environment."),
          text(APPLICATION, "Of this application, as namespace/name."));

  private final DeliveryQueries queries;
  private final Supplier<DeliveryRules> rules;
  private final InstantSource clock;

  DeliveryEndpoints(DeliveryQueries queries, Supplier<DeliveryRules> rules, InstantSource clock) {
    this.queries = queries;
    this.rules = rules;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
            "delivery",
            "/api/v1/delivery",
            "The five metrics of DORA, by application, environment or for the fleet.",
            with(
                FILTER,
                oneOf("by", "What is grouped; fleet.", FLEET, APPLICATION, ENVIRONMENT),
                FIELDS),
            DeliveryViews.metricsSchema(),
            this::metrics),
        new Endpoint(
            "deployments",
            "/api/v1/delivery/deployments",
            "The deployments behind the numbers, newest first.",
            with(
                FILTER,
                oneOf("only", "Only failed ones, or unplanned ones.", "failed", "rework"),
                LIMIT,
                CURSOR,
                FIELDS),
            Schemas.page(DeliveryViews.deploymentSchema()),
            this::deployments));
  }

  private JsonNode metrics(Call call) {
    Found found = find(call);
    String by = call.parameters().oneOf("by", List.of(FLEET, APPLICATION, ENVIRONMENT));
    Function<Deployment, String> key =
        switch (by) {
          case APPLICATION -> one -> one.sync().application();
          case ENVIRONMENT -> one -> one.sync().environment();
          default -> _ -> FLEET;
        };
    Map<String, List<Deployment>> groups =
        found.deployments().stream()
            .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    if (by.equals(FLEET)) {
      groups.putIfAbsent(FLEET, List.of());
    }
    ObjectNode view =
        JsonNodeFactory.instance
            .objectNode()
            .put("from", found.span().from().toString())
            .put("to", found.span().to().toString())
            .put("by", by);
    ObjectNode definitions = view.putObject("definitions");
    DeliveryViews.DEFINITIONS.forEach(definitions::put);
    view.set("coverage", coverage(call, found, groups.size()));
    ArrayNode items = view.putArray("items");
    groups.entrySet().stream()
        .limit(MOST_GROUPS)
        .forEach(group ->
            items.add(
                DeliveryViews.metrics(
                    group.getKey(), group.getValue(), found.span().from(), found.span().to())));
    return view;
  }

  private ObjectNode coverage(Call call, Found found, int groups) {
    List<LastSeen> seen = queries.seen(call.scope(), found.span().clusters());
    List<String> silent =
        seen.stream()
            .filter(one -> one.at().filter(at -> !at.isBefore(found.span().from())).isEmpty())
            .map(LastSeen::cluster)
            .toList();
    ObjectNode view =
        JsonNodeFactory.instance
            .objectNode()
            .put("clusters", seen.size())
            .put("reporting", seen.size() - silent.size());
    ArrayNode names = view.putArray("silent");
    silent.stream().limit(MOST_SILENT).forEach(names::add);
    return view.put("deployments", found.deployments().size())
        .put(
            "withCommitTime",
            found.deployments().stream()
                .filter(one -> one.sync().committedAt().isPresent())
                .count())
        .put("truncated", found.truncated() || groups > MOST_GROUPS);
  }

  private JsonNode deployments(Call call) {
    Parameters parameters = call.parameters();
    String only = parameters.text("only");
    if (!only.isEmpty()) {
      parameters.oneOf("only", List.of("failed", "rework"));
    }
    List<String> position = parameters.position(1);
    int limit = parameters.limit();
    List<Deployment> fitting =
        find(call).deployments().stream()
            .filter(one -> !only.equals("failed") || one.failed())
            .filter(one -> !only.equals("rework") || one.rework())
            .filter(one -> position.isEmpty() || place(one).compareTo(position.getFirst()) < 0)
            .toList();
    List<Deployment> shown = fitting.subList(0, Math.min(limit, fitting.size()));
    ObjectNode page = Views.items(shown.stream().map(DeliveryViews::deployment).toList());
    if (fitting.size() > limit) {
      page.put("next", Parameters.cursor(List.of(place(shown.getLast()))));
    }
    return page;
  }

  /** Sorts as the list does, which is newest first. */
  private static String place(Deployment one) {
    return "%020d %s %s"
        .formatted(
            ChronoUnit.MICROS.between(Instant.EPOCH, one.at()),
            one.sync().cluster(),
            one.sync().application());
  }

  private Found find(Call call) {
    Parameters parameters = call.parameters();
    // The end of the hour, so that the same question has the same answer for a while.
    Instant to =
        parameters
            .time("to")
            .orElseGet(
                () -> clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
    Instant from = parameters.time("from").orElse(to.minus(USUAL));
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new BadRequestException(
          "from must be before to, and at most " + LONGEST.toDays() + " days");
    }
    DeliveryRules in = rules.get();
    String environment = parameters.text(ENVIRONMENT);
    var span = new Span(from, to, parameters.all("cluster"), parameters.text(APPLICATION));
    var wider = new Span(from.minus(BEFORE), to, span.clusters(), span.application());
    List<SyncFact> syncs = queries.syncs(call.scope(), wider, in.environmentLabel(), MOST_SYNCS);
    List<Deployment> deployments =
        new Deployments(in)
            .of(syncs, queries.health(call.scope(), wider, MOST_SYNCS)).stream()
                .filter(one -> !one.at().isBefore(from))
                .filter(
                    one -> environment.isEmpty() || one.sync().environment().equals(environment))
                .toList();
    return new Found(span, deployments, syncs.size() == MOST_SYNCS);
  }

  private static List<QueryParameter> with(List<QueryParameter> some, QueryParameter... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private record Found(Span span, List<Deployment> deployments, boolean truncated) {}
}
