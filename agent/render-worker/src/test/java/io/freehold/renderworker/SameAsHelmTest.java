package io.freehold.renderworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freehold.worker.HelmFlag;
import io.freehold.worker.HelmRequest;
import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues;
import io.freehold.worker.HelmValues.FileParameter;
import io.freehold.worker.HelmValues.Parameter;
import io.freehold.worker.Lookup;
import io.freehold.worker.ValuesFile;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the worker renders is what {@code helm template --include-crds} of the same version prints,
 * object for object and hook for hook.
 */
class SameAsHelmTest {
  private static final Path SHOP = Path.of("src/test/resources/charts/shop");
  private static WorkerPool pool;
  private static Path helm;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    var found = HelmCommand.find();
    assumeTrue(
        found.isPresent(),
        "helm " + HelmCommand.VERSION + " is not here and cannot be built: nothing is compared");
    helm = found.get();
    pool = new WorkerPool(WorkerOptions.of(Charts.library()).withWorkers(1));
  }

  @AfterAll
  static void stop() {
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void a_chart_with_everything() throws Exception {
    List<String> ours =
        compare(Charts.read(SHOP), HelmValues.NONE, Capabilities.DEFAULT, List.of());
    assertThat(ours).hasSizeGreaterThan(15);
  }

  @Test
  void what_the_cluster_offers_switches_what_is_rendered() throws Exception {
    var capabilities =
        new Capabilities(
            "v1.31.4-gke.1+build",
            List.of(
                "monitoring.coreos.com/v1",
                "monitoring.coreos.com/v1/ServiceMonitor",
                "apps/v1/Deployment"));
    List<String> ours = compare(Charts.read(SHOP), HelmValues.NONE, capabilities, List.of());
    assertThat(ours).anyMatch(object -> object.contains("\"kind\":\"ServiceMonitor\""));
  }

  @Test
  void values_files_and_parameters() throws Exception {
    var values =
        new HelmValues(
            List.of(
                new ValuesFile(
                    "first.yaml",
                    "name: first\nports: [{name: a, port: 1}, {name: b, port: 2}]\nbig: 2345678\nadmin: null\n"),
                new ValuesFile(
                    "second.yaml",
                    "tags: {backoffice: false}\nglobal: {region: us}\nspare: {enabled: true}\n")),
            List.of(
                new Parameter("ports[1].port", "8082", false),
                new Parameter("ports[2].name", "late", false),
                new Parameter("ports[2].port", "9000000", true),
                new Parameter("big", "12345678", false),
                new Parameter("ratio", "1e3", false),
                new Parameter("greeting", "one, two {{ .Values.name }}", false),
                new Parameter("api.replicas", "1000000", false),
                new Parameter("global.image.registry", "r.example.com\\,x", false),
                new Parameter("imported.list", "{a,2,true,null}", false),
                new Parameter("on", "false", false),
                new Parameter("dotted\\.key", "0123", false)),
            List.of(new FileParameter("name", "from-a-file")));
    compare(Charts.read(SHOP), values, Capabilities.DEFAULT, List.of());
  }

  @Test
  void flags() throws Exception {
    compare(Charts.read(SHOP), HelmValues.NONE, Capabilities.DEFAULT, List.of("--skip-tests"));
    compare(
        Charts.read(SHOP),
        HelmValues.of(new ValuesFile("values.yaml", "name: x\n")),
        Capabilities.DEFAULT,
        List.of("--skip-schema-validation"));
  }

  @Test
  void generated_names_and_two_megabytes() throws Exception {
    var chart =
        Charts.of(
            Map.of(
                "templates/job.yaml",
                """
                apiVersion: batch/v1
                kind: Job
                metadata:
                  generateName: {{ .Release.Name }}-
                  labels: {a: b}
                spec:
                  template: {}
                ---
                {{ toYaml .Values.more }}
                """,
                "templates/big.yaml",
                """
                {{- range $i, $_ := until 200 }}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: big-{{ $i }}}
                data: {text: {{ repeat 10000 "x" }}}
                {{- end }}
                """,
                "values.yaml",
                """
                more:
                  apiVersion: batch/v1
                  kind: Job
                  metadata:
                    generateName: more-
                """));
    List<String> ours = compare(chart, HelmValues.NONE, Capabilities.DEFAULT, List.of());
    assertThat(ours).hasSize(202);
  }

  @Test
  void errors_name_the_template_and_the_line() throws Exception {
    for (String template :
        List.of(
            "a: {{ required \"a password is needed\" .Values.password }}",
            "a: b\n{{ fail \"not like this\" }}",
            "a: {{ .Values.x.y.z }}",
            "a: {{ nosuch 1 }}",
            "a: {{ if }}",
            "a: b\n c: d",
            "kind: [unclosed")) {
      refused(Charts.of(template));
    }
    var chart = Charts.read(SHOP);
    chart.put("values.yaml", "name: 1\n".getBytes(UTF_8));
    refused(chart);
    chart = Charts.read(SHOP);
    chart.keySet().removeIf(path -> path.startsWith("charts/lib"));
    refused(chart);
    chart = Charts.read(SHOP);
    chart.put(
        "Chart.yaml",
        "apiVersion: v2\nname: x\nversion: 1.0.0\nkubeVersion: '>=1.99'".getBytes(UTF_8));
    refused(chart);
    refused(Map.of("values.yaml", new byte[0]));
  }

  /** Both refuse a chart for the same reason. */
  private void refused(Map<String, byte[]> chart) throws Exception {
    var request = Charts.release(chart);
    var ours =
        catchThrowableOfType(WorkerException.class, () -> pool.helm(request, Lookup.NOTHING));
    var theirs = theirs(request, List.of());
    assertThat(theirs.status()).isEqualTo(1);
    String reason =
        Texts.oneLine(
            theirs
                .error()
                .replace("Error: ", "")
                .replace("\n\nUse --debug flag to render out invalid YAML\n", "")
                .replaceAll("/\\S*/chart/", "")
                .replaceAll("(?m)^coalesce.*\\n|^walk.*\\n", ""));
    assertThat(ours.getMessage()).isEqualTo(reason).doesNotContain("\n");
  }

  private List<String> compare(
      Map<String, byte[]> chart, HelmValues values, Capabilities capabilities, List<String> flags)
      throws Exception {
    Set<HelmFlag> set = EnumSet.of(HelmFlag.INCLUDE_CRDS);
    if (flags.contains("--skip-tests")) {
      set.add(HelmFlag.SKIP_TESTS);
    }
    if (flags.contains("--skip-schema-validation")) {
      set.add(HelmFlag.SKIP_SCHEMA_VALIDATION);
    }
    var request = new HelmRequest(chart, "demo", "shop", values, capabilities, set);
    var theirs = theirs(request, flags);
    assertThat(theirs.status()).as(theirs.error()).isZero();
    List<String> expected = objects(theirs.output());
    List<String> ours = objects(pool.helm(request, Lookup.NOTHING));
    assertThat(ours).containsExactlyInAnyOrderElementsOf(expected);
    // CRDs are sent in parallel; what has an order in Helm has the same here.
    assertThat(withoutCrds(ours)).containsExactlyElementsOf(withoutCrds(expected));
    return ours;
  }

  private static List<String> withoutCrds(List<String> objects) {
    return objects.stream().filter(object -> !object.contains("CustomResourceDefinition")).toList();
  }

  private HelmCommand.Result theirs(HelmRequest request, List<String> flags) throws Exception {
    Path home = Files.createTempDirectory(folder, "helm");
    Path chart = home.resolve("chart");
    for (var file : request.chart().entrySet()) {
      Path path = chart.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    var arguments = new ArrayList<>(List.of("demo", chart.toString(), "--namespace", "shop"));
    arguments.addAll(flags);
    for (ValuesFile document : request.values().documents()) {
      Path path = Files.writeString(home.resolve(document.name()), document.text());
      arguments.addAll(List.of("--values", path.toString()));
    }
    for (Parameter parameter : request.values().parameters()) {
      String value = parameter.value();
      String escaped = value.startsWith("{") ? value : value.replaceAll("(?<!\\\\),", "\\\\,");
      arguments.add(parameter.forceString() ? "--set-string" : "--set");
      arguments.add(parameter.name() + "=" + escaped);
    }
    for (FileParameter file : request.values().files()) {
      Path path = Files.writeString(home.resolve("parameter"), file.content());
      arguments.addAll(List.of("--set-file", file.name() + "=" + path));
    }
    if (!request.capabilities().kubeVersion().isEmpty()) {
      arguments.addAll(List.of("--kube-version", request.capabilities().kubeVersion()));
    }
    request
        .capabilities()
        .apiVersions()
        .forEach(version -> arguments.addAll(List.of("--api-versions", version)));
    return HelmCommand.template(helm, home, arguments);
  }

  /** The objects of a stream of documents, lists taken apart, each as canonical JSON. */
  private static List<String> objects(String yaml) {
    var objects = new ArrayList<String>();
    for (Document document : Yaml.parse("out", yaml.getBytes(UTF_8), Schema.KUBERNETES)) {
      if (document.root() instanceof MapValue list && list.get("items").isPresent()) {
        for (Value item : list.list("items")) {
          objects.add(text(item));
        }
      } else if (!document.isEmpty()) {
        objects.add(text(document.root()));
      }
    }
    return objects;
  }

  private static String text(Value value) {
    return new String(Json.canonical(value), UTF_8);
  }
}
