package io.freehold.render;

import io.freehold.plugin.PluginClient;
import io.freehold.plugin.PluginException;
import io.freehold.plugin.PluginLimits;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import io.freehold.yaml.Document;
import io.freehold.yaml.RepeatedKeys;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has folders rendered by plugins in sidecars. Results are not kept here: a plugin may look at more
 * than its folder.
 */
public final class PluginTool implements Tool {
  private final PluginClient client;
  private final RenderLimits limits;

  /**
   * A tool.
   *
   * @param sockets folder that the sidecars put their sockets into
   */
  public PluginTool(Path sockets, RenderLimits limits) {
    this.client = new PluginClient(sockets, PluginLimits.CLIENT);
    this.limits = limits;
  }

  @Override
  public ToolResult render(ToolInput input) {
    var options = input.source().pluginOptions();
    if (options.name().isEmpty()) {
      throw new RenderException(
          Code.UNSUPPORTED, input.path(), 0, "spec.sources[].plugin.name is missing");
    }
    Tree folder = input.folder();
    // The plugin is told the revision, and may put it into what it gives.
    input.reads().folder(input.tree(), "");
    String yaml;
    try {
      yaml = client.render(options.name(), folder, PluginVariables.of(input));
    } catch (PluginException e) {
      throw refused(input, e);
    }
    return input.result(objects(input, yaml));
  }

  private static RenderException refused(ToolInput input, PluginException e) {
    var options = input.source().pluginOptions();
    Code code =
        switch (e.code()) {
          case FAILED -> Code.BUILD;
          case LIMIT -> Code.LIMIT;
          case INPUT -> Code.LINK;
          // Sidecars may start after the agent.
          case UNAVAILABLE -> Code.SOURCE;
        };
    var mask = new SecretMask();
    options.env().forEach(variable -> mask.add(variable.name(), variable.value()));
    options
        .parameters()
        .forEach(parameter -> {
          mask.add(parameter.name(), parameter.string());
          parameter.array().forEach(value -> mask.add(parameter.name(), value));
          parameter.map().forEach(mask::add);
        });
    String message = mask.apply(String.valueOf(e.getMessage()));
    return new RenderException(
        code,
        input.path(),
        0,
        "plugin " + options.name() + ": " + message,
        new PluginException(e.code(), message));
  }

  private List<RenderedObject> objects(ToolInput input, String yaml) {
    var objects = new ArrayList<RenderedObject>();
    // Lines of the result are not lines of a file.
    var check =
        new ObjectCheck(
            input.path(),
            object -> objects.add(new RenderedObject(object.content(), object.file(), 0)));
    try {
      for (Document document :
          Yaml.parse(
              "result",
              yaml.getBytes(StandardCharsets.UTF_8),
              Schema.KUBERNETES,
              limits.file(),
              // Plugins often wrap Helm, whose charts rely on it.
              RepeatedKeys.LAST)) {
        if (!document.isEmpty()) {
          check.acceptAll(document.root());
        }
      }
    } catch (YamlException e) {
      Code code = e.code() == YamlException.Code.LIMIT ? Code.LIMIT : Code.SYNTAX;
      throw new RenderException(
          code, input.path(), 0, "the plugin gives what is no YAML: " + e.getMessage(), e);
    }
    return objects;
  }
}
