package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.freehold.api.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings an object into the one form in which equal objects look equal: what a client of Kubernetes
 * loses or spells anew when it reads and writes an object.
 */
final class Canonical {
  private static final Set<String> AMOUNTS =
      Set.of(
          "requests",
          "limits",
          "capacity",
          "allocatable",
          "hard",
          "used",
          "default",
          "defaultRequest",
          "max",
          "min",
          "overhead");

  /** Fields that are left out when they are false. */
  private static final Set<String> FALSE_IS_ABSENT =
      Set.of(
          "hostNetwork",
          "hostPID",
          "hostIPC",
          "readOnly",
          "paused",
          "stdin",
          "stdinOnce",
          "tty",
          "publishNotReadyAddresses",
          "unschedulable");

  /** Maps from names to texts, which are kept as they are. */
  private static final Set<String> TEXT_MAPS =
      Set.of(
          "labels",
          "annotations",
          "data",
          "binaryData",
          "matchLabels",
          "nodeSelector",
          "selector",
          "parameters");

  private Canonical() {}

  /**
   * The form in which an object is compared.
   *
   * @param ignoreAggregated whether the rules of roles are not looked at that the API server
   *     aggregates
   */
  static ObjectNode of(JsonNode object, boolean ignoreAggregated) {
    ObjectNode copy = object.deepCopy();
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("creationTimestamp");
    }
    String group = ObjectRef.groupOf(copy.path("apiVersion").asText());
    String kind = copy.path("kind").asText();
    if (group.isEmpty() && kind.equals("Secret")) {
      secret(copy);
    } else if (group.isEmpty() && kind.equals("Endpoints")) {
      endpoints(copy);
    } else if (group.equals("rbac.authorization.k8s.io") && kind.endsWith("Role")) {
      role(copy, ignoreAggregated);
    }
    if (ListKeys.builtIn(copy)) {
      tidy(copy);
    }
    return copy;
  }

  /** Moves {@code stringData} to {@code data} and makes absent values empty. */
  static void secret(ObjectNode secret) {
    if (secret.path("stringData") instanceof ObjectNode plain) {
      ObjectNode data =
          secret.path("data") instanceof ObjectNode there ? there : secret.putObject("data");
      plain
          .properties()
          .forEach(entry ->
              data.set(
                  entry.getKey(),
                  entry.getValue().isTextual()
                      ? TextNode.valueOf(encode(entry.getValue().textValue()))
                      : entry.getValue()));
      secret.remove("stringData");
    }
    if (secret.path("data") instanceof ObjectNode data) {
      data.properties()
          .forEach(entry -> {
            if (entry.getValue().isNull()) {
              entry.setValue(TextNode.valueOf(""));
            }
          });
    }
  }

  private static String encode(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static void role(ObjectNode role, boolean ignoreAggregated) {
    boolean aggregated = ignoreAggregated && role.path("aggregationRule").isObject();
    if (aggregated || (role.path("rules").isArray() && role.path("rules").isEmpty())) {
      role.putNull("rules");
    }
  }

  private static void endpoints(ObjectNode endpoints) {
    for (JsonNode subset : endpoints.path("subsets")) {
      for (JsonNode port : subset.path("ports")) {
        if (port instanceof ObjectNode object && object.path("protocol").asText().isEmpty()) {
          object.put("protocol", "TCP");
        }
      }
      subset.forEach(Canonical::sort);
    }
    sort(endpoints.path("subsets"));
  }

  private static void sort(JsonNode list) {
    if (list instanceof ArrayNode array) {
      List<JsonNode> items = new ArrayList<>();
      array.forEach(items::add);
      items.sort(Comparator.comparing(Canonical::text));
      array.removeAll().addAll(items);
    }
  }

  /** The text of a node, whatever the order of its keys is. */
  private static String text(JsonNode node) {
    return SortedJson.text(node);
  }

  private static void tidy(ObjectNode node) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(node.properties())) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      // An empty value of a variable is as none.
      boolean none =
          (name.equals("value") && value.isTextual() && value.textValue().isEmpty())
              || (value.isArray() && value.isEmpty())
              || (value.isObject() && value.isEmpty() && TEXT_MAPS.contains(name))
              || (value.isNull() && !name.equals("spec"));
      if (none && !name.equals("rules")) {
        node.remove(name);
      } else if (FALSE_IS_ABSENT.contains(name) && value.isBoolean() && !value.asBoolean()) {
        node.remove(name);
      } else if (AMOUNTS.contains(name) && value instanceof ObjectNode amounts) {
        amounts(amounts);
      } else if (name.equals("sizeLimit") && value.isValueNode()) {
        Quantity.canonical(value.asText()).ifPresent(amount -> node.put(name, amount));
      } else if (!TEXT_MAPS.contains(name)) {
        descend(value);
      }
    }
  }

  private static void descend(JsonNode value) {
    if (value instanceof ObjectNode object) {
      tidy(object);
    } else if (value instanceof ArrayNode) {
      value.forEach(Canonical::descend);
    }
  }

  private static void amounts(ObjectNode amounts) {
    amounts
        .properties()
        .forEach(amount -> {
          if (amount.getValue().isValueNode()) {
            Quantity.canonical(amount.getValue().asText())
                .ifPresent(text -> amount.setValue(TextNode.valueOf(text)));
          } else {
            descend(amount.getValue());
          }
        });
  }
}
