package io.freehold.cli;

import io.freehold.api.DirectoryOptions;
import io.freehold.api.DirectoryOptions.Variable;
import io.freehold.api.HelmOptions;
import io.freehold.api.HelmOptions.Parameter;
import io.freehold.api.PluginOptions;
import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code freehold render} takes of the options of an Application's source. */
final class SourceOptions {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "What may be read; the Git repository around the folder, else the folder.")
  @Nullable Path root;

  @Option(
      names = "--tool",
      paramLabel = "TOOL",
      description = "directory, kustomize, helm or plugin; found out from the files when absent.")
  String tool = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the application and release; the folder's name when absent.")
  String name = "";

  @Option(names = "--namespace", paramLabel = "NAMESPACE", description = "Namespace of a release.")
  String namespace = "";

  @Option(
      names = "--values",
      paramLabel = "FILE",
      description = "Value file, relative to the folder; may be given again.")
  List<String> values = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Values of a chart, with commas between them, as helm reads them.")
  List<String> set = new ArrayList<>();

  @Option(
      names = "--set-string",
      paramLabel = "KEY=VALUE",
      description = "Values of a chart that are text.")
  List<String> setString = new ArrayList<>();

  @Option(names = "--include-crds", description = "Include the folder crds of a chart.")
  boolean includeCrds;

  @Option(
      names = "--kube-version",
      paramLabel = "VERSION",
      description = "What a chart sees as the version of the cluster.")
  String kubeVersion = "";

  @Option(
      names = "--api-versions",
      paramLabel = "VERSION",
      split = ",",
      description = "What a chart sees as served by the cluster; may be given again.")
  List<String> apiVersions = new ArrayList<>();

  @Option(names = "--recurse", description = "Read folders below a plain folder too.")
  boolean recurse;

  @Option(names = "--include", paramLabel = "GLOB", description = "Files that are read.")
  String include = "";

  @Option(names = "--exclude", paramLabel = "GLOB", description = "Files that are not read.")
  String exclude = "";

  @Option(names = "--ext-var", paramLabel = "KEY=TEXT", description = "Jsonnet: external variable.")
  List<String> extVar = new ArrayList<>();

  @Option(
      names = "--ext-code",
      paramLabel = "KEY=CODE",
      description = "Jsonnet: external variable that is code.")
  List<String> extCode = new ArrayList<>();

  @Option(
      names = "--tla-str",
      paramLabel = "KEY=TEXT",
      description = "Jsonnet: top-level argument.")
  List<String> tlaStr = new ArrayList<>();

  @Option(
      names = "--tla-code",
      paramLabel = "KEY=CODE",
      description = "Jsonnet: top-level argument that is code.")
  List<String> tlaCode = new ArrayList<>();

  @Option(
      names = "--jpath",
      paramLabel = "DIR",
      description = "Jsonnet: folder that imports are looked for in, from the root.")
  List<String> jpath = new ArrayList<>();

  @Option(
      names = "--substitute",
      paramLabel = "KEY=VALUE",
      description = "Value of a variable in rendered objects.")
  List<String> substitute = new ArrayList<>();

  /** The source that these describe. */
  Source source() {
    var jsonnet =
        new DirectoryOptions.Jsonnet(
            variables(extVar, extCode, "--ext-var"),
            variables(tlaStr, tlaCode, "--tla-str"),
            jpath);
    var parameters = new ArrayList<Parameter>();
    set.forEach(text -> parameters.addAll(SetOption.parameters("--set", text, false)));
    setString.forEach(text -> parameters.addAll(SetOption.parameters("--set-string", text, true)));
    var helm =
        new HelmOptions(
            "",
            values,
            false,
            "",
            Map.of(),
            parameters,
            List.of(),
            !includeCrds,
            false,
            false,
            "",
            kubeVersion,
            apiVersions);
    return new Source(
        "",
        "",
        "",
        "",
        "",
        renderTool(tool),
        new DirectoryOptions(recurse, include, exclude, jsonnet),
        null,
        helm,
        PluginOptions.NONE);
  }

  /** Values of variables in rendered objects. */
  Map<String, String> substitutes() {
    return pairs(substitute, "--substitute");
  }

  private static @Nullable RenderTool renderTool(String text) {
    if (text.isEmpty()) {
      return null;
    }
    for (RenderTool tool : RenderTool.values()) {
      if (tool.toString().equalsIgnoreCase(text)) {
        return tool;
      }
    }
    throw new CliException(
        ExitCode.USAGE,
        "--tool: there is no %s; use directory, kustomize, helm or plugin"
            .formatted(text.toLowerCase(Locale.ROOT)));
  }

  private static List<Variable> variables(List<String> texts, List<String> code, String option) {
    var variables = new ArrayList<Variable>();
    pairs(texts, option).forEach((key, value) -> variables.add(new Variable(key, value, false)));
    pairs(code, option).forEach((key, value) -> variables.add(new Variable(key, value, true)));
    return variables;
  }

  private static Map<String, String> pairs(List<String> texts, String option) {
    var pairs = new LinkedHashMap<String, String>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new CliException(ExitCode.USAGE, option + ": write KEY=VALUE, not " + text);
      }
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }
}
