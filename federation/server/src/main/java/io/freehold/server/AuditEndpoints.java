package io.freehold.server;

import static io.freehold.server.QueryParameter.CURSOR;
import static io.freehold.server.QueryParameter.FIELDS;
import static io.freehold.server.QueryParameter.LIMIT;
import static io.freehold.server.QueryParameter.oneOf;
import static io.freehold.server.QueryParameter.text;
import static io.freehold.server.QueryParameter.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.store.AuditChainRow;
import io.freehold.store.AuditEntry;
import io.freehold.store.AuditFilter;
import io.freehold.store.AuditQueries;
import io.freehold.store.AuditRow;
import io.freehold.store.AuditTrail;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who did what: to read, to take away, and how far it can be trusted. */
final class AuditEndpoints {
  private static final String LIST = "/api/v1/audit";
  private static final String FORMAT = "format";
  private static final List<QueryParameter> FILTER =
      List.of(
          text("from", "Not before this time, as in RFC 3339."),
          text("to", "Before this time."),
          texts("actor", "Any of these actors."),
          texts("action", "Any of these actions, or all of a noun, for example application."),
          text("object", "Part of the object, in any case."),
          texts("cluster", "About any of these clusters."),
          texts("result", "Any of these results, for example failure."),
          text("q", "Part of any column, in any case."));

  private final AuditQueries audit;
  private final AuditTrail trail;
  private final InstantSource clock;

  AuditEndpoints(AuditQueries audit, AuditTrail trail, InstantSource clock) {
    this.audit = audit;
    this.trail = trail;
    this.clock = clock;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
            "audit",
            LIST,
            "Who did what, in the clusters and in the plane, newest first.",
            with(FILTER, LIMIT, CURSOR, FIELDS),
            Schemas.page(AuditViews.entrySchema()),
            this::entries),
        new Endpoint(
            "auditExport",
            LIST + "/export",
            "All of it that fits, as lines of JSON or as CSV, newest first.",
            with(FILTER, oneOf(FORMAT, "Which form.", AuditExport.NDJSON, AuditExport.CSV)),
            JsonNodeFactory.instance.objectNode(),
            new Endpoint.Streaming(AuditExport.TYPES, this::export)),
        new Endpoint(
            "auditChains",
            LIST + "/chains",
            "How far the entries of each cluster, and of the plane, were verified, and what is missing.",
            List.of(
                texts("cluster", "Of any of these clusters; plane is the plane."),
                LIMIT,
                CURSOR,
                FIELDS),
            Schemas.page(AuditViews.chainSchema()),
            this::chains));
  }

  private JsonNode entries(Call call) {
    int limit = call.parameters().limit();
    List<AuditRow> rows =
        audit.entries(
            call.scope(), filter(call.parameters()), position(call.parameters()), limit + 1);
    List<AuditRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode page = Views.items(shown.stream().map(AuditViews::entry).toList());
    if (rows.size() > limit) {
      AuditRow.Position last = shown.getLast().position();
      page.put(
          "next",
          Parameters.cursor(
              List.of(
                  last.time().toString(),
                  last.origin(),
                  last.chain(),
                  Long.toString(last.number()))));
    }
    return page;
  }

  private void export(Call call, ServerResponse response) {
    AuditFilter filter = filter(call.parameters());
    String format = call.parameters().oneOf(FORMAT, List.of(AuditExport.NDJSON, AuditExport.CSV));
    // Who takes the log away is part of it, whatever becomes of the transfer.
    trail.append(
        new AuditEntry(
            clock.instant(),
            call.caller().name(),
            AccessAudit.type(call.caller()),
            "audit.export",
            format,
            "",
            "",
            "",
            "success",
            call.request().remotePeer().host(),
            JsonNodeFactory.instance.objectNode().put("query", call.request().query().rawValue())));
    new AuditExport(audit, call.scope(), filter, format).send(response);
  }

  private JsonNode chains(Call call) {
    int limit = call.parameters().limit();
    List<String> position = call.parameters().position(2);
    List<String> clusters =
        call.parameters().all("cluster").stream().map(AuditViews::origin).toList();
    List<AuditChainRow> rows =
        audit.chains(
            call.scope(),
            clusters,
            position.isEmpty() ? "" : position.getFirst(),
            position.isEmpty() ? "" : position.getLast(),
            limit + 1);
    List<AuditChainRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode page = Views.items(shown.stream().map(AuditViews::chain).toList());
    if (rows.size() > limit) {
      AuditChainRow last = shown.getLast();
      page.put("next", Parameters.cursor(List.of(last.origin(), last.chain())));
    }
    return page;
  }

  private static AuditFilter filter(Parameters parameters) {
    return new AuditFilter(
        parameters.time("from"),
        parameters.time("to"),
        parameters.all("actor"),
        parameters.all("action"),
        parameters.text("object"),
        parameters.all("cluster"),
        parameters.all("result"),
        parameters.text("q"));
  }

  private static Optional<AuditRow.Position> position(Parameters parameters) {
    List<String> parts = parameters.position(4);
    try {
      return parts.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new AuditRow.Position(
                  Instant.parse(parts.get(0)),
                  parts.get(1),
                  parts.get(2),
                  Long.parseLong(parts.get(3))));
    } catch (DateTimeParseException | NumberFormatException _) {
      throw Parameters.unusable();
    }
  }

  private static List<QueryParameter> with(List<QueryParameter> some, QueryParameter... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
