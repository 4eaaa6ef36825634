package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Values that the API server fills in where an object of a kind of Kubernetes has none. Only those
 * that people write out, so that writing them out is no difference.
 */
final class KindDefaults {
  private KindDefaults() {}

  /** Fills an object in place. */
  static void fill(ObjectNode object) {
    inside(object);
    JsonNode spec = object.path("spec");
    switch (object.path("kind").asText()) {
      case "Service" -> service(spec);
      case "Pod" -> pod(spec);
      case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration" ->
          object
              .path("webhooks")
              .forEach(
                  webhook -> webhook.path("rules").forEach(rule -> absent(rule, "scope", "*")));
      case "NetworkPolicy" -> {
        policyPorts(spec.path("ingress"));
        policyPorts(spec.path("egress"));
      }
      case "CronJob" -> pod(spec.path("jobTemplate").path("spec").path("template").path("spec"));
      default -> {
        if (spec.path("template").isObject()) {
          pod(spec.path("template").path("spec"));
        }
      }
    }
  }

  private static void policyPorts(JsonNode rules) {
    rules.forEach(rule -> rule.path("ports").forEach(port -> absent(port, "protocol", "TCP")));
  }

  /** Values of small types that occur in many places, also inside of lists. */
  private static void inside(JsonNode node) {
    if (node.path("fieldRef").isObject()) {
      absent(node.path("fieldRef"), "apiVersion", "v1");
    }
    if (node.path("serviceAccountToken") instanceof ObjectNode token
        && !token.has("expirationSeconds")) {
      token.put("expirationSeconds", 3600);
    }
    if (node.isContainerNode()) {
      node.forEach(KindDefaults::inside);
    }
  }

  private static void service(JsonNode spec) {
    absent(spec, "type", "ClusterIP");
    absent(spec, "sessionAffinity", "None");
    for (JsonNode port : spec.path("ports")) {
      absent(port, "protocol", "TCP");
      if (port instanceof ObjectNode object && !object.has("targetPort") && object.has("port")) {
        object.set("targetPort", object.path("port"));
      }
    }
  }

  private static void pod(JsonNode spec) {
    absent(spec, "restartPolicy", "Always");
    absent(spec, "dnsPolicy", "ClusterFirst");
    absent(spec, "schedulerName", "default-scheduler");
    for (String containers : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(containers)) {
        absent(container, "terminationMessagePath", "/dev/termination-log");
        absent(container, "terminationMessagePolicy", "File");
        for (JsonNode port : container.path("ports")) {
          absent(port, "protocol", "TCP");
        }
      }
    }
  }

  private static void absent(JsonNode object, String field, String value) {
    if (object instanceof ObjectNode there && there.path(field).asText().isEmpty()) {
      there.put(field, value);
    }
  }
}
