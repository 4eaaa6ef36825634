package io.freehold.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.notify.Matchers;
import io.freehold.notify.Overview;
import io.freehold.notify.Silence;
import io.freehold.store.DeliveryRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the API shows of notifications, and the schemas of that. */
final class NotificationViews {
  private static final ObjectMapper JSON = new ObjectMapper();

  private NotificationViews() {}

  static ObjectNode rules(
      Overview overview, String revision, String problem, Map<String, String> problems) {
    ObjectNode view = JSON.createObjectNode().put("revision", revision);
    if (!problem.isEmpty()) {
      view.put("problem", problem);
    }
    ArrayNode targets = view.putArray("targets");
    for (Overview.TargetView target : overview.targets()) {
      ObjectNode one =
          targets
              .addObject()
              .put("name", target.name())
              .put("type", target.type())
              .put("rateLimit", target.rateLimit());
      target.problems().forEach(one.putArray("problems")::add);
    }
    ArrayNode triggers = view.putArray("triggers");
    for (Overview.TriggerView trigger : overview.triggers()) {
      ObjectNode one =
          triggers
              .addObject()
              .put("name", trigger.name())
              .put("watches", trigger.watches())
              .put("severity", trigger.severity());
      if (problems.containsKey(trigger.name())) {
        one.put("problem", problems.get(trigger.name()));
      }
    }
    ArrayNode subscriptions = view.putArray("subscriptions");
    for (Overview.SubscriptionView subscription : overview.subscriptions()) {
      ObjectNode one = subscriptions.addObject().put("name", subscription.name());
      subscription.targets().forEach(one.putArray("targets")::add);
      one.set("about", JSON.valueToTree(subscription.about()));
      one.put("digestSeconds", subscription.digestSeconds());
    }
    return view;
  }

  static ObjectNode rulesSchema() {
    Map<String, ObjectNode> target = new LinkedHashMap<>();
    target.put("name", Schemas.text("Its name."));
    target.put("type", Schemas.text("By which way it is told."));
    target.put("rateLimit", Schemas.number("At most so many messages in a minute."));
    target.put("problems", Schemas.list(Schemas.text("What it lacks.")));
    Map<String, ObjectNode> trigger = new LinkedHashMap<>();
    trigger.put("name", Schemas.text("Its name."));
    trigger.put("watches", Schemas.oneOf("What it watches.", "application", "cluster"));
    trigger.put(
        "severity", Schemas.oneOf("How bad it is.", "critical", "error", "warning", "info"));
    trigger.put("problem", Schemas.text("Why it could not say something lately."));
    Map<String, ObjectNode> subscription = new LinkedHashMap<>();
    subscription.put("name", Schemas.text("Its name."));
    subscription.put("targets", Schemas.list(Schemas.text("Name of a target.")));
    subscription.put("about", Schemas.of(Matchers.class));
    subscription.put("digestSeconds", Schemas.number("How long it waits for more of the same."));
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("revision", Schemas.text("Commit that brought these rules."));
    fields.put("problem", Schemas.text("Why newer rules cannot be used."));
    fields.put("targets", Schemas.list(Schemas.object(target)));
    fields.put("triggers", Schemas.list(Schemas.object(trigger)));
    fields.put("subscriptions", Schemas.list(Schemas.object(subscription)));
    return Schemas.object(fields);
  }

  static ObjectNode delivery(DeliveryRow row) {
    ObjectNode view =
        JSON.createObjectNode()
            .put("id", row.id())
            .put("target", row.target())
            .put("trigger", row.trigger())
            .put("event", row.phase().toLowerCase(Locale.ROOT))
            .put("state", row.state())
            .put("title", row.title())
            .put("about", row.about());
    row.clusters().forEach(view.putArray("clusters")::add);
    view.put("clusterCount", row.clusterCount())
        .put("attempts", row.attempts())
        .put("createdAt", row.createdAt().toString());
    row.endedAt().ifPresent(at -> view.put("endedAt", at.toString()));
    if (row.state().equals("pending")) {
      view.put("nextAt", row.nextAt().toString());
    }
    if (!row.problem().isEmpty()) {
      view.put("problem", row.problem());
    }
    return view;
  }

  static ObjectNode deliverySchema() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("id", Schemas.text("Its id, the same each time it is sent."));
    fields.put("target", Schemas.text("Who is told."));
    fields.put("trigger", Schemas.text("Of what."));
    fields.put("event", Schemas.oneOf("Whether it began or is over.", "fired", "resolved"));
    fields.put(
        "state", Schemas.oneOf("Whether it arrived.", "pending", "sent", "dead", "silenced"));
    fields.put("title", Schemas.text("What it says, in one line."));
    fields.put("about", Schemas.text("namespace/name of the application; empty for clusters."));
    fields.put("clusters", Schemas.list(Schemas.text("The first of its clusters.")));
    fields.put("clusterCount", Schemas.number("How many there are."));
    fields.put("attempts", Schemas.number("How often it was tried."));
    fields.put("createdAt", Schemas.time("When it was made."));
    fields.put("endedAt", Schemas.time("When it was sent or given up."));
    fields.put("nextAt", Schemas.time("When it is tried again."));
    fields.put("problem", Schemas.text("Why it did not arrive."));
    return Schemas.object(fields);
  }

  static ObjectNode silence(Silence silence, boolean git, Instant now) {
    ObjectNode view =
        JSON.createObjectNode()
            .put("id", silence.id())
            .put("origin", git ? "git" : "operator")
            .put("until", silence.until().toString())
            .put("active", now.isBefore(silence.until()))
            .put("author", silence.author())
            .put("reason", silence.reason());
    view.set("about", JSON.valueToTree(silence.about()));
    return view;
  }

  static ObjectNode silenceSchema() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("id", Schemas.text("Its id; for one of the registry file and place."));
    fields.put("origin", Schemas.oneOf("Where it is from.", "git", "operator"));
    fields.put("until", Schemas.time("When it ends."));
    fields.put("active", Schemas.truth("Whether it has not ended."));
    fields.put("author", Schemas.text("Who made it."));
    fields.put("reason", Schemas.text("Why."));
    fields.put("about", Schemas.of(Matchers.class));
    return Schemas.object(fields);
  }
}
