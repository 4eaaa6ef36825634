package io.freehold.renderworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues;
import io.freehold.worker.HelmValues.FileParameter;
import io.freehold.worker.HelmValues.Parameter;
import io.freehold.worker.Lookup;
import io.freehold.worker.ValuesFile;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  private HelmComparison comparison() {
    return new HelmComparison(pool, helm, folder);
  }

  @Test
  void a_chart_with_everything() throws Exception {
    List<String> ours =
        comparison().same(Charts.read(SHOP), HelmValues.NONE, Capabilities.DEFAULT, List.of());
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
    List<String> ours =
        comparison().same(Charts.read(SHOP), HelmValues.NONE, capabilities, List.of());
    assertThat(ours).anyMatch(object -> object.contains("\"kind\":\"ServiceMonitor\""));
  }

  @ParameterizedTest
  @MethodSource("io.freehold.renderworker.OddCharts#names")
  void odd_charts(String name) throws Exception {
    var chart = OddCharts.read(name);
    comparison().same(chart, HelmValues.NONE, Capabilities.DEFAULT, List.of());
    var older =
        new Capabilities(
            "v1.24.3-gke.100",
            List.of("monitoring.coreos.com/v1", "policy/v1/PodDisruptionBudget"));
    comparison().same(chart, HelmValues.NONE, older, List.of());
  }

  /**
   * For charts that cannot be kept here: every chart in the folder that the environment variable
   * names.
   */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("io.freehold.renderworker.OddCharts#elsewhere")
  void charts_elsewhere(Path chart) throws Exception {
    comparison().same(Charts.read(chart), HelmValues.NONE, Capabilities.DEFAULT, List.of());
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
    comparison().same(Charts.read(SHOP), values, Capabilities.DEFAULT, List.of());
  }

  @Test
  void flags() throws Exception {
    comparison()
        .same(Charts.read(SHOP), HelmValues.NONE, Capabilities.DEFAULT, List.of("--skip-tests"));
    comparison()
        .same(
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
    List<String> ours = comparison().same(chart, HelmValues.NONE, Capabilities.DEFAULT, List.of());
    assertThat(ours).hasSize(202);
  }

  @Test
  void generated_names_in_archives_of_archives() throws Exception {
    String job =
        "{kind: Job, apiVersion: batch/v1, metadata: {generateName: {{ .Chart.Name }}-}, of: {{ .Values.x }}}";
    String longName = "templates/" + "folder/".repeat(20) + "job.yaml";
    var deep = Charts.of(Map.of(longName, job, "values.yaml", "x: deep"));
    deep.put("Chart.yaml", "{apiVersion: v2, name: deep, version: 1.0.0}".getBytes(UTF_8));
    var inner = Charts.of(Map.of("templates/job.yaml", job, "values.yaml", "x: inner"));
    inner.put("Chart.yaml", "{apiVersion: v2, name: inner, version: 1.0.0}".getBytes(UTF_8));
    inner.put("charts/deep-1.0.0.tgz", SubchartArchive.of(deep));
    var chart =
        Charts.of(
            Map.of("templates/job.yaml", job, "values.yaml", "x: 1", ".helmignore", "folder/"));
    chart.put("charts/inner-1.0.0.tgz", SubchartArchive.of(inner));
    List<String> ours = comparison().same(chart, HelmValues.NONE, Capabilities.DEFAULT, List.of());
    assertThat(ours).hasSize(3);
  }

  /** Names and values as the command line splits them, at the first equals sign without escape. */
  @Test
  void parameters_in_odd_forms() throws Exception {
    var chart =
        Charts.of("{kind: A, apiVersion: v1, metadata: {name: a}, spec: {{ toJson .Values }}}");
    chart.put("values.yaml", "k: [1, 2]\nm: {a: 1}\n".getBytes(UTF_8));
    var files = List.of(new ValuesFile("first.yaml", "l: [1, {b: 2}, [3]]\n"));
    for (String form :
        List.of(
            "a\\=b=1",
            "a\\,b=1",
            "a\\.b=1",
            "a\\[0]=1",
            "a\\\\=1",
            "[0]=v",
            ".a=1",
            "a.=1",
            "a..b=1",
            "k[0].=",
            "k[65536].=",
            "k[0].x=",
            "k[0].x=1",
            "k[1][0]=",
            "k[0][0].x=",
            "l[0].b=1",
            "l[1].c=1",
            "l[1].c=",
            "l[2][0]=4",
            "l[2][1]=4",
            "l[2][0].x=",
            "l[0][0]=1",
            "m.b=",
            "m=",
            "m={}",
            "m={1,{2}",
            "m={a\\,b,c}",
            "k=null",
            "m.a=null",
            "a=NULL",
            "a=True",
            "a=00",
            "a=0",
            "a=-0",
            "a=+1",
            "a=9223372036854775807",
            "a=9223372036854775808",
            "a=1_000",
            "a=0x1",
            "a=1e3",
            "a= 1",
            "a =1",
            "a=b=c",
            "a=\\{1}",
            "a=x\\",
            "a[-1]=1",
            "a[x]=1",
            "a[+1]=1",
            "a[65537]=1",
            "a[0]b=1",
            "a={1",
            "a={1}b=2",
            "a[0]={1,2}",
            "m.a.b=1",
            "k.a=1")) {
      int equals = equals(form);
      var values =
          new HelmValues(
              files,
              List.of(new Parameter(form.substring(0, equals), form.substring(equals + 1), false)),
              List.of());
      var request = Charts.release(chart, values);
      if (comparison().theirs(request, List.of()).status() == 0) {
        comparison().same(chart, values, Capabilities.DEFAULT, List.of());
      } else {
        assertThat(
                catchThrowableOfType(
                    WorkerException.class, () -> pool.helm(request, Lookup.NOTHING)))
            .as(form)
            .isNotNull();
      }
    }
  }

  private static int equals(String form) {
    int at = 0;
    while (form.charAt(at) != '=') {
      at += form.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
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
    var theirs = comparison().theirs(request, List.of());
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
}
