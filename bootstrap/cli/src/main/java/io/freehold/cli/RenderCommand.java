package io.freehold.cli;

import static java.util.Objects.requireNonNull;

import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.BuildOptions.Order;
import io.freehold.kustomize.BuildOptions.Restriction;
import io.freehold.local.UserCache;
import io.freehold.render.RenderException;
import io.freehold.yaml.Json;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Yaml;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold render}. */
@Command(
    name = "render",
    description = {
      "Print the objects that a folder gives, as the agent would apply them.",
      "It holds plain YAML and JSON, Jsonnet, a kustomization or a chart. No cluster is needed.",
      "",
      "With --batch it stays and renders one folder per line of standard input: {\"id\",\"dir\"} and any of the options below by name, as \"kubeVersion\", with lists for those that may be given again; for kustomizations \"reorder\":\"none|legacy\", \"restrictor\":\"none|root\", \"managedByLabel\":true. It answers {\"id\",\"yaml\"} or {\"id\",\"error\"}, one line each, in any order.",
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

  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(names = "--path", paramLabel = "DIR", description = "The folder.")
  private @Nullable Path path;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "Render the Application in this file.")
  private @Nullable Path file;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      description =
          "Credentials of repositories: a folder each, with the file url and identity and known_hosts, or username and password; $FREEHOLD_CREDENTIALS when absent.")
  private @Nullable Path credentials;

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
      description = "Kustomize: legacy: by kind; none: as included (${DEFAULT-VALUE}).")
  private Order order = Order.LEGACY;

  @Option(
      names = "--restrictor",
      paramLabel = "WHERE",
      defaultValue = "root",
      description =
          "Kustomize: root: files in or below a kustomization's folder only; none: the whole repository (${DEFAULT-VALUE}).")
  private Restriction restriction = Restriction.ROOT;

  @Override
  public void run() {
    if ((batch ? 1 : 0) + (path == null ? 0 : 1) + (file == null ? 0 : 1) != 1) {
      throw new CliException(
          ExitCode.USAGE, "name a folder with --path or an Application with -f, or use --batch");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (var renders = new LocalRenders(UserCredentials.of(credentials), UserCache.directory())) {
      if (batch) {
        new RenderBatch(renders).serve(System.in, out);
        return;
      }
      LocalRenders.Output rendered =
          file == null
              ? renders.render(request())
              : renders.render(ApplicationFile.read(file), source.root);
      PrintWriter err = spec.commandLine().getErr();
      rendered.warnings().forEach(warning -> err.println("warning: " + warning));
      out.print(format == Format.YAML ? yaml(rendered.objects()) : json(rendered.objects()));
      out.flush();
    } catch (RenderException e) {
      throw new CliException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private RenderRequest request() {
    return new RenderRequest(
        requireNonNull(path),
        source.root,
        source.source(),
        source.name,
        source.namespace,
        BuildOptions.DEFAULT.withOrder(order).withRestriction(restriction),
        source.substitutes());
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
