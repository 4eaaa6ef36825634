package io.freehold.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.HealthState;
import io.freehold.api.SyncState;
import io.freehold.store.ApplicationFilter;
import io.freehold.store.ApplicationRow;
import io.freehold.store.FleetQueries;
import io.freehold.store.JournalRow;
import io.freehold.store.LastSeen;
import io.freehold.store.RefusalTable;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The REST API. Everything in it is a GET: there is nothing to command. */
final class FleetApi implements HttpService {
  private static final String APPLICATION = "/api/v1/applications/{cluster}/{namespace}/{name}";

  private final FleetQueries fleet;
  private final RefusalTable refusals;
  private final Supplier<RegistryStatus> registry;
  private final InstantSource clock;

  FleetApi(
      FleetQueries fleet,
      RefusalTable refusals,
      Supplier<RegistryStatus> registry,
      InstantSource clock) {
    this.fleet = fleet;
    this.refusals = refusals;
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/api/v1/clusters", this::clusters);
    rules.get("/api/v1/applications", this::applications);
    rules.get(APPLICATION, this::application);
    rules.get(APPLICATION + "/history", this::history);
    rules.get("/api/v1/refusals", this::refusals);
  }

  /** The freshness of every cluster of the registry. */
  Map<String, Freshness> states() {
    Instant now = clock.instant();
    return fleet.lastSeen().stream()
        .collect(
            Collectors.toMap(
                LastSeen::cluster, seen -> Freshness.of(seen.at(), seen.intervalSeconds(), now)));
  }

  private void clusters(ServerRequest request, ServerResponse response) {
    Instant now = clock.instant();
    ObjectNode page =
        Views.items(fleet.clusters().stream().map(row -> Views.cluster(row, now)).toList());
    page.set("registry", Views.registry(registry.get()));
    Answers.json(response, page);
  }

  private void applications(ServerRequest request, ServerResponse response) {
    var parameters = new Parameters(request.query());
    var filter =
        new ApplicationFilter(
            parameters.all("cluster"),
            parameters.states("sync", SyncState.class),
            parameters.states("health", HealthState.class),
            parameters.text("q"));
    int limit = parameters.limit();
    // One more than asked for tells whether there is a next page.
    List<ApplicationRow> rows = fleet.applications(filter, parameters.pageKey(), limit + 1);
    List<ApplicationRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    Map<String, Freshness> states = states();
    ObjectNode page =
        Views.items(shown.stream().map(row -> Views.application(row, states)).toList());
    if (rows.size() > limit) {
      page.put("next", Parameters.cursor(shown.getLast().cursor()));
    }
    Answers.json(response, page.put("total", fleet.count(filter)));
  }

  private void application(ServerRequest request, ServerResponse response) {
    Optional<ApplicationRow> row =
        fleet.application(
            path(request, "cluster"), path(request, "namespace"), path(request, "name"));
    if (row.isPresent()) {
      Answers.json(response, Views.application(row.get(), states()));
    } else {
      Answers.problem(response, 404, "Not found", "No cluster reports this application.");
    }
  }

  private void history(ServerRequest request, ServerResponse response) {
    var parameters = new Parameters(request.query());
    int limit = parameters.limit();
    List<JournalRow> rows =
        fleet.history(
            path(request, "cluster"),
            path(request, "namespace"),
            path(request, "name"),
            parameters.before(),
            limit + 1);
    List<JournalRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode page = Views.items(shown.stream().map(Views::journal).toList());
    if (rows.size() > limit) {
      page.put("next", Parameters.cursor(shown.getLast().sequence()));
    }
    Answers.json(response, page);
  }

  private void refusals(ServerRequest request, ServerResponse response) {
    Answers.json(response, Views.items(refusals.all().stream().map(Views::refusal).toList()));
  }

  private static String path(ServerRequest request, String name) {
    return request.path().pathParameters().get(name);
  }
}
