package io.freehold.renderworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.freehold.worker.HelmValues;
import io.freehold.worker.JsonnetRequest;
import io.freehold.worker.JsonnetRequest.Variables;
import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each bad input gets a clear error within its limit and harms nobody else. */
class HostileChartsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String OBJECT = "{kind: A, apiVersion: v1, metadata: {name: a}}";
  private static WorkerPool pool;

  @BeforeAll
  static void start() {
    pool =
        new WorkerPool(
            WorkerOptions.of(Charts.library()).withTimeLimit(LIMIT).withResultLimit(8 << 20));
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static WorkerException refused(Map<String, byte[]> chart) {
    return catchThrowableOfType(
        WorkerException.class, () -> pool.helm(Charts.release(chart), Lookup.NOTHING));
  }

  private static void rendersStill() {
    String text =
        pool.helm(
            Charts.release(Charts.of("{kind: A, apiVersion: v1, metadata: {name: a}}")),
            Lookup.NOTHING);
    assertThat(text).contains("kind: A");
  }

  @Test
  void an_endless_template_ends_at_the_time_limit_while_another_chart_renders() {
    var chart =
        Charts.of(
            """
            {{- define "again" }}{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}\
            {{ range until 1000 }}{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}
            {{- include "again" . }}
            """);
    var endless = CompletableFuture.supplyAsync(() -> refused(chart));
    rendersStill();
    assertThat(endless).isNotDone();
    assertThat(endless.join().code()).isEqualTo(Code.TIMEOUT);
    assertThat(endless.join()).hasMessageContaining("ended after 20 s");
    rendersStill();
  }

  @Test
  void endless_recursion_of_templates_is_an_error() {
    assertThat(
            refused(
                Charts.of(
                    "{{- define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}")))
        .hasMessageContaining("nested reference name: a")
        .extracting(WorkerException::code)
        .isEqualTo(Code.FAILED);
  }

  @Test
  void templates_that_eat_memory_lose_their_worker_only() {
    var refusal =
        refused(
            Charts.of(
                "{{ $x := \"0123456789\" }}{{ range until 40 }}{{ $x = print $x $x }}{{ end }}"));
    assertThat(refusal.code()).isIn(Code.MEMORY, Code.CRASHED);
    rendersStill();
  }

  @Test
  void two_megabytes_are_fine_and_a_huge_result_is_refused() {
    String template =
        "{kind: ConfigMap, apiVersion: v1, metadata: {name: a}, data: {x: {{ repeat (int .Values.n) \"y\" }}}}";
    var chart = Charts.of(template);
    String fine = pool.helm(Charts.release(chart, parameter("n", "2000000")), Lookup.NOTHING);
    assertThat(fine).hasSizeGreaterThan(2_000_000);
    assertThatThrownBy(
            () -> pool.helm(Charts.release(chart, parameter("n", "9000000")), Lookup.NOTHING))
        .hasMessageContaining("at most 8388608 are taken")
        .extracting(e -> ((WorkerException) e).code())
        .isEqualTo(Code.OUTPUT_LIMIT);
    rendersStill();
  }

  private static HelmValues parameter(String name, String value) {
    return new HelmValues(
        List.of(), List.of(new HelmValues.Parameter(name, value, false)), List.of());
  }

  @Test
  void a_path_that_leads_out_of_the_chart_is_refused() {
    for (String path : List.of("../out", "/etc/out", "templates/../../out", "a//b", "a/./b")) {
      var chart = Charts.of(Map.of(path, "x"));
      assertThat(refused(chart)).as(path).hasMessageContaining("the bad path '" + path + "'");
    }
  }

  @Test
  void what_is_no_object_is_named_and_not_quoted() {
    String secret = "\nstringData: {password: hunter2}";
    assertThat(refused(Charts.of("apiVersion: v1" + secret)))
        .hasMessage("small/templates/all.yaml: the template gives an object without kind as text");
    assertThat(
            refused(
                Charts.of(
                    "apiVersion: v1\nkind: Secret\nmetadata: {name: a, labels: {count: 1}}"
                        + secret)))
        .hasMessage(
            "small/templates/all.yaml: metadata.labels[count] of the Secret must be text, not a number; put quotes around it");
  }

  @Test
  void links_in_archives_are_not_followed_and_bombs_are_refused() throws Exception {
    var chart = Charts.of("{kind: A, apiVersion: v1, metadata: {name: a}}");
    chart.put("charts/link-1.0.0.tgz", Archives.withLink());
    String text = pool.helm(Charts.release(chart), Lookup.NOTHING);
    assertThat(text).contains("linked: \"\"").doesNotContain("root:");

    chart.put("charts/link-1.0.0.tgz", Archives.bomb());
    assertThat(refused(chart)).hasMessageContaining("unpacks to more than 24 MiB");
    chart.put("charts/link-1.0.0.tgz", "no archive".getBytes(UTF_8));
    assertThat(refused(chart)).hasMessageContaining("is no archive");
    rendersStill();
  }

  @Test
  void other_things_than_files_in_archives_are_not_read() throws Exception {
    for (char type : new char[] {'1', '3', '4', '6'}) {
      var chart = Charts.of(OBJECT);
      chart.put("charts/link-1.0.0.tgz", Archives.with(type));
      assertThat(pool.helm(Charts.release(chart), Lookup.NOTHING))
          .as("type " + type)
          .contains("linked: \"\"")
          .doesNotContain("root:");
    }
  }

  @Test
  void schemas_read_no_other_file_and_ask_no_server() throws Exception {
    var asked = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/schema.json";
      for (String target : List.of(url, "file:///etc/passwd", "other.json", "/etc/passwd")) {
        String schema = "{\"properties\": {\"a\": {\"$ref\": \"" + target + "\"}}}";
        for (String text : List.of(schema, schema.replace("$ref", "\\u0024ref"))) {
          var chart = Charts.of(OBJECT);
          chart.put("values.yaml", "a: 1\nlink: {a: 1}\n".getBytes(UTF_8));
          chart.put("values.schema.json", text.getBytes(UTF_8));
          byte[] archive = Archives.with("values.schema.json", text.getBytes(UTF_8));
          chart.put("charts/link-1.0.0.tgz", archive);
          assertThat(pool.helm(Charts.release(chart), Lookup.NOTHING)).contains("kind: B");
          chart.put("charts/link-1.0.0.tgz", Archives.with("charts/link-1.0.0.tgz", archive));
          assertThat(refused(chart)).hasMessageContaining("refers to other files or servers");
        }
      }
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void schemas_that_stay_in_themselves_are_checked() throws Exception {
    String schema =
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}, \"$defs\": {\"a\": {\"type\": \"string\"}}}";
    var chart = Charts.of(OBJECT);
    chart.put("values.yaml", "link: {a: 1}\n".getBytes(UTF_8));
    chart.put("charts/link-1.0.0.tgz", Archives.with("values.schema.json", schema.getBytes(UTF_8)));
    assertThat(refused(chart)).hasMessageContaining("got number, want string");
    chart.remove("charts/link-1.0.0.tgz");
    chart.put("values.yaml", "a: 1\n".getBytes(UTF_8));
    chart.put("values.schema.json", schema.getBytes(UTF_8));
    assertThat(refused(chart)).hasMessageContaining("got number, want string");
  }

  @Test
  void a_lookup_sees_what_the_agent_answers_and_nothing_else() {
    String template =
        """
        {kind: A, apiVersion: v1, metadata: {name: a}, data: {
         one: {{ (lookup "v1" "Secret" "ns" "a").data | toJson | quote }},
         all: {{ len (lookup "apps/v1" "Deployment" "" "").items }},
         no: {{ lookup "v1" "Secret" "kube-system" "token" | toJson | quote }}}}
        """;
    Lookup lookup =
        (apiVersion, kind, namespace, name) ->
            switch (String.join("|", apiVersion, kind, namespace, name)) {
              case "v1|Secret|ns|a" ->
                  Optional.of(
                      "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"eQ==\"}}");
              case "apps/v1|Deployment||" ->
                  Optional.of(
                      "{\"apiVersion\":\"apps/v1\",\"kind\":\"DeploymentList\",\"metadata\":{},\"items\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"d\"}}]}");
              default -> Optional.empty();
            };
    assertThat(pool.helm(Charts.release(Charts.of(template)), lookup))
        .contains("one: \"{\\\"x\\\":\\\"eQ==\\\"}\"", "all: 1", "no: \"{}\"");
    assertThat(
            pool.helm(
                Charts.release(Charts.of(template.replace("len ", "toJson "))), Lookup.NOTHING))
        .contains("one: \"null\"", "all: null", "no: \"{}\"");
  }

  @Test
  void templates_read_neither_environment_nor_files() {
    assertThat(refused(Charts.of("{{ env \"HOME\" }}")))
        .hasMessageContaining("function \"env\" not defined");
    assertThat(refused(Charts.of("{{ expandenv \"$HOME\" }}")))
        .hasMessageContaining("function \"expandenv\" not defined");
    String text =
        pool.helm(
            Charts.release(
                Charts.of(
                    "{kind: A, apiVersion: v1, metadata: {name: a}, b: {{ .Files.Get \"/etc/passwd\" | quote }}, c: {{ .Files.Get \"../values-0.yaml\" | quote }}, d: {{ getHostByName \"localhost\" | quote }}}")),
            Lookup.NOTHING);
    assertThat(text).contains("b: \"\", c: \"\", d: \"\"");
  }

  @Test
  void jsonnet_ends_at_its_limits() {
    assertThat(jsonnetRefused("local f(x) = f(x + 1) + 1; f(0)")).hasMessageContaining("recursion");
    assertThat(jsonnetRefused("import '/etc/passwd'")).hasMessageContaining("/etc/passwd");
    assertThat(jsonnetRefused("importstr '../../etc/passwd'")).hasMessageContaining("etc/passwd");
    assertThat(jsonnetRefused("std.length(std.range(0, 1000000000))").code())
        .isEqualTo(Code.MEMORY);
    rendersStill();
  }

  private static WorkerException jsonnetRefused(String program) {
    return catchThrowableOfType(
        WorkerException.class,
        () ->
            pool.jsonnet(
                new JsonnetRequest(
                    Map.of("main.jsonnet", program.getBytes(UTF_8)),
                    "main.jsonnet",
                    List.of(),
                    Variables.NONE,
                    Variables.NONE)));
  }
}
