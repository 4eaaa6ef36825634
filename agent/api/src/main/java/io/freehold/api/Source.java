package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/**
 * A place that holds desired state, and how it becomes objects.
 *
 * @param repoUrl Git or Helm repository, {@code oci://} for a registry of artifacts; the cluster's
 *     own registry when empty
 * @param path folder from the root of the repository
 * @param revision branch, tag, commit or range of versions; the registry's branch when empty
 * @param chart name of a chart in a Helm repository
 * @param ref a name by which value files of other sources refer to this one
 * @param tool what renders it; found out from the files when null
 * @param directory options of plain folders; null when none are set
 * @param kustomize options of kustomizations, and of what Helm has rendered; null when none are set
 * @param helm options of charts; null when none are set
 * @param plugin the renderer that the cluster's operator provides; null for none
 * @param signatures what must be signed, besides what the project demands; null for nothing
 * @param submodules whether Git submodules are put in their places
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Source(
    @JsonPropertyDescription(
            "Git or Helm repository, oci:// for artifacts; the cluster's own registry when empty.")
        String repoUrl,
    @JsonPropertyDescription("Folder, from the root of the repository.") String path,
    @JsonPropertyDescription(
            "Branch, tag, commit or range of versions; the registry's branch when empty.")
        String revision,
    @JsonPropertyDescription("Name of a chart in a Helm repository.") String chart,
    @JsonPropertyDescription("Name by which value files of other sources refer to this one.")
        String ref,
    @JsonPropertyDescription("What renders it; found out from the files when absent.")
        @Nullable RenderTool tool,
    @JsonPropertyDescription("Options of a plain folder.") @Nullable DirectoryOptions directory,
    @JsonPropertyDescription("Options of a kustomization, and of what Helm has rendered.")
        @Nullable KustomizeOptions kustomize,
    @JsonPropertyDescription("Options of a chart.") @Nullable HelmOptions helm,
    @JsonPropertyDescription("The plugin that renders it.") @Nullable PluginOptions plugin,
    @JsonPropertyDescription("What must be signed, besides what the project demands.")
        @Nullable Signatures signatures,
    @Default("false")
        @JsonPropertyDescription(
            "Put Git submodules in their places, as far as the project allows their repositories.")
        Boolean submodules) {
  public Source {
    repoUrl = Defaults.text(repoUrl);
    path = Defaults.text(path);
    revision = Defaults.text(revision);
    chart = Defaults.text(chart);
    ref = Defaults.text(ref);
    submodules = Defaults.value(submodules, false);
  }

  /** Without signatures and submodules. */
  public Source(
      String repoUrl,
      String path,
      String revision,
      String chart,
      String ref,
      @Nullable RenderTool tool,
      @Nullable DirectoryOptions directory,
      @Nullable KustomizeOptions kustomize,
      @Nullable HelmOptions helm,
      @Nullable PluginOptions plugin) {
    this(
        repoUrl, path, revision, chart, ref, tool, directory, kustomize, helm, plugin, null, false);
  }

  /** A folder of a repository, without options. */
  public static Source folder(String repoUrl, String path, String revision) {
    return new Source(repoUrl, path, revision, "", "", null, null, null, null, null);
  }

  /** A folder of the cluster's own registry, without options. */
  public static Source folder(String path) {
    return folder("", path, "");
  }

  /** This source in another folder. */
  public Source at(String other) {
    return copy(other, revision, tool, directory, kustomize, helm, plugin);
  }

  /** This source at another revision. */
  public Source atRevision(String other) {
    return copy(path, other, tool, directory, kustomize, helm, plugin);
  }

  /** This source with options for plain folders. */
  public Source with(DirectoryOptions other) {
    return copy(path, revision, tool, other, kustomize, helm, plugin);
  }

  /** This source with options for kustomizations. */
  public Source with(KustomizeOptions other) {
    return copy(path, revision, tool, directory, other, helm, plugin);
  }

  /** This source with options for charts. */
  public Source with(HelmOptions other) {
    return copy(path, revision, tool, directory, kustomize, other, plugin);
  }

  /** This source with a plugin. */
  public Source with(PluginOptions other) {
    return copy(path, revision, tool, directory, kustomize, helm, other);
  }

  /** This source rendered by a tool. */
  public Source with(RenderTool other) {
    return copy(path, revision, other, directory, kustomize, helm, plugin);
  }

  /** Whatever else changes, what must be signed and whether submodules are followed stays. */
  private Source copy(
      String newPath,
      String newRevision,
      @Nullable RenderTool newTool,
      @Nullable DirectoryOptions newDirectory,
      @Nullable KustomizeOptions newKustomize,
      @Nullable HelmOptions newHelm,
      @Nullable PluginOptions newPlugin) {
    return new Source(
        repoUrl,
        newPath,
        newRevision,
        chart,
        ref,
        newTool,
        newDirectory,
        newKustomize,
        newHelm,
        newPlugin,
        signatures,
        submodules);
  }

  /** This source with what must be signed, and with submodules or without. */
  public Source with(@Nullable Signatures other, boolean follow) {
    return new Source(
        repoUrl, path, revision, chart, ref, tool, directory, kustomize, helm, plugin, other,
        follow);
  }

  /** Options of plain folders. */
  public DirectoryOptions directoryOptions() {
    return Defaults.value(directory, DirectoryOptions.FLAT);
  }

  /** Options of kustomizations. */
  public KustomizeOptions kustomizeOptions() {
    return Defaults.value(kustomize, KustomizeOptions.NONE);
  }

  /** Options of charts. */
  public HelmOptions helmOptions() {
    return Defaults.value(helm, HelmOptions.NONE);
  }

  /** Options of plugins. */
  public PluginOptions pluginOptions() {
    return Defaults.value(plugin, PluginOptions.NONE);
  }

  /** Whether it only provides files to other sources. */
  public boolean isReferenceOnly() {
    return !ref.isEmpty() && path.isEmpty() && chart.isEmpty();
  }
}
