package io.freehold.conformance.kube;

import static io.freehold.conformance.kube.Objects.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.engine.ApplyResult.Rejected;
import io.freehold.engine.DriftDetails;
import io.freehold.engine.DriftDetector;
import io.freehold.engine.Fingerprint;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.SharedCluster;
import io.freehold.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people do to managed objects with kubectl, on a real API server: noticed or not, and
 * repaired.
 */
@ExtendWith(SharedCluster.class)
class DriftScenariosTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final DriftDetector DETECTOR = new DriftDetector();

  private static final String DEPLOYMENT =
      """
      {spec: {replicas: 2, selector: {matchLabels: {app: 'web'}}, template: {
        metadata: {labels: {app: 'web'}}, spec: {
          volumes: [{name: 'tmp', emptyDir: {}}],
          containers: [
            {name: 'web', image: 'web:1', command: ['run', 'fast'], securityContext: {}, resources: {limits: {cpu: '2'}},
              env: [{name: 'A', value: '1'}, {name: 'B', value: '2'}], ports: [{containerPort: 80}]},
            {name: 'log', image: 'log:1'}]}}}}
      """;
  private static final String SERVICE =
      """
      {spec: {selector: {app: 'web'}, ports: [{name: 'http', port: 80}, {name: 'https', port: 443}]}}
      """;
  private static final String ONE_PORT = "{spec: {selector: {app: 'web'}, ports: [{port: 80}]}}";
  private static final String MAP = "{data: {a: '1', b: '2'}}";
  private static final String INGRESS =
      """
      {spec: {rules: [{host: 'a.example.com', http: {paths: [{path: '/', pathType: 'Prefix',
        backend: {service: {name: 'web', port: {number: 80}}}}]}}]}}
      """;

  private static final String BAGS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: bags.example.org}
      spec:
        group: example.org
        scope: Namespaced
        names: {kind: Bag, listKind: BagList, plural: bags, singular: bag}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private static TestCluster cluster;
  private static KubeCluster kube;

  @BeforeAll
  static void connect(TestCluster shared) {
    cluster = shared;
    kube = KubeCluster.connect(Credentials.of(shared.kubeconfig()));
  }

  @AfterAll
  static void close() {
    if (kube != null) {
      kube.close();
    }
  }

  static Stream<Scenario> drift() {
    return Stream.of(
        deployment("a scaled Deployment", "scale deployment NAME --replicas=5", ".spec.replicas"),
        deployment(
            "another image",
            "set image deployment/NAME web=evil:1",
            ".spec.template.spec.containers[name=\"web\"].image"),
        deployment(
            "another environment variable",
            "set env deployment/NAME A=9 -c web",
            ".spec.template.spec.containers[name=\"web\"].env[name=\"A\"].value"),
        deployment(
            "a removed environment variable",
            "set env deployment/NAME B- -c web",
            ".spec.template.spec.containers[name=\"web\"].env[name=\"B\"]"),
        deployment(
            "an item of an atomic list",
            "patch deployment NAME --type=json -p"
                + " [{\"op\":\"add\",\"path\":\"/spec/template/spec/containers/0/command/1\",\"value\":\"x\"}]",
            ".spec.template.spec.containers[name=\"web\"].command"),
        deployment(
            "reordered containers",
            "patch deployment NAME --type=json -p"
                + " [{\"op\":\"move\",\"from\":\"/spec/template/spec/containers/1\",\"path\":\"/spec/template/spec/containers/0\"}]",
            ".spec.template.spec.containers"),
        deployment(
            "a removed container",
            "patch deployment NAME --type=json -p"
                + " [{\"op\":\"remove\",\"path\":\"/spec/template/spec/containers/1\"}]",
            ".spec.template.spec.containers[name=\"log\"]"),
        deployment(
            "a lost label",
            "label deployment NAME freehold.io/application-",
            ".metadata.labels[\"freehold.io/application\"]"),
        deployment(
            "cleared managedFields",
            "patch deployment NAME --type=merge -p {\"metadata\":{\"managedFields\":[{}]}}",
            ".spec.replicas"),
        deployment(
            "an item that got another key",
            "patch deployment NAME --type=json -p"
                + " [{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/env/0/name\",\"value\":\"C\"}]",
            ".spec.template.spec.containers[name=\"web\"].env[name=\"A\"]"),
        map(
            "an Update under our name",
            "patch configmap NAME --field-manager=freehold -p {\"data\":{\"a\":\"9\"}}",
            ".data.a"),
        map("a changed value", "patch configmap NAME -p {\"data\":{\"a\":\"9\"}}", ".data.a"),
        map(
            "a removed value",
            "patch configmap NAME --type=json -p [{\"op\":\"remove\",\"path\":\"/data/b\"}]",
            ".data.b"),
        map(
            "all values removed",
            "patch configmap NAME --type=json -p [{\"op\":\"remove\",\"path\":\"/data\"}]",
            ".data.a"),
        new Scenario(
            "an edited rule",
            "networking.k8s.io/v1",
            "Ingress",
            INGRESS,
            "patch ingress NAME --type=json -p"
                + " [{\"op\":\"replace\",\"path\":\"/spec/rules/0/host\",\"value\":\"b.example.com\"}]",
            List.of(".spec.rules")),
        service(
            "another selector",
            "patch service NAME -p {\"spec\":{\"selector\":{\"app\":\"evil\"}}}",
            ".spec.selector"),
        new Scenario(
            "a changed Secret",
            "v1",
            "Secret",
            "{data: {pin: 'MTIzNA=='}}",
            "patch secret NAME -p {\"data\":{\"pin\":\"OTk5OQ==\"}}",
            List.of(".data.pin")));
  }

  static Stream<Scenario> legitimate() {
    return Stream.of(
        deployment(
            "an added container",
            "patch deployment NAME -p"
                + " {\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"mesh\",\"image\":\"m\"}]}}}}"),
        deployment("an added label", "label deployment NAME team=a"),
        deployment("an added annotation", "annotate deployment NAME a=b"),
        deployment("an added variable", "set env deployment/NAME C=3 -c web"),
        deployment("another resource", "set resources deployment/NAME -c web --limits=memory=1Gi"),
        deployment("the same value", "scale deployment NAME --replicas=2"),
        deployment("an equal spelling", "set resources deployment/NAME -c web --limits=cpu=2000m"),
        deployment(
            "a child of an applied empty map",
            "patch deployment NAME -p"
                + " {\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"securityContext\":{\"runAsUser\":5}}]}}}}"),
        deployment("a paused rollout", "rollout pause deployment/NAME"),
        deployment(
            "a written status",
            "patch deployment NAME --subresource=status -p"
                + " {\"status\":{\"observedGeneration\":1}}"),
        deployment(
            "the same value in a larger patch",
            "patch deployment NAME -p {\"spec\":{\"replicas\":2,\"paused\":true}}"),
        new Scenario(
            "a scaled Deployment of which Git sets no replicas",
            "apps/v1",
            "Deployment",
            DEPLOYMENT.replace("replicas: 2, ", ""),
            "scale deployment NAME --replicas=5",
            List.of()),
        map("an added value", "patch configmap NAME -p {\"data\":{\"c\":\"3\"}}"),
        service(
            "an added port",
            "patch service NAME -p" + " {\"spec\":{\"ports\":[{\"name\":\"x\",\"port\":9}]}}"),
        service(
            "a finalizer",
            "patch service NAME --type=merge -p"
                + " {\"metadata\":{\"finalizers\":[\"example.com/x\"]}}"));
  }

  @ParameterizedTest
  @MethodSource("drift")
  void noticesAndRepairs(Scenario scenario) {
    Manifest manifest = scenario.manifest(cluster.namespace(), "d" + NAMES.incrementAndGet());
    Fingerprint remembered = apply(manifest);

    scenario.change(manifest);

    Optional<DriftDetails> drift = DETECTOR.compare(remembered, live(manifest), manifest::content);
    assertThat(drift).isPresent();
    assertThat(drift.orElseThrow().fields()).containsAll(scenario.paths());

    Fingerprint repaired = apply(manifest);
    assertThat(repaired.sameContent(remembered)).as("everything is as it was").isTrue();
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("legitimate")
  void leavesAlone(Scenario scenario) {
    Manifest manifest = scenario.manifest(cluster.namespace(), "l" + NAMES.incrementAndGet());
    Fingerprint remembered = apply(manifest);

    scenario.change(manifest);

    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();
  }

  @Test
  void namesWhoHoldsAFieldNow() {
    Manifest manifest = map("", "").manifest(cluster.namespace(), "held");
    Fingerprint remembered = apply(manifest);

    cluster.kubectl("patch", "configmap", "held", "-p", "{\"data\":{\"a\":\"9\"}}");

    assertThat(
            DETECTOR.compare(remembered, live(manifest), manifest::content).orElseThrow().changes())
        .singleElement()
        .matches(
            change -> change.path().equals(".data.a") && change.manager().equals("kubectl-patch"))
        .matches(change -> change.from().equals("\"9\"") && change.to().equals("\"1\""))
        .matches(change -> !change.at().isEmpty());
  }

  @Test
  void noticesThatOwnershipStayedWithOthersAfterARevertByHand() {
    Manifest manifest = map("", "").manifest(cluster.namespace(), "reverted");
    Fingerprint remembered = apply(manifest);

    cluster.kubectl("patch", "configmap", "reverted", "-p", "{\"data\":{\"a\":\"9\"}}");
    cluster.kubectl("patch", "configmap", "reverted", "-p", "{\"data\":{\"a\":\"1\"}}");

    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isPresent();
    apply(manifest);
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();
  }

  @Test
  void noticesASecondAgentThatAppliesUnderOurName() {
    Manifest manifest = map("", "").manifest(cluster.namespace(), "twice");
    Fingerprint remembered = apply(manifest);

    apply(Objects.manifest(cluster.namespace(), "v1", "ConfigMap", "twice", MAP.replace('2', '9')));

    assertThat(
            DETECTOR.compare(remembered, live(manifest), manifest::content).orElseThrow().changes())
        .singleElement()
        .matches(change -> change.path().equals(".data.b") && change.manager().equals("freehold"));
  }

  @Test
  void a_foreign_apply_shares_a_value_conflicts_over_another_and_takes_it_by_force() {
    Manifest manifest = map("", "").manifest(cluster.namespace(), "shared");
    Fingerprint remembered = apply(manifest);

    applyAs("other", "shared", "{a: '1'}", false);
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();
    assertThatThrownBy(() -> applyAs("other", "shared", "{a: '9'}", false))
        .hasMessageContaining("conflict");
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();

    applyAs("other", "shared", "{a: '9'}", true);
    assertThat(
            DETECTOR.compare(remembered, live(manifest), manifest::content).orElseThrow().changes())
        .singleElement()
        .matches(change -> change.path().equals(".data.a") && change.manager().equals("other"));
    apply(manifest);
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();
  }

  private static void applyAs(String manager, String name, String data, boolean force) {
    cluster.applyAs(
        manager,
        force,
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: %s\n".formatted(name, data));
  }

  @Test
  void a_key_that_git_changes_leaves_no_item_under_the_old_one() {
    Manifest manifest = deployment("", "").manifest(cluster.namespace(), "renamed");
    apply(manifest);
    Manifest renamed =
        new Scenario(
                "",
                "apps/v1",
                "Deployment",
                DEPLOYMENT
                    .replace("{name: 'log', image: 'log:1'}", "{name: 'logs', image: 'log:1'}")
                    .replace("{name: 'B', value: '2'}", "{name: 'C', value: '2'}"),
                "",
                List.of())
            .manifest(cluster.namespace(), "renamed");
    apply(renamed);

    assertThat(containers(renamed)).containsExactly("web", "logs");
    assertThat(
            live(renamed)
                .content()
                .at("/spec/template/spec/containers/0/env")
                .findValuesAsText("name"))
        .containsExactly("A", "C");
  }

  @Test
  void a_container_that_others_renamed_is_put_back_without_the_renamed_one() {
    Manifest manifest = deployment("", "").manifest(cluster.namespace(), "foreign");
    Fingerprint remembered = apply(manifest);
    cluster.kubectl(
        "patch",
        "deployment",
        "foreign",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/1/name\",\"value\":\"mine\"}]");
    LiveObject changed = live(manifest);
    DriftDetails drift = DETECTOR.compare(remembered, changed, manifest::content).orElseThrow();
    assertThat(drift.concernsItems()).isTrue();

    LiveObject repaired = applied(kube.applyRemovingCollisions(manifest, changed));
    assertThat(containers(manifest)).containsExactly("web", "log");
    assertThat(DETECTOR.remember(repaired, manifest.content()).sameContent(remembered)).isTrue();
  }

  @Test
  void an_item_that_git_drops_goes_though_others_changed_a_field_of_it() {
    Manifest manifest = deployment("", "").manifest(cluster.namespace(), "dropped");
    apply(manifest);
    cluster.kubectl("set", "image", "deployment/dropped", "log=other:1");
    Manifest without =
        new Scenario(
                "",
                "apps/v1",
                "Deployment",
                DEPLOYMENT.replaceFirst(",\\s*\\{name: 'log', image: 'log:1'}", ""),
                "",
                List.of())
            .manifest(cluster.namespace(), "dropped");
    apply(without);
    assertThat(containers(without)).containsExactly("web");
  }

  @Test
  void nobody_elses_fields_are_touched_by_a_repair() {
    Manifest manifest = deployment("", "").manifest(cluster.namespace(), "guest");
    Fingerprint remembered = apply(manifest);
    cluster.kubectl("label", "deployment", "guest", "team=a");
    cluster.kubectl("set", "env", "deployment/guest", "C=3", "-c", "web");
    cluster.kubectl("patch", "deployment", "guest", "-p", "{\"spec\":{\"minReadySeconds\":7}}");
    cluster.kubectl("scale", "deployment", "guest", "--replicas=5");
    assertThat(
            DETECTOR.compare(remembered, live(manifest), manifest::content).orElseThrow().fields())
        .containsExactly(".spec.replicas");

    apply(manifest);
    LiveObject repaired = live(manifest);
    assertThat(repaired.content().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(repaired.content().at("/metadata/labels/team").asText()).isEqualTo("a");
    assertThat(repaired.content().at("/spec/minReadySeconds").asInt()).isEqualTo(7);
    assertThat(
            repaired.content().at("/spec/template/spec/containers/0/env").findValuesAsText("name"))
        .contains("C");
  }

  private static List<String> containers(Manifest manifest) {
    return live(manifest)
        .content()
        .at("/spec/template/spec/containers")
        .findValuesAsText("name")
        .stream()
        .filter(name -> name.length() > 1)
        .toList();
  }

  @Test
  void fields_that_no_schema_knows_are_watched_one_by_one_and_lists_in_them_as_a_whole() {
    cluster.apply(BAGS);
    Eventually.within(
        Duration.ofSeconds(30), () -> assertThat(kube.kind("example.org/v1", "Bag")).isPresent());
    Manifest manifest =
        Objects.manifest(
            cluster.namespace(),
            "example.org/v1",
            "Bag",
            "bag",
            "{spec: {outer: {one: 1, items: [{name: 'a'}, {name: 'b'}]}}}");
    Fingerprint remembered = apply(manifest);
    cluster.kubectl("patch", "bag", "bag", "--type=merge", "-p", "{\"spec\":{\"mine\":{\"x\":1}}}");
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();

    String item = "[{\"op\":\"replace\",\"path\":\"/spec/outer/items/0/name\",\"value\":\"z\"}]";
    cluster.kubectl("patch", "bag", "bag", "--type=json", "-p", item);
    assertThat(
            DETECTOR.compare(remembered, live(manifest), manifest::content).orElseThrow().fields())
        .containsExactly(".spec.outer.items");
    apply(manifest);
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();

    String children = "{\"spec\":{\"outer\":{\"one\":null,\"items\":null}}}";
    cluster.kubectl("patch", "bag", "bag", "--type=merge", "-p", children);
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isPresent();
    apply(manifest);
    assertThat(DETECTOR.compare(remembered, live(manifest), manifest::content)).isEmpty();
  }

  @Test
  void putsTheItemOfAChangedProtocolBack() {
    Manifest manifest = Objects.manifest(cluster.namespace(), "v1", "Service", "udp", SERVICE);
    Fingerprint remembered = apply(manifest);
    cluster.kubectl(
        "patch",
        "service",
        "udp",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/protocol\",\"value\":\"UDP\"}]");
    LiveObject changed = live(manifest);
    assertThat(DETECTOR.compare(remembered, changed, manifest::content)).isPresent();

    LiveObject repaired = applied(kube.applyRemovingCollisions(manifest, changed));
    assertThat(repaired.content().at("/spec/ports").findValuesAsText("protocol"))
        .containsExactly("TCP", "TCP");
    assertThat(DETECTOR.remember(repaired, manifest.content()).sameContent(remembered)).isTrue();
  }

  @Test
  void putsANamedPortBackWhoseNumberWasChanged() {
    repairsAChangedKey(SERVICE, "named");
  }

  @Test
  void putsTheOnlyPortBackWhoseNumberWasChanged() {
    repairsAChangedKey(ONE_PORT, "only");
  }

  private static void repairsAChangedKey(String spec, String name) {
    Manifest manifest = Objects.manifest(cluster.namespace(), "v1", "Service", name, spec);
    Fingerprint remembered = apply(manifest);
    cluster.kubectl(
        "patch",
        "service",
        name,
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/port\",\"value\":81}]");
    LiveObject changed = live(manifest);
    assertThat(DETECTOR.compare(remembered, changed, manifest::content).orElseThrow().fields())
        .containsExactly(".spec.ports[port=80,protocol=\"TCP\"]");
    assertThat(kube.apply(manifest))
        .as("an apply alone cannot")
        .isInstanceOfSatisfying(Rejected.class, no -> assertThat(no.code()).isEqualTo(422));

    LiveObject repaired = applied(kube.applyRemovingCollisions(manifest, changed));

    assertThat(repaired.content().path("spec").path("ports").findValuesAsText("port"))
        .doesNotContain("81");
    assertThat(repaired.content().path("metadata").path("managedFields"))
        .as("nobody else owns anything, or Git could not remove the port later")
        .hasSize(1);
    assertThat(DETECTOR.remember(repaired, manifest.content()).sameContent(remembered)).isTrue();
  }

  private static Fingerprint apply(Manifest manifest) {
    return DETECTOR.remember(applied(kube.apply(manifest)), manifest.content());
  }

  private static LiveObject live(Manifest manifest) {
    return kube.get(manifest.apiVersion(), manifest.ref()).orElseThrow();
  }

  private static Scenario deployment(String what, String command, String... paths) {
    return new Scenario(what, "apps/v1", "Deployment", DEPLOYMENT, command, List.of(paths));
  }

  private static Scenario service(String what, String command, String... paths) {
    return new Scenario(what, "v1", "Service", SERVICE, command, List.of(paths));
  }

  private static Scenario map(String what, String command, String... paths) {
    return new Scenario(what, "v1", "ConfigMap", MAP, command, List.of(paths));
  }

  /** What somebody does to an object, and the paths of it that differ then. */
  record Scenario(
      String what,
      String apiVersion,
      String kind,
      String content,
      String command,
      List<String> paths) {
    Manifest manifest(String namespace, String name) {
      return Objects.manifest(namespace, apiVersion, kind, name, content);
    }

    void change(Manifest manifest) {
      cluster.kubectl(command.replace("NAME", manifest.ref().name()).split(" "));
    }

    @Override
    public String toString() {
      return what;
    }
  }
}
