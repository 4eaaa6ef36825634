package io.freehold.render;

import io.freehold.api.HelmOptions;
import io.freehold.api.Source;
import io.freehold.kustomize.ChartInflator;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeReads;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders the {@code helmCharts} of kustomizations as {@code kustomize build --enable-helm} does: a
 * chart that lies in the tree, or one of a repository.
 */
final class KustomizationCharts implements ChartInflator {
  private static final String CHART = "Chart.yaml";
  private static final String INLINE = "inline";
  private static final String FILES = "files";
  private static final String VALUES = "values.json";
  private static final String NO_RELEASE = "release-name";
  private static final String HOOK = "helm.sh/hook";

  private final ToolInput input;
  private final Tool helm;

  KustomizationCharts(ToolInput input, Tool helm) {
    this.input = input;
    this.helm = helm;
  }

  @Override
  public List<MapValue> inflate(Chart chart) {
    MapValue spec = chart.spec();
    if (!spec.text("nameTemplate").isEmpty()) {
      throw new IllegalArgumentException("nameTemplate is not supported; set releaseName");
    }
    List<RenderedObject> objects = helm.render(request(chart)).objects();
    return objects.stream()
        .map(RenderedObject::content)
        .filter(object -> !isTrue(spec, "skipHooks") || !isHook(object))
        .toList();
  }

  private ToolInput request(Chart chart) {
    MapValue spec = chart.spec();
    HelmOptions options = options(spec, chart.path(), !spec.map("valuesInline").isEmpty());
    Optional<String> local = local(chart);
    boolean ours = local.isPresent() && chart.tree().id().equals(input.tree().id());
    // What is read of a base that was fetched cannot change: it is of one commit.
    TreeReads reads = ours ? input.reads() : new TreeReads();
    Tree tree = local.isPresent() ? chart.tree() : fetched(spec);
    Map<String, ToolInput.Reference> references = new HashMap<>();
    references.put(
        FILES,
        new ToolInput.Reference(
            chart.tree(),
            chart.tree().id().equals(input.tree().id()) ? input.reads() : new TreeReads()));
    references.put(
        INLINE,
        new ToolInput.Reference(
            new RenderedTree(VALUES, Json.bytes(spec.map("valuesInline"))), new TreeReads()));
    return new ToolInput(
        tree,
        local.orElse(""),
        Source.folder("").with(options),
        input.revision(),
        reads,
        references,
        or(spec.text("releaseName"), NO_RELEASE),
        or(spec.text("namespace"), "default"),
        input.cluster(),
        input.remote());
  }

  private static HelmOptions options(MapValue spec, String folder, boolean inline) {
    return new HelmOptions(
        "",
        valueFiles(spec, folder, inline),
        false,
        "",
        Map.of(),
        List.of(),
        List.of(),
        !isTrue(spec, "includeCRDs"),
        isTrue(spec, "skipTests"),
        false,
        "",
        spec.text("kubeVersion"),
        spec.list("apiVersions").stream().map(KustomizationCharts::text).toList());
  }

  /** Later files win over earlier ones. */
  private static List<String> valueFiles(MapValue spec, String folder, boolean inline) {
    var files = new ArrayList<String>();
    String own = spec.text("valuesFile");
    String merge = or(spec.text("valuesMerge"), "override");
    boolean keepsFile = !merge.equals("replace") || !inline;
    if (inline && !merge.equals("override")) {
      files.add("$" + INLINE + "/" + VALUES);
    }
    if (!own.isEmpty() && keepsFile) {
      files.add(file(folder, own));
    }
    if (inline && merge.equals("override")) {
      files.add("$" + INLINE + "/" + VALUES);
    }
    for (Value more : spec.list("additionalValuesFiles")) {
      files.add(file(folder, text(more)));
    }
    return files;
  }

  private static String file(String folder, String name) {
    return "$"
        + FILES
        + "/"
        + TreePaths.resolve(folder, name)
            .filter(path -> !name.startsWith("/"))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the value file " + name + " leads out of the repository"));
  }

  /** The folder of a chart that lies in the tree. */
  private static Optional<String> local(Chart chart) {
    String name = chart.spec().text("name");
    String version = chart.spec().text("version");
    List<String> places =
        version.isEmpty() ? List.of(name) : List.of(name + "-" + version + "/" + name, name);
    return places.stream()
        .flatMap(place -> TreePaths.resolve(chart.path(), chart.chartHome() + "/" + place).stream())
        .filter(path -> chart.tree().find(path + "/" + CHART).isPresent())
        .findFirst();
  }

  private Tree fetched(MapValue spec) {
    String repository = spec.text("repo");
    String name = spec.text("name");
    if (repository.isEmpty()) {
      throw new IllegalArgumentException(
          "it is not in the folder of charts, and names no repo to fetch it from");
    }
    String version = spec.text("version");
    return input
        .remote()
        .chart(repository, name, version.isEmpty() && isTrue(spec, "devel") ? ">0.0.0-0" : version);
  }

  private static boolean isHook(MapValue object) {
    return object.map("metadata").map("annotations").has(HOOK);
  }

  private static boolean isTrue(MapValue spec, String field) {
    return spec.get(field).filter(BooleanValue.TRUE::equals).isPresent();
  }

  private static String text(Value value) {
    return value instanceof StringValue text ? text.text() : Json.text(value);
  }

  private static String or(String first, String second) {
    return first.isEmpty() ? second : first;
  }
}
