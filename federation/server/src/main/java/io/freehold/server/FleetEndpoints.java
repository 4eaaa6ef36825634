package io.freehold.server;

import static io.freehold.server.QueryParameter.CURSOR;
import static io.freehold.server.QueryParameter.FIELDS;
import static io.freehold.server.QueryParameter.LIMIT;
import static io.freehold.server.QueryParameter.anyOf;
import static io.freehold.server.QueryParameter.oneOf;
import static io.freehold.server.QueryParameter.text;
import static io.freehold.server.QueryParameter.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.HealthState;
import io.freehold.api.SyncState;
import io.freehold.store.ApplicationFilter;
import io.freehold.store.ApplicationRow;
import io.freehold.store.ApplicationSort;
import io.freehold.store.ClusterFilter;
import io.freehold.store.ClusterRow;
import io.freehold.store.FleetQueries;
import io.freehold.store.LastSeen;
import io.freehold.store.RefusalTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How the fleet is now: clusters, applications, and who was refused. */
final class FleetEndpoints {
  static final String APPLICATION = "/api/v1/applications/{cluster}/{namespace}/{name}";

  private static final int MAX_CLUSTERS = 5_000;
  private static final QueryParameter LABEL =
      texts("label", "A label that the cluster must have, as env=prod; several must all match.");
  private static final List<String> SORTS =
      Arrays.stream(ApplicationSort.values()).map(ApplicationSort::toString).toList();

  private final FleetQueries fleet;
  private final RefusalTable refusals;
  private final Supplier<RegistryStatus> registry;
  private final InstantSource clock;

  FleetEndpoints(
      FleetQueries fleet,
      RefusalTable refusals,
      Supplier<RegistryStatus> registry,
      InstantSource clock) {
    this.fleet = fleet;
    this.refusals = refusals;
    this.registry = registry;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
            "clusters",
            "/api/v1/clusters",
            "The clusters that the registry names, by name, and how the registry is.",
            List.of(
                LABEL,
                anyOf("state", "Any of these states.", Freshness.class),
                text("q", "Part of the name."),
                new QueryParameter(
                    "limit",
                    "At most so many items, 1 to 5000 (5000).",
                    "integer",
                    List.of(),
                    false),
                CURSOR,
                FIELDS),
            ViewSchemas.clusters(),
            this::clusters),
        new Endpoint(
            "cluster",
            "/api/v1/clusters/{cluster}",
            "One cluster.",
            List.of(FIELDS),
            ViewSchemas.cluster(),
            this::cluster),
        new Endpoint(
            "applications",
            "/api/v1/applications",
            "Applications of all clusters.",
            List.of(
                texts("cluster", "Any of these clusters."),
                texts("namespace", "Any of these namespaces."),
                texts("project", "Any of these projects."),
                anyOf("sync", "Any of these sync states.", SyncState.class),
                anyOf("health", "Any of these health states.", HealthState.class),
                text("revision", "At this commit."),
                LABEL,
                text("q", "Part of namespace/name, repository or path."),
                oneOf(
                    "sort",
                    "By what; a leading - turns it round (cluster).",
                    SORTS.toArray(String[]::new)),
                LIMIT,
                CURSOR,
                FIELDS),
            Schemas.page(ViewSchemas.application()),
            this::applications),
        new Endpoint(
            "application",
            APPLICATION,
            "One application.",
            List.of(FIELDS),
            ViewSchemas.application(),
            this::application),
        new Endpoint(
            "resources",
            APPLICATION + "/resources",
            "What belongs to an application: the applications that it brought, and its objects that"
                + " are not as Git wants them.",
            List.of(FIELDS),
            ViewSchemas.resources(),
            this::resources),
        new Endpoint(
            "refusals",
            "/api/v1/refusals",
            "Reports that were refused, counted per claimed cluster and reason, newest first.",
            List.of(FIELDS),
            Schemas.page(ViewSchemas.refusal()),
            this::refused));
  }

  /** The freshness of every cluster of the registry. */
  Map<String, Freshness> states() {
    Instant now = clock.instant();
    return fleet.lastSeen().stream()
        .collect(
            Collectors.toMap(
                LastSeen::cluster, seen -> Freshness.of(seen.at(), seen.intervalSeconds(), now)));
  }

  private JsonNode clusters(Call call) {
    Parameters parameters = call.parameters();
    Instant now = clock.instant();
    int limit = parameters.limit(MAX_CLUSTERS, MAX_CLUSTERS);
    List<String> states = parameters.states("state", Freshness.class);
    List<String> position = parameters.position(1);
    var filter = new ClusterFilter("", parameters.labels("label"), parameters.text("q"));
    List<ClusterRow> rows =
        fleet.clusters(
            call.scope(),
            filter,
            position.isEmpty() ? "" : position.getFirst(),
            // States are a matter of time and known here only: the page is cut after them.
            states.isEmpty() ? limit + 1 : MAX_CLUSTERS);
    List<ClusterRow> matching =
        rows.stream()
            .filter(
                row -> states.isEmpty() || states.contains(Views.freshness(row, now).toString()))
            .toList();
    List<ClusterRow> shown = matching.subList(0, Math.min(limit, matching.size()));
    ObjectNode page = Views.items(shown.stream().map(row -> Views.cluster(row, now)).toList());
    if (matching.size() > limit) {
      page.put("next", Parameters.cursor(List.of(shown.getLast().registered().name())));
    }
    page.set("registry", Views.registry(registry.get()));
    return page;
  }

  private JsonNode cluster(Call call) {
    var filter = new ClusterFilter(call.path("cluster"), Map.of(), "");
    return fleet.clusters(call.scope(), filter, "", 1).stream()
        .findFirst()
        .map(row -> Views.cluster(row, clock.instant()))
        .orElseThrow(() -> new NotFoundException("The registry names no such cluster."));
  }

  private JsonNode applications(Call call) {
    Parameters parameters = call.parameters();
    var filter =
        new ApplicationFilter(
            parameters.all("cluster"),
            parameters.states("sync", SyncState.class),
            parameters.states("health", HealthState.class),
            parameters.all("namespace"),
            parameters.all("project"),
            parameters.text("revision"),
            parameters.labels("label"),
            parameters.text("q"));
    String order = parameters.oneOf("sort", SORTS);
    ApplicationSort sort =
        Arrays.stream(ApplicationSort.values())
            .filter(one -> one.toString().equals(order))
            .findFirst()
            .orElse(ApplicationSort.CLUSTER);
    int limit = parameters.limit();
    // One more than asked for tells whether there is a next page.
    List<ApplicationRow> rows =
        fleet.applications(call.scope(), filter, sort, parameters.pageKey(), limit + 1);
    List<ApplicationRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    Map<String, Freshness> states = states();
    ObjectNode page =
        Views.items(shown.stream().map(row -> Views.application(row, states)).toList());
    if (rows.size() > limit) {
      page.put("next", Parameters.cursor(shown.getLast().cursor()));
    }
    return page.put("total", fleet.count(call.scope(), filter));
  }

  private JsonNode application(Call call) {
    return Views.application(find(call), states());
  }

  private JsonNode resources(Call call) {
    ApplicationRow row = find(call);
    return Views.resources(
        row, fleet.children(call.scope(), row.cluster(), row.report().id().toString()), states());
  }

  private JsonNode refused(Call call) {
    return Views.items(refusals.all(call.scope()).stream().map(Views::refusal).toList());
  }

  private ApplicationRow find(Call call) {
    return fleet
        .application(call.scope(), call.path("cluster"), call.path("namespace"), call.path("name"))
        .orElseThrow(() -> new NotFoundException("No cluster reports this application."));
  }
}
