package io.freehold.server;

import static io.freehold.server.QueryParameter.CURSOR;
import static io.freehold.server.QueryParameter.FIELDS;
import static io.freehold.server.QueryParameter.LIMIT;
import static io.freehold.server.QueryParameter.text;
import static io.freehold.server.QueryParameter.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.JournalEntry;
import io.freehold.store.ApplicationFilter;
import io.freehold.store.ClusterFilter;
import io.freehold.store.CommitProgress;
import io.freehold.store.CommitRow;
import io.freehold.store.FleetEntry;
import io.freehold.store.FleetQueries;
import io.freehold.store.HistoryQueries;
import io.freehold.store.JournalFilter;
import io.freehold.store.PageKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What happened: by application, over the fleet, and by commit; and finding things by text. */
final class HistoryEndpoints {
  private static final int FOUND = 20;
  private static final Pattern REVISION = Pattern.compile("[0-9a-f]{4,64}");
  private static final List<String> KINDS =
      Arrays.stream(JournalEntry.Kind.values())
          .map(kind -> kind.name().toLowerCase(Locale.ROOT))
          .toList();
  private static final QueryParameter KIND =
      new QueryParameter("kind", "Any of these kinds.", "string", KINDS, true);
  private static final QueryParameter SINCE =
      text("since", "Not before this time, as in RFC 3339.");
  private static final Instant END_OF_TIME = FleetEntry.Position.START.at();

  private final HistoryQueries history;
  private final FleetQueries fleet;
  private final Supplier<RegistryStatus> registry;
  private final InstantSource clock;

  HistoryEndpoints(
      HistoryQueries history,
      FleetQueries fleet,
      Supplier<RegistryStatus> registry,
      InstantSource clock) {
    this.history = history;
    this.fleet = fleet;
    this.registry = registry;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
            "history",
            FleetEndpoints.APPLICATION + "/history",
            "What happened to an application, newest first; also when it is gone.",
            List.of(KIND, SINCE, LIMIT, CURSOR, FIELDS),
            Schemas.page(ViewSchemas.entry()),
            call ->
                entries(
                    call,
                    List.of(call.path("cluster")),
                    call.path("namespace"),
                    call.path("name"))),
        new Endpoint(
            "operations",
            FleetEndpoints.APPLICATION + "/operations",
            "The current or last operation of an application, and the ended ones, newest first.",
            List.of(LIMIT, CURSOR, FIELDS),
            ViewSchemas.operations(),
            this::operations),
        new Endpoint(
            "fleetHistory",
            "/api/v1/history",
            "What happened over the fleet, newest first.",
            List.of(
                texts("cluster", "Any of these clusters."),
                text("revision", "Syncs of this commit."),
                KIND,
                SINCE,
                LIMIT,
                CURSOR,
                FIELDS),
            Schemas.page(ViewSchemas.entry()),
            call -> entries(call, call.parameters().all("cluster"), "", "")),
        new Endpoint(
            "commits",
            "/api/v1/commits",
            "Commits that clusters synced, the last synced first.",
            List.of(LIMIT, CURSOR, FIELDS),
            Schemas.page(ViewSchemas.commit()),
            this::commits),
        new Endpoint(
            "commit",
            "/api/v1/commits/{revision}",
            "How far a commit is in every cluster: which have it, which wait, which failed, how long"
                + " it took.",
            List.of(FIELDS),
            ViewSchemas.progress(),
            this::commit),
        new Endpoint(
            "search",
            "/api/v1/search",
            "The first clusters, applications and commits that a text fits.",
            List.of(text("q", "Part of a name, or the beginning of a commit.")),
            ViewSchemas.search(),
            this::search));
  }

  private JsonNode entries(Call call, List<String> clusters, String namespace, String name) {
    Parameters parameters = call.parameters();
    List<String> kinds = parameters.all("kind");
    if (!KINDS.containsAll(kinds)) {
      throw new BadRequestException("kind must be one of " + String.join(", ", KINDS));
    }
    return page(
        call,
        new JournalFilter(
            clusters,
            namespace,
            name,
            kinds.stream().map(kind -> kind.toUpperCase(Locale.ROOT)).toList(),
            parameters.text("revision"),
            parameters.time("since")));
  }

  private ObjectNode page(Call call, JournalFilter filter) {
    int limit = call.parameters().limit();
    List<FleetEntry> rows =
        history.entries(call.scope(), filter, call.parameters().entryPosition(), limit + 1);
    List<FleetEntry> shown = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode page = Views.items(shown.stream().map(Views::entry).toList());
    if (rows.size() > limit) {
      page.put("next", Parameters.cursor(shown.getLast().position()));
    }
    return page;
  }

  private JsonNode operations(Call call) {
    String cluster = call.path("cluster");
    String namespace = call.path("namespace");
    String name = call.path("name");
    ObjectNode page =
        page(
            call,
            new JournalFilter(
                List.of(cluster),
                namespace,
                name,
                List.of(JournalEntry.Kind.SYNC.name()),
                "",
                java.util.Optional.empty()));
    fleet
        .application(call.scope(), cluster, namespace, name)
        .ifPresent(row -> page.set("current", Views.operation(row.report().status().operation())));
    return page;
  }

  private JsonNode commits(Call call) {
    Parameters parameters = call.parameters();
    int limit = parameters.limit();
    List<String> position = parameters.position(2);
    Instant before = END_OF_TIME;
    try {
      before = position.isEmpty() ? before : Instant.parse(position.getFirst());
    } catch (DateTimeParseException _) {
      throw Parameters.unusable();
    }
    List<CommitRow> rows =
        history.commits(
            call.scope(), "", before, position.isEmpty() ? "" : position.getLast(), limit + 1);
    List<CommitRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode page = Views.items(shown.stream().map(Views::commit).toList());
    if (rows.size() > limit) {
      CommitRow last = shown.getLast();
      page.put("next", Parameters.cursor(List.of(last.lastAt().toString(), last.revision())));
    }
    return page;
  }

  private JsonNode commit(Call call) {
    String revision = call.path("revision");
    List<CommitProgress> clusters = history.progress(call.scope(), revision);
    boolean known =
        revision.equals(registry.get().revision())
            || clusters.stream()
                .anyMatch(cluster -> cluster.applications() > 0 || cluster.firstAt().isPresent());
    if (!known) {
      throw new NotFoundException(
          "No cluster has synced this commit, and it is not the newest of the registry.");
    }
    return Views.progress(revision, clusters, revision.equals(registry.get().revision()));
  }

  private JsonNode search(Call call) {
    String text = call.parameters().text("q");
    if (text.isBlank()) {
      throw new BadRequestException("q must say what to look for");
    }
    Instant now = clock.instant();
    var clusters =
        fleet.clusters(call.scope(), new ClusterFilter("", java.util.Map.of(), text), "", FOUND);
    var applications =
        fleet.applications(
            call.scope(),
            new ApplicationFilter(List.of(), List.of(), List.of(), text),
            PageKey.START,
            FOUND);
    List<CommitRow> commits =
        REVISION.matcher(text).matches()
            ? history.commits(call.scope(), text, END_OF_TIME, "", FOUND)
            : List.of();
    return Views.found(clusters, applications, commits, now);
  }
}
