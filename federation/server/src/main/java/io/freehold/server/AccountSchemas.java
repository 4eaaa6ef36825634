package io.freehold.server;

import static io.freehold.server.Schemas.list;
import static io.freehold.server.Schemas.number;
import static io.freehold.server.Schemas.object;
import static io.freehold.server.Schemas.oneOf;
import static io.freehold.server.Schemas.text;
import static io.freehold.server.Schemas.time;
import static io.freehold.server.Schemas.truth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemas of {@link AccountEndpoints}. */
final class AccountSchemas {
  private AccountSchemas() {}

  static ObjectNode nothing() {
    return object(Map.of());
  }

  static ObjectNode me() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("name", text("Name, as the sign-in gave it, or of the token."));
    fields.put("kind", oneOf("How they are known.", "anonymous", "user", "local", "token"));
    fields.put("groups", list(text("A group that the sign-in named.")));
    fields.put("role", role("The highest role; absent without any right."));
    fields.put("grants", list(grant()));
    fields.put("csrf", text("What a browser sends along in X-CSRF-Token; with a session only."));
    return object(fields);
  }

  static ObjectNode token() {
    return object(tokenFields());
  }

  static ObjectNode newToken() {
    Map<String, ObjectNode> fields = tokenFields();
    fields.put("token", text("The token itself, this once."));
    return object(fields);
  }

  static ObjectNode wantedToken() {
    Map<String, ObjectNode> fields = grantFields();
    fields.put("name", text("What to call it."));
    fields.put("days", number("For how many days it is good, 1 to 366."));
    ObjectNode schema = object(fields);
    schema.putArray("required").add("name").add("days").add("role");
    return schema;
  }

  private static Map<String, ObjectNode> tokenFields() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("id", text("Names it."));
    fields.put("name", text("What its owner calls it."));
    fields.put("owner", text("Who made it."));
    fields.put("allows", grant());
    fields.put("createdAt", time("When it was made."));
    fields.put("expiresAt", time("Until when it is good."));
    fields.put("usedAt", time("When it was used last, to the minute; absent when never."));
    fields.put("revokedAt", time("When it was revoked; absent when it was not."));
    fields.put("good", truth("Whether it is neither expired nor revoked."));
    return fields;
  }

  private static ObjectNode grant() {
    return object(grantFields());
  }

  private static Map<String, ObjectNode> grantFields() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("role", role("What may be done."));
    fields.put("clusters", clusters());
    fields.put("projects", list(text("A project; all when the list is absent.")));
    return fields;
  }

  private static ObjectNode clusters() {
    Map<String, ObjectNode> expression = new LinkedHashMap<>();
    expression.put("key", text("A label."));
    expression.put("operator", oneOf("What holds.", "In", "NotIn", "Exists", "DoesNotExist"));
    expression.put("values", list(text("A value.")));
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("names", list(text("Name of a cluster.")));
    fields.put("matchLabels", Schemas.texts("Labels that a cluster must have."));
    fields.put("matchExpressions", list(object(expression)));
    return object(fields).put("description", "Which clusters; all when it is absent.");
  }

  private static ObjectNode role(String description) {
    return oneOf(description, "viewer", "operator", "admin");
  }
}
