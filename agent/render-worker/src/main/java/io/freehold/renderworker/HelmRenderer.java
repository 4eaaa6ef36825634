package io.freehold.renderworker;

import io.freehold.renderworker.HelmLibrary.Outcome;
import io.freehold.worker.HelmFlag;
import io.freehold.worker.HelmRequest;
import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues;
import io.freehold.worker.Lookup;
import io.freehold.worker.ValuesFile;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders charts with Helm itself. {@code helm template} of helm-java leaves out hooks and CRDs and
 * cannot be told what the cluster offers, so a release is installed into a {@link VirtualCluster}
 * instead, and what Helm wanted to store is the result.
 */
final class HelmRenderer {
  // The first, one that knows the kinds of the first, and one for objects without a name.
  private static final int ATTEMPTS = 4;

  private final HelmLibrary helm;
  private final ApiCalls api;
  private final Defaults defaults;
  private final int resultLimit;

  /** What Helm assumes of a cluster that it cannot ask. */
  private record Defaults(String kubeVersion, List<String> apiVersions) {}

  private HelmRenderer(HelmLibrary helm, ApiCalls api, Defaults defaults, int resultLimit) {
    this.helm = helm;
    this.api = api;
    this.defaults = defaults;
    this.resultLimit = resultLimit;
  }

  /**
   * Loads Helm.
   *
   * @param resultLimit bytes of one result
   */
  static HelmRenderer start(Path library, int resultLimit) throws IOException {
    HelmLibrary helm = HelmLibrary.load(library);
    return new HelmRenderer(helm, ApiCalls.start(), defaults(helm), resultLimit);
  }

  /** Asks Helm itself, so that this always is what the very version of the library assumes. */
  private static Defaults defaults(HelmLibrary helm) throws IOException {
    try (var folder = ChartFolder.create()) {
      Path chart =
          folder.write(
              "chart",
              Map.of(
                  "Chart.yaml",
                  bytes("{apiVersion: v2, name: probe, version: 1.0.0}"),
                  "templates/probe.yaml",
                  bytes(
                      "{\"kube\":{{ toJson .Capabilities.KubeVersion.Version }},"
                          + "\"apis\":{{ toJson .Capabilities.APIVersions }}}")));
      Outcome outcome = helm.template(Map.of("name", "probe", "chart", chart.toString()));
      String json =
          outcome
              .output()
              .lines()
              .filter(line -> line.startsWith("{"))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalStateException(
                      "Helm did not say what it assumes: " + outcome.error()));
      var root = (MapValue) Json.parse("probe", bytes(json), Schema.KUBERNETES).root();
      return new Defaults(
          root.text("kube"), root.list("apis").stream().map(HelmRenderer::text).toList());
    }
  }

  private static String text(Value value) {
    return value instanceof StringValue(var text) ? text : "";
  }

  /**
   * The manifests of a release.
   *
   * @throws WorkerException when there are none
   */
  String render(HelmRequest request, Lookup lookup) throws IOException {
    HelmRequest current = SchemaFiles.closed(request);
    var kinds = KnownKinds.of(request);
    boolean named = false;
    String error = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var cluster =
          new VirtualCluster(
              version(request.capabilities()), apiVersions(request.capabilities()), kinds, lookup);
      error = install(current, cluster);
      if (cluster.release().isPresent()) {
        var release = ReleaseRecord.read(cluster.release().get(), resultLimit * 4);
        return text(request, release, cluster.crds());
      }
      if (!named && GeneratedNames.isAsked(error)) {
        named = true;
        current = GeneratedNames.given(current);
      } else if (!kinds.learn(error)) {
        break;
      }
    }
    throw new WorkerException(Code.FAILED, Texts.oneLine(GeneratedNames.ofAuthors(error)));
  }

  private KubeVersion version(Capabilities capabilities) {
    return KubeVersion.parse(
        capabilities.kubeVersion().isEmpty() ? defaults.kubeVersion() : capabilities.kubeVersion());
  }

  private List<String> apiVersions(Capabilities capabilities) {
    var all = new ArrayList<>(defaults.apiVersions());
    all.addAll(capabilities.apiVersions());
    return all;
  }

  /** Runs Helm; what it says of its failure, which is certain. */
  private String install(HelmRequest request, VirtualCluster cluster) throws IOException {
    try (var folder = ChartFolder.create()) {
      Path chart = folder.write("chart", request.chart());
      var options = new HashMap<String, Object>();
      options.put("chart", chart.toString());
      options.put("name", request.releaseName());
      options.put("namespace", request.namespace());
      options.put("kubeConfigContents", api.kubeconfig());
      options.put("disableOpenApiValidation", 1);
      options.put("skipCRDs", request.flags().contains(HelmFlag.INCLUDE_CRDS) ? 0 : 1);
      Map<Path, String> names = values(request.values(), folder, options);
      api.serve(cluster);
      String error = helm.install(options).error();
      if (cluster.release().isEmpty() && InvalidObjects.isMeant(error)) {
        // Without the cluster's kinds this may differ from what was refused, but it tells where.
        options.keySet().removeAll(List.of("kubeConfigContents", "disableOpenApiValidation"));
        error =
            InvalidObjects.find(helm.template(options).output())
                .orElse(InvalidObjects.withoutContent(error));
      }
      for (var name : names.entrySet()) {
        error = error.replace(name.getKey().toString(), name.getValue());
      }
      return error.replace(chart + "/", "").replace(chart.toString(), "the chart");
    }
  }

  /** Writes the values documents; their names by where they are. */
  private static Map<Path, String> values(
      HelmValues values, ChartFolder folder, Map<String, Object> options) throws IOException {
    var documents = new ArrayList<>(values.documents());
    if (!values.parameters().isEmpty() || !values.files().isEmpty()) {
      var set = SetValues.of(values);
      documents.add(new ValuesFile("parameters", set.document()));
      options.put("values", set.integers());
    }
    var names = new HashMap<Path, String>();
    var paths = new ArrayList<String>();
    for (ValuesFile document : documents) {
      Path path = folder.root().resolve("values-" + paths.size() + ".yaml");
      Files.writeString(path, document.text());
      names.put(path, document.name());
      paths.add(path.toString());
    }
    options.put("valuesFiles", String.join(",", paths));
    return names;
  }

  private String text(HelmRequest request, ReleaseRecord release, List<byte[]> crds) {
    var text = new StringBuilder();
    String chart = ChartName.of(request.chart());
    // They were sent in any order.
    crds.stream()
        .map(crd -> new String(crd, StandardCharsets.UTF_8).strip())
        .sorted(Comparator.naturalOrder())
        .forEach(crd -> append(text, chart + "/crds", crd));
    text.append(release.manifest().strip()).append('\n');
    boolean withoutTests = request.flags().contains(HelmFlag.SKIP_TESTS);
    for (ReleaseRecord.Hook hook : release.hooks()) {
      if (!withoutTests || !hook.isTest()) {
        append(text, hook.path(), hook.manifest());
      }
    }
    if (text.length() > resultLimit) {
      throw new WorkerException(
          Code.OUTPUT_LIMIT,
          "the manifests have %d characters; at most %d are taken"
              .formatted(text.length(), resultLimit));
    }
    return GeneratedNames.removed(text.toString());
  }

  private static void append(StringBuilder text, String source, String manifest) {
    text.append("---\n# Source: ").append(source).append('\n').append(manifest).append('\n');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
