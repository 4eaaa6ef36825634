package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that Argo CD fills into parameters of charts and of Jsonnet, as {@code
 * $ARGOCD_APP_NAME}. What is not one of them becomes nothing; two dollars are one.
 */
public final class BuildEnvironment {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:(\\$)|\\{([A-Za-z_][A-Za-z0-9_]*)\\}|([A-Za-z_][A-Za-z0-9_]*))");
  private static final int SHORT = 7;
  private static final int SHORT_8 = 8;

  private final Map<String, String> variables;

  /**
   * @param name name of the Application
   * @param namespace its destination namespace
   * @param source as it is written
   * @param revision commit or version of the source
   */
  public BuildEnvironment(String name, String namespace, JsonNode source, String revision) {
    this.variables =
        Map.of(
            "ARGOCD_APP_NAME",
            name,
            "ARGOCD_APP_NAMESPACE",
            namespace,
            "ARGOCD_APP_REVISION",
            revision,
            "ARGOCD_APP_REVISION_SHORT",
            start(revision, SHORT),
            "ARGOCD_APP_REVISION_SHORT_8",
            start(revision, SHORT_8),
            "ARGOCD_APP_SOURCE_PATH",
            source.path("path").asText(""),
            "ARGOCD_APP_SOURCE_REPO_URL",
            source.path("repoURL").asText(""),
            "ARGOCD_APP_SOURCE_TARGET_REVISION",
            source.path("targetRevision").asText(""));
  }

  /** A source with its parameters filled in. */
  public JsonNode fill(JsonNode source) {
    ObjectNode result = source.deepCopy();
    values(result.path("helm").path("parameters"));
    texts(result.path("helm").path("valueFiles"));
    for (JsonNode file : result.path("helm").path("fileParameters")) {
      text(file, "path");
    }
    JsonNode jsonnet = result.path("directory").path("jsonnet");
    values(jsonnet.path("extVars"));
    values(jsonnet.path("tlas"));
    texts(jsonnet.path("libs"));
    return result;
  }

  private void values(JsonNode list) {
    list.forEach(item -> text(item, "value"));
  }

  private void texts(JsonNode list) {
    if (list instanceof ArrayNode items) {
      for (int i = 0; i < items.size(); i++) {
        items.set(i, TextNode.valueOf(fillPath(items.path(i).asText())));
      }
    }
  }

  /** {@code $name/} at the beginning of a path is another source. */
  private String fillPath(String text) {
    boolean reference = text.startsWith("$") && !text.startsWith("$ARGOCD_");
    int slash = text.indexOf('/');
    return reference && slash > 0
        ? text.substring(0, slash) + fill(text.substring(slash))
        : fill(text);
  }

  private void text(JsonNode object, String field) {
    if (object instanceof ObjectNode there && there.path(field).isTextual()) {
      there.put(field, fill(there.path(field).textValue()));
    }
  }

  private String fill(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  private String value(MatchResult match) {
    if (match.group(1) != null) {
      return "$";
    }
    String name = match.group(2) != null ? match.group(2) : match.group(3);
    return variables.getOrDefault(name, "");
  }

  private static String start(String revision, int length) {
    return revision.substring(0, Math.min(length, revision.length()));
  }
}
