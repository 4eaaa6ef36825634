package io.freehold.cli;

import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.BuildOptions.Order;
import io.freehold.kustomize.BuildOptions.Restriction;
import io.freehold.kustomize.KustomizeException;
import io.freehold.kustomize.Kustomizer;
import io.freehold.yaml.Json;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Yaml;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold render}. */
@Command(
    name = "render",
    description = {
      "Print what a kustomization gives, as the agent would apply it.",
      "",
      "With --batch it stays and renders one folder per line of standard input: {\"id\",\"dir\",\"reorder\":\"none|legacy\",\"restrictor\":\"none|root\",\"managedByLabel\":true}, the last three optional. It answers {\"id\",\"yaml\"} or {\"id\",\"error\"}, one line each, in any order.",
      ""
    },
    mixinStandardHelpOptions = true)
final class RenderCommand implements Runnable {
  /** How objects are printed. */
  enum Format {
    YAML,
    JSON
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--path", paramLabel = "DIR", description = "The folder of the kustomization.")
  private @Nullable Path path;

  @Option(names = "--batch", description = "Render the folders that standard input names.")
  private boolean batch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "yaml: documents in output order; json: one List (${DEFAULT-VALUE}).")
  private Format format = Format.YAML;

  @Option(
      names = "--reorder",
      paramLabel = "ORDER",
      defaultValue = "legacy",
      description = "legacy: by kind; none: as included (${DEFAULT-VALUE}).")
  private Order order = Order.LEGACY;

  @Option(
      names = "--restrictor",
      paramLabel = "WHERE",
      defaultValue = "root",
      description =
          "root: files in or below a kustomization's folder only; none: the whole repository (${DEFAULT-VALUE}).")
  private Restriction restriction = Restriction.ROOT;

  @Override
  public void run() {
    if (batch == (path != null)) {
      throw new CliException(ExitCode.USAGE, "name a folder with --path, or use --batch");
    }
    var kustomizer = new Kustomizer();
    PrintWriter out = spec.commandLine().getOut();
    if (path == null) {
      new RenderBatch(kustomizer).serve(System.in, out);
      return;
    }
    var options = BuildOptions.DEFAULT.withOrder(order).withRestriction(restriction);
    var folder = RenderedFolder.of(path);
    try {
      var result = kustomizer.build(folder.tree(), folder.path(), options);
      PrintWriter err = spec.commandLine().getErr();
      result.warnings().forEach(warning -> err.println("warning: " + warning));
      out.print(format == Format.YAML ? yaml(result.objects()) : json(result.objects()));
      out.flush();
    } catch (KustomizeException e) {
      throw new CliException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** Documents with sorted keys, separated by lines of dashes. */
  static String yaml(List<MapValue> objects) {
    return String.join("---\n", objects.stream().map(Yaml::text).toList());
  }

  private static String json(List<MapValue> objects) {
    var list = MapValue.builder().put("apiVersion", "v1").put("kind", "List");
    return Json.text(list.put("items", ListValue.of(objects)).build()) + "\n";
  }
}
