package io.freehold.render;

import io.freehold.api.KustomizeOptions;
import io.freehold.api.RenderTool;
import io.freehold.tree.Tree;

/**
 * The tools of a process; plain folders need none.
 *
 * @param kustomize builds kustomizations
 * @param helm renders charts
 * @param jsonnet evaluates Jsonnet files of plain folders
 * @param plugin runs what the operator of the cluster provides
 */
public record Tools(Tool kustomize, Tool helm, JsonnetFiles jsonnet, Tool plugin) {
  /** Those that need no other process. */
  public static Tools inProcess() {
    return inProcess(new KustomizeTool());
  }

  /** Those that need no other process. */
  public static Tools inProcess(Tool kustomize) {
    return new Tools(
        kustomize,
        Tool.missing("this is a chart, and no render worker is configured to render it"),
        JsonnetFiles.MISSING,
        Tool.missing("the agent's configuration has no folder of plugins: set \"plugins\""));
  }

  /** These with Helm, also for the charts that kustomizations name. */
  public Tools withHelm(Tool other) {
    Tool withCharts = kustomize instanceof KustomizeTool tool ? tool.withCharts(other) : kustomize;
    return new Tools(withCharts, other, jsonnet, plugin);
  }

  /** These with Jsonnet. */
  public Tools withJsonnet(JsonnetFiles other) {
    return new Tools(kustomize, helm, other, plugin);
  }

  /** These with plugins. */
  public Tools withPlugin(Tool other) {
    return new Tools(kustomize, helm, jsonnet, other);
  }

  /** The tool that a folder is for: what its source says, else what its files tell. */
  static RenderTool choice(ToolInput input) {
    RenderTool said = input.source().tool();
    if (said != null) {
      return said;
    }
    if (!input.source().pluginOptions().name().isEmpty()) {
      return RenderTool.PLUGIN;
    }
    if (has(input, ManifestFiles.CHART)) {
      return RenderTool.HELM;
    }
    if (ManifestFiles.KUSTOMIZATIONS.stream().anyMatch(name -> has(input, name))) {
      return RenderTool.KUSTOMIZE;
    }
    if (!input.source().kustomizeOptions().equals(KustomizeOptions.NONE)) {
      throw new RenderException(
          RenderException.Code.UNSUPPORTED,
          input.path(),
          0,
          "spec.sources[].kustomize has options, and there is no kustomization here; add a"
              + " kustomization.yaml that names the files, or remove the options");
    }
    return RenderTool.DIRECTORY;
  }

  private static boolean has(ToolInput input, String name) {
    return input
        .find(input.inFolder(name))
        .filter(entry -> entry.type() == Tree.Type.FILE)
        .isPresent();
  }
}
