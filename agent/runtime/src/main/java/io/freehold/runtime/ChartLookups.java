package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.api.ProjectRules;
import io.freehold.kube.ClusterReader;
import io.freehold.kube.ClusterReader.Finding;
import io.freehold.render.RenderException;
import io.freehold.render.RenderException.Code;
import io.freehold.worker.Lookup;
import java.util.Iterator;
import java.util.Optional;

/**
 * Answers charts that look into the cluster: only what their project allows, in namespaces that it
 * allows, read with the rights of whoever writes for the Application. Everything else is not found,
 * as in {@code helm template}.
 */
final class ChartLookups {
  private final Reads cluster;

  /** Reads what {@link ClusterReader#find} reads. */
  @FunctionalInterface
  interface Reads {
    Finding find(
        Optional<String> user, String apiVersion, String kind, String namespace, String name);
  }

  ChartLookups(Reads cluster) {
    this.cluster = cluster;
  }

  /** For the charts of one Application. */
  Lookup of(Settings settings) {
    ProjectRules rules = settings.rules();
    if (rules.spec().lookups().isEmpty()) {
      return Lookup.NOTHING;
    }
    Optional<String> user = rules.account(settings.namespace());
    return (apiVersion, kind, namespace, name) ->
        rules.permitsLookup(ObjectRef.groupOf(apiVersion), kind, name)
                && (namespace.isEmpty() || rules.namespace(namespace).isEmpty())
            ? answer(rules, kind, name, cluster.find(user, apiVersion, kind, namespace, name))
            : Optional.empty();
  }

  private static Optional<String> answer(
      ProjectRules rules, String kind, String name, Finding finding) {
    return switch (finding) {
      case Finding.Missing _ -> Optional.empty();
      case Finding.Found(ObjectNode content) -> {
        if (content.path("items") instanceof ArrayNode items) {
          removeForbidden(rules, items);
        }
        yield Optional.of(ClusterReader.text(content));
      }
      case Finding.Refused(String why) ->
          throw new RenderException(
              Code.BUILD,
              "lookup",
              0,
              "the chart looks up %s, which the project %s allows, but it cannot be read: %s"
                  .formatted(
                      name.isEmpty() ? "all of kind " + kind : kind + " " + name,
                      rules.name(),
                      why));
    };
  }

  /** A list of all namespaces holds what lists of single ones would. */
  private static void removeForbidden(ProjectRules rules, ArrayNode items) {
    for (Iterator<JsonNode> all = items.iterator(); all.hasNext(); ) {
      String namespace = all.next().path("metadata").path("namespace").asText("");
      if (!namespace.isEmpty() && rules.namespace(namespace).isPresent()) {
        all.remove();
      }
    }
  }
}
