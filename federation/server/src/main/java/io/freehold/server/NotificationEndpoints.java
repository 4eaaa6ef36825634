package io.freehold.server;

import static io.freehold.server.QueryParameter.CURSOR;
import static io.freehold.server.QueryParameter.FIELDS;
import static io.freehold.server.QueryParameter.LIMIT;
import static io.freehold.server.QueryParameter.text;
import static io.freehold.server.QueryParameter.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.notify.Rules;
import io.freehold.notify.Silence;
import io.freehold.store.DeliveryFilter;
import io.freehold.store.DeliveryRow;
import io.freehold.store.FleetEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is told what, what was told, and what is not told for a while. */
final class NotificationEndpoints {
  private static final String PATH = "/api/v1/notifications";
  private static final List<String> STATES = List.of("pending", "sent", "dead", "silenced");

  private final PlaneConfiguration<Rules> rules;
  private final Notifier notifier;
  private final InstantSource clock;

  NotificationEndpoints(PlaneConfiguration<Rules> rules, Notifier notifier, InstantSource clock) {
    this.rules = rules;
    this.notifier = notifier;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
            "notifications",
            PATH,
            "The rules of notifications, and what is wrong with them.",
            List.of(),
            NotificationViews.rulesSchema(),
            this::rules),
        new Endpoint(
            "deliveries",
            PATH + "/deliveries",
            "Messages that were sent, wait, were given up or silenced, newest first.",
            List.of(
                texts("target", "Any of these targets."),
                texts("trigger", "Any of these triggers."),
                new QueryParameter("state", "Any of these states.", "string", STATES, true),
                text("cluster", "About this cluster, when it is among the first of its message."),
                LIMIT,
                CURSOR,
                FIELDS),
            Schemas.page(NotificationViews.deliverySchema()),
            this::deliveries),
        new Endpoint(
            "silences",
            PATH + "/silences",
            "What nobody is told of for a while.",
            List.of(FIELDS),
            Schemas.page(NotificationViews.silenceSchema()),
            this::silences));
  }

  // Messages are about several clusters at once, and rules about all: they are for whoever sees
  // all.
  private JsonNode rules(Call call) {
    if (!call.scope().everything()) {
      throw RefusedException.forbidden("This needs a role for the whole fleet.");
    }
    return NotificationViews.rules(
        rules.value().overview(notifier.secrets()),
        rules.revision(),
        rules.problem(),
        notifier.outbox().problems());
  }

  private JsonNode deliveries(Call call) {
    Parameters parameters = call.parameters();
    int limit = parameters.limit();
    List<String> states = parameters.all("state");
    if (!STATES.containsAll(states)) {
      throw new BadRequestException("state must be one of " + String.join(", ", STATES));
    }
    List<String> position = parameters.position(2);
    Instant before = FleetEntry.Position.START.at();
    try {
      before = position.isEmpty() ? before : Instant.parse(position.getFirst());
    } catch (DateTimeParseException _) {
      throw Parameters.unusable();
    }
    if (!call.scope().everything()) {
      return Views.items(List.of());
    }
    List<DeliveryRow> rows =
        notifier
            .outbox()
            .log(
                new DeliveryFilter(
                    parameters.all("target"),
                    parameters.all("trigger"),
                    states,
                    parameters.text("cluster")),
                before,
                position.isEmpty() ? "" : position.getLast(),
                limit + 1);
    List<DeliveryRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode page = Views.items(shown.stream().map(NotificationViews::delivery).toList());
    if (rows.size() > limit) {
      DeliveryRow last = shown.getLast();
      page.put("next", Parameters.cursor(List.of(last.createdAt().toString(), last.id())));
    }
    return page;
  }

  private JsonNode silences(Call call) {
    if (!call.scope().everything()) {
      return Views.items(List.of());
    }
    Instant now = clock.instant();
    Set<String> git =
        rules.value().silences().stream().map(Silence::id).collect(Collectors.toSet());
    return Views.items(
        notifier.silences().stream()
            .map(one -> NotificationViews.silence(one, git.contains(one.id()), now))
            .toList());
  }
}
