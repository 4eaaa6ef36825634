package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What makes objects out of a source. */
public enum RenderTool {
  /** Plain YAML and JSON files, and Jsonnet. */
  @JsonProperty("Directory")
  DIRECTORY("Directory"),
  /** The folder's kustomization. */
  @JsonProperty("Kustomize")
  KUSTOMIZE("Kustomize"),
  /** A chart. */
  @JsonProperty("Helm")
  HELM("Helm"),
  /** A renderer that the operator of the cluster provides. */
  @JsonProperty("Plugin")
  PLUGIN("Plugin");

  private final String text;

  RenderTool(String text) {
    this.text = text;
  }

  /** The spelling used in specs. */
  @Override
  public String toString() {
    return text;
  }
}
