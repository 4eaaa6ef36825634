package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.DirectoryOptions;
import io.freehold.api.HelmOptions;
import io.freehold.api.KustomizeOptions;
import io.freehold.api.PluginOptions;
import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Argo CD's sources in Freehold's terms. Most options have the same names in both. */
public final class ArgoSources {
  private ArgoSources() {}

  /**
   * One source.
   *
   * @throws IllegalArgumentException when a field is of another type; the message names it
   */
  public static Source of(JsonNode source) {
    String url = source.path("repoURL").asText("");
    String revision = source.path("targetRevision").asText("");
    String chart = source.path("chart").asText("");
    boolean git = chart.isEmpty() && !url.startsWith("oci://");
    if (!chart.isEmpty() && !url.contains("://")) {
      // A registry of charts is written without a scheme.
      url = "oci://" + url + "/" + chart;
      chart = "";
    }
    return new Source(
        url,
        source.path("path").asText(""),
        git && revision.equals("HEAD") ? "" : revision,
        chart,
        source.path("ref").asText(""),
        tool(source),
        source.path("directory").isObject()
            ? Json.read(source.path("directory"), DirectoryOptions.class)
            : null,
        source.path("kustomize").isObject()
            ? Json.read(source.path("kustomize"), KustomizeOptions.class)
            : null,
        source.path("helm").isObject() ? Json.read(source.path("helm"), HelmOptions.class) : null,
        source.path("plugin").isObject()
            ? Json.read(source.path("plugin"), PluginOptions.class)
            : null);
  }

  /** This source at another revision. */
  public static JsonNode at(JsonNode source, String revision) {
    return revision.isEmpty()
        ? source
        : ((ObjectNode) source.deepCopy()).put("targetRevision", revision);
  }

  /**
   * A source with what a file {@code .argocd-source.yaml} of its folder says of the tools. Where it
   * lies cannot be changed there.
   */
  public static JsonNode overridden(JsonNode source, String name, String text) {
    JsonNode override = Json.yaml(name, text);
    ObjectNode result = source.deepCopy();
    for (String tool : new String[] {"helm", "kustomize", "directory", "plugin"}) {
      if (override.path(tool).isObject()) {
        merge(result.withObjectProperty(tool), override.path(tool));
      }
    }
    return result;
  }

  private static void merge(ObjectNode into, JsonNode from) {
    for (Iterator<String> names = from.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode value = from.path(name);
      if (value.isObject() && into.path(name) instanceof ObjectNode there) {
        merge(there, value);
      } else if (value.isNull()) {
        into.remove(name);
      } else {
        into.set(name, value);
      }
    }
  }

  /** An options block that is there chooses the tool, also an empty one. */
  private static @Nullable RenderTool tool(JsonNode source) {
    if (source.path("plugin").isObject()) {
      return RenderTool.PLUGIN;
    }
    if (source.path("kustomize").isObject() && !source.path("kustomize").isEmpty()) {
      return RenderTool.KUSTOMIZE;
    }
    if (source.path("helm").isObject() && !source.path("helm").isEmpty()) {
      return RenderTool.HELM;
    }
    return source.path("directory").isObject() && !source.path("directory").isEmpty()
        ? RenderTool.DIRECTORY
        : null;
  }
}
