package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.store.AuditChainRow;
import io.freehold.store.AuditEntry;
import io.freehold.store.AuditFault;
import io.freehold.store.AuditRow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the API shows of the audit log. */
final class AuditViews {
  /** Name of the plane's own chain, which no cluster can have: theirs are names of folders. */
  static final String PLANE = "plane";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AuditViews() {}

  static ObjectNode entry(AuditRow row) {
    ObjectNode view = columns(row);
    JsonNode detail = row.detail();
    if (detail.isObject() && !detail.isEmpty()) {
      view.set("detail", detail);
    }
    return view;
  }

  /** What is the same in every form of an entry, in its order. */
  static ObjectNode columns(AuditRow row) {
    AuditEntry entry = row.entry();
    return JSON.objectNode()
        .put("time", entry.time().toString())
        .put("actor", entry.actor())
        .put("actorType", entry.actorType())
        .put("action", entry.action())
        .put("object", entry.object())
        .put("cluster", entry.cluster())
        .put("revision", entry.revision())
        .put("digest", entry.digest())
        .put("result", entry.result())
        .put("source", entry.source())
        .put("origin", shown(row.origin()))
        .put("chain", row.chain())
        .put("number", row.number())
        .put("hash", row.hash())
        .put("previous", row.previous())
        .put("storedAt", row.storedAt().toString());
  }

  static ObjectNode chain(AuditChainRow row) {
    ObjectNode view =
        JSON.objectNode()
            .put("origin", shown(row.origin()))
            .put("chain", row.chain())
            .put("state", row.state().toString())
            .put("firstAt", row.firstAt().toString())
            .put("lastAt", row.lastAt().toString())
            .put("last", row.head())
            .put("lastHash", row.headHash())
            .put("droppedTo", row.anchor())
            .put("verifiedTo", row.verified());
    row.checkedAt().ifPresent(at -> view.put("checkedAt", at.toString()));
    ArrayNode faults = view.putArray("faults");
    for (AuditFault fault : row.faults()) {
      faults
          .addObject()
          .put("from", fault.from())
          .put("to", fault.to())
          .put("kind", fault.kind().toString())
          .put("message", fault.text())
          .put("foundAt", fault.foundAt().toString());
    }
    return view;
  }

  static ObjectNode entrySchema() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("time", Schemas.time("When it happened, as the origin says."));
    fields.put("actor", Schemas.text("Who."));
    fields.put(
        "actorType", Schemas.text("What the actor is: user, token, agent, manager, plane …"));
    fields.put("action", Schemas.text("What was done, as noun.verb."));
    fields.put("object", Schemas.text("To what."));
    fields.put("cluster", Schemas.text("In which cluster."));
    fields.put("revision", Schemas.text("Commit."));
    fields.put("digest", Schemas.text("Digest of what was applied."));
    fields.put("result", Schemas.text("How it ended."));
    fields.put("source", Schemas.text("Where it came from."));
    fields.put("origin", Schemas.text("Whose chain it is in: a cluster, or plane."));
    fields.put("chain", Schemas.text("Id of the chain; empty when it is in none."));
    fields.put("number", Schemas.number("Number in the chain."));
    fields.put("hash", Schemas.text("SHA-256 of the record."));
    fields.put("previous", Schemas.text("SHA-256 of the record before it."));
    fields.put("storedAt", Schemas.time("When the plane stored it."));
    fields.put("detail", JSON.objectNode().put("type", "object"));
    return Schemas.object(fields);
  }

  static ObjectNode chainSchema() {
    Map<String, ObjectNode> fault = new LinkedHashMap<>();
    fault.put("from", Schemas.number("First number that it is about."));
    fault.put("to", Schemas.number("Last number that it is about."));
    fault.put("kind", Schemas.oneOf("What is wrong.", texts(AuditFault.Kind.values())));
    fault.put("message", Schemas.text("A sentence for people."));
    fault.put("foundAt", Schemas.time("When that was found."));
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("origin", Schemas.text("A cluster, or plane."));
    fields.put("chain", Schemas.text("Its id; empty for entries that are in none."));
    fields.put("state", Schemas.oneOf("How it is.", texts(AuditChainRow.State.values())));
    fields.put("firstAt", Schemas.time("Time of the oldest entry."));
    fields.put("lastAt", Schemas.time("Time of the newest entry."));
    fields.put("last", Schemas.number("Number of the newest entry."));
    fields.put("lastHash", Schemas.text("Its digest."));
    fields.put("droppedTo", Schemas.number("Last number that is no longer kept."));
    fields.put("verifiedTo", Schemas.number("Up to here nothing is wrong."));
    fields.put("checkedAt", Schemas.time("When that was checked."));
    fields.put("faults", Schemas.list(Schemas.object(fault)));
    return Schemas.object(fields);
  }

  /** The origin that a name of the API means. */
  static String origin(String shown) {
    return shown.equals(PLANE) ? "" : shown;
  }

  private static String shown(String origin) {
    return origin.isEmpty() ? PLANE : origin;
  }

  private static String[] texts(Object[] constants) {
    return Arrays.stream(constants).map(Object::toString).toArray(String[]::new);
  }
}
