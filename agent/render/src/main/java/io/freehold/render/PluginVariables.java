package io.freehold.render;

import io.freehold.api.PluginOptions;
import io.freehold.api.PluginOptions.Parameter;
import io.freehold.yaml.Json;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapBuilder;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The environment variables that plugins of Argo CD expect. */
final class PluginVariables {
  private static final int SHORT = 7;
  private static final int SHORT_8 = 8;

  private final ToolInput input;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private PluginVariables(ToolInput input) {
    this.input = input;
  }

  /**
   * The variables of a render. They tell the revision, so that every commit may give other objects.
   */
  static Map<String, String> of(ToolInput input) {
    var variables = new PluginVariables(input);
    variables.standard();
    variables.environment();
    variables.parameters();
    return variables.variables;
  }

  private void standard() {
    put("ARGOCD_APP_NAME", input.name());
    put("ARGOCD_APP_NAMESPACE", input.namespace());
    String revision = input.revision();
    put("ARGOCD_APP_REVISION", revision);
    put("ARGOCD_APP_REVISION_SHORT", start(revision, SHORT));
    put("ARGOCD_APP_REVISION_SHORT_8", start(revision, SHORT_8));
    put("ARGOCD_APP_SOURCE_PATH", input.path().isEmpty() ? "." : input.path());
    put("ARGOCD_APP_SOURCE_REPO_URL", input.source().repoUrl());
    put("ARGOCD_APP_SOURCE_TARGET_REVISION", input.source().revision());
    // Both as "helm template" takes them.
    input.cluster().useFacts();
    put("KUBE_VERSION", input.cluster().facts().version().replaceFirst("^v", ""));
    put("KUBE_API_VERSIONS", String.join(",", input.cluster().facts().apiVersions()));
  }

  private static String start(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private void put(String name, String value) {
    if (!value.isEmpty()) {
      variables.put(name, value);
    }
  }

  private void environment() {
    for (PluginOptions.Variable variable : input.source().pluginOptions().env()) {
      variables.put("ARGOCD_ENV_" + variable.name(), variable.value());
    }
  }

  private void parameters() {
    List<Parameter> parameters = input.source().pluginOptions().parameters();
    if (parameters.isEmpty()) {
      return;
    }
    var json = new ArrayList<Value>();
    for (Parameter parameter : parameters) {
      json.add(json(parameter));
      String name = "PARAM_" + escaped(parameter.name());
      if (isText(parameter)) {
        variables.put(name, parameter.string());
      }
      for (int i = 0; i < parameter.array().size(); i++) {
        variables.put(name + "_" + i, parameter.array().get(i));
      }
      parameter.map().forEach((key, value) -> variables.put(name + "_" + escaped(key), value));
    }
    variables.put("ARGOCD_APP_PARAMETERS", Json.text(ListValue.of(json)));
  }

  /** Empty texts are not kept apart from absent ones in an Application. */
  private static boolean isText(Parameter parameter) {
    return !parameter.string().isEmpty()
        || (parameter.array().isEmpty() && parameter.map().isEmpty());
  }

  private static Value json(Parameter parameter) {
    MapBuilder object = MapValue.builder().put("name", parameter.name());
    if (isText(parameter)) {
      object.put("string", parameter.string());
    }
    if (!parameter.array().isEmpty()) {
      object.put("array", ListValue.of(parameter.array().stream().map(StringValue::new).toList()));
    }
    if (!parameter.map().isEmpty()) {
      MapBuilder map = MapValue.builder();
      parameter.map().forEach(map::put);
      object.put("map", map.build());
    }
    return object.build();
  }

  private static String escaped(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }
}
