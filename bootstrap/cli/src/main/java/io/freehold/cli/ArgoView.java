package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.freehold.api.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An Application of argoproj.io as the commands that read show it: with the status that an
 * Application of ours would have. Nothing is ever written through it.
 */
final class ArgoView {
  static final String GROUP = "argoproj.io";
  static final String API_VERSION = GROUP + "/v1alpha1";
  static final ResourceDefinitionContext APPLICATIONS =
      new ResourceDefinitionContext.Builder()
          .withGroup(GROUP)
          .withVersion("v1alpha1")
          .withKind("Application")
          .withPlural("applications")
          .withNamespaced(true)
          .build();

  private static final ObjectMapper JSON = new ObjectMapper();

  private ArgoView() {}

  /** Whether an Application was made by {@link #of}. */
  static boolean is(Application application) {
    return application.apiVersion().startsWith(GROUP + "/");
  }

  /** What it says, in our words. */
  static Application of(JsonNode argo) {
    ObjectNode own = JSON.createObjectNode();
    own.put("apiVersion", API_VERSION).put("kind", Application.KIND);
    own.set("metadata", argo.path("metadata"));
    spec(argo.path("spec"), own.putObject("spec"));
    status(argo, own.putObject("status"));
    return JSON.convertValue(own, Application.class);
  }

  private static void spec(JsonNode spec, ObjectNode own) {
    own.put("project", spec.path("project").asText(""));
    own.putObject("destination").put("namespace", spec.at("/destination/namespace").asText(""));
    ArrayNode sources = own.putArray("sources");
    for (JsonNode source : sources(spec)) {
      sources
          .addObject()
          .put("repoURL", source.path("repoURL").asText(""))
          .put("path", source.path("path").asText(""))
          .put("chart", source.path("chart").asText(""))
          .put("targetRevision", source.path("targetRevision").asText(""));
    }
  }

  private static List<JsonNode> sources(JsonNode spec) {
    return spec.path("sources").isEmpty()
        ? spec.path("source").isMissingNode() ? List.of() : List.of(spec.path("source"))
        : spec.path("sources").valueStream().toList();
  }

  private static void status(JsonNode argo, ObjectNode own) {
    JsonNode status = argo.path("status");
    String sync = status.at("/sync/status").asText("Unknown");
    JsonNode health = status.path("health");
    // It has no observed generation: its status is of the spec that it was compared with.
    own.put("observedGeneration", argo.at("/metadata/generation").asLong());
    own.put("revision", revision(status.path("sync")));
    own.put("sync", sync);
    own.putObject("health")
        .put("status", health.path("status").asText("Unknown"))
        .put("message", health.path("message").asText(""));
    operation(status.path("operationState"), own);
    ArrayNode history = own.putArray("history");
    List<JsonNode> entries = new ArrayList<>(status.path("history").valueStream().toList());
    entries.reversed().forEach(entry -> history(entry, history.addObject()));
    conditions(status, sync.equals("Synced"), own.putArray("conditions"));
    long objects = status.path("resources").size();
    own.putObject("summary")
        .put("objects", objects)
        .put("synced", count(status, resource -> resource.path("status").asText().equals("Synced")))
        .put(
            "healthy",
            count(
                status,
                resource -> resource.at("/health/status").asText("Healthy").equals("Healthy")));
  }

  private static long count(JsonNode status, java.util.function.Predicate<JsonNode> counted) {
    return status.path("resources").valueStream().filter(counted).count();
  }

  /** The commit; those of several sources with a plus between them, as ours are written. */
  private static String revision(JsonNode where) {
    return where.path("revisions").isEmpty()
        ? where.path("revision").asText("")
        : where
            .path("revisions")
            .valueStream()
            .map(JsonNode::asText)
            .collect(Collectors.joining("+"));
  }

  private static void operation(JsonNode state, ObjectNode own) {
    if (state.isMissingNode()) {
      return;
    }
    String phase = state.path("phase").asText();
    own.putObject("operation")
        .put("phase", phase.equals("Terminating") ? "Running" : phase)
        .put("revision", revision(state.path("syncResult")))
        .put("startedAt", state.path("startedAt").asText(""))
        .put("finishedAt", state.path("finishedAt").asText(""))
        .put("message", state.path("message").asText(""));
  }

  private static void history(JsonNode entry, ObjectNode own) {
    own.put("id", entry.path("id").asLong())
        .put("phase", "Succeeded")
        .put("revision", revision(entry))
        .put("digest", revision(entry))
        .put("startedAt", entry.path("deployStartedAt").asText(""))
        .put("finishedAt", entry.path("deployedAt").asText(""))
        .put(
            "initiatedBy",
            entry.at("/initiatedBy/automated").asBoolean()
                ? ""
                : entry.at("/initiatedBy/username").asText(""));
  }

  private static void conditions(JsonNode status, boolean synced, ArrayNode own) {
    boolean ready = synced && status.at("/health/status").asText().equals("Healthy");
    own.addObject().put("type", "Ready").put("status", ready ? "True" : "False");
    for (JsonNode condition : status.path("conditions")) {
      String type = condition.path("type").asText();
      own.addObject()
          .put("type", type)
          .put("status", "True")
          .put("reason", type)
          .put("message", condition.path("message").asText(""))
          .put("lastTransitionTime", condition.path("lastTransitionTime").asText(""));
    }
  }
}
