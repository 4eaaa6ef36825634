package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.FieldChange;
import io.freehold.api.IgnoreRule;
import io.freehold.api.ObjectRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Fields that may differ from Git, in comparing and in applying. */
class IgnoreRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectRef WEB = new ObjectRef("apps", "Deployment", "shop", "web");
  private static final String OWN =
      """
      {'f:spec': {'f:replicas': {}, 'f:paused': {}, 'f:containers': {
        'k:{"name":"web"}': {'.': {}, 'f:name': {}, 'f:image': {}}}}}
      """;

  private final DriftDetector detector = new DriftDetector();

  @Test
  void aPointerLeavesOneFieldAlone() {
    Fingerprint remembered = remember(ignoring(pointers("/spec/replicas")));

    assertThat(
            compare(
                remembered, "{replicas: 9, paused: false, containers: [{name: web, image: a}]}"))
        .isEmpty();
    assertThat(compare(remembered, "{paused: false, containers: [{name: web, image: a}]}"))
        .as("somebody removed it")
        .isEmpty();
    assertThat(
            compare(remembered, "{replicas: 9, paused: true, containers: [{name: web, image: a}]}"))
        .extracting(FieldChange::path)
        .containsExactly(".spec.paused");
  }

  @Test
  void jqNamesAnItemWhereverItIs() {
    Ignored image = ignoring(jq(".spec.containers[] | select(.name == \"web\").image"));
    Fingerprint remembered = remember(image);

    assertThat(
            compare(
                remembered,
                "{replicas: 2, paused: false, containers: [{name: x, image: y}, {name: web, image: b}]}"))
        .isEmpty();
    assertThat(
            compare(
                remembered, "{replicas: 3, paused: false, containers: [{name: web, image: b}]}"))
        .extracting(FieldChange::path)
        .containsExactly(".spec.replicas");
  }

  @Test
  void whatAManagerHoldsIsItsBusiness() {
    Ignored hpa =
        ignoring(new IgnoreRule("apps", "*", "", "", List.of(), List.of(), List.of("autoscaler")));
    Fingerprint remembered = remember(hpa);
    String theirs = ", {manager: %s, operation: Update, fieldsV1: {'f:spec': {'f:replicas': {}}}}";
    String nine = "{replicas: 9, paused: false, containers: [{name: web, image: a}]}";

    assertThat(
            detector.compare(
                remembered, live(2, nine, theirs.formatted("autoscaler")), this::wanted))
        .isEmpty();
    assertThat(
            detector.compare(remembered, live(2, nine, theirs.formatted("kubectl")), this::wanted))
        .isPresent();
  }

  @Test
  void patternsChooseObjects() {
    IgnoreRules rules =
        IgnoreRules.of(
            List.of(
                new IgnoreRule(
                    "*", "Deploy*", "w?b", "shop", List.of("/a"), List.of(), List.of())));

    assertThat(rules.of(WEB).isNothing()).isFalse();
    assertThat(rules.of(new ObjectRef("apps", "Deployment", "other", "web")).isNothing()).isTrue();
    assertThat(rules.of(new ObjectRef("apps", "StatefulSet", "shop", "web")).isNothing()).isTrue();
    assertThat(IgnoreRules.NONE.of(WEB)).isSameAs(Ignored.NOTHING);
  }

  @Test
  void liveValuesAreAdoptedAndFieldsThatGitDoesNotSetStayOut() {
    Ignored ignored =
        ignoring(
            new IgnoreRule(
                "apps",
                "*",
                "",
                "",
                List.of("/spec/replicas", "/spec/paused", "/spec/foreign"),
                List.of(".spec.containers[] | select(.name == \"web\").image"),
                List.of()));
    ObjectNode wanted =
        (ObjectNode)
            json("{spec: {replicas: 2, paused: false, containers: [{name: web, image: a}]}}");

    ignored.adopt(
        wanted,
        json(
            "{spec: {replicas: 9, foreign: 1, containers: [{name: side}, {name: web, image: b}]}}"));

    assertThat(wanted)
        .isEqualTo(json("{spec: {replicas: 9, containers: [{name: web, image: b}]}}"));
  }

  @Test
  void removingSeveralItemsRemovesJustThese() {
    Ignored ignored = ignoring(jq(".spec.containers[] | select(.name | startswith(\"x\"))"));

    assertThat(
            ignored.without(
                json("{spec: {containers: [{name: x1}, {name: a}, {name: x2}, {name: b}]}}"),
                json("{}")))
        .isEqualTo(json("{spec: {containers: [{name: a}, {name: b}]}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".a | until(false; .)",
        "def f: f; f",
        "[range(1e9)]",
        ".a = 1",
        ".a |= 2",
        "env.PATH",
        "$ENV",
        "input",
        "\"x\" * 1000000000",
        ".. | .. | ..",
        "recurse(.)",
        ".a[",
        "reduce .[] as $x (0; .)",
        "@base64",
        "\"\\(.a)\""
      })
  void expressionsThatDoMoreThanSelectAreRefused(String expression) {
    assertThatThrownBy(() -> IgnoreRules.of(List.of(jq(expression))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[0]: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".spec.template.spec.initContainers[] | select(.name == \"injected-init-container\")",
        ".webhooks[]?.clientConfig.caBundle",
        ".data[\"a.b\"]",
        ".metadata.annotations | to_entries[] | select(.key | test(\"^x\"))",
        ".spec.template.spec.containers[].env[] | select(.name == \"A=B\" or .name != \"C\")",
        ".spec.rules[0], .spec.tls",
        "..|.image?"
      })
  void expressionsInUseAreRead(String expression) {
    assertThat(IgnoreRules.of(List.of(jq(expression))).of(WEB).isNothing()).isFalse();
  }

  @Test
  void anExpressionThatTakesTooLongIsGivenUp() {
    JqPaths slow = JqPaths.compile("select(.a | test(\"^(a+)+$\")).a", Duration.ofMillis(50));
    JsonNode trap = json("{a: '" + "a".repeat(40) + "!'}");

    assertThat(slow.in(trap)).isEmpty();
    assertThat(slow.in(json("{a: aa}"))).as("from now on it is left out").isEmpty();
  }

  private Ignored ignoring(IgnoreRule rule) {
    return IgnoreRules.of(List.of(rule)).of(WEB);
  }

  private static IgnoreRule pointers(String pointer) {
    return new IgnoreRule("apps", "Deployment", "", "", List.of(pointer), List.of(), List.of());
  }

  private static IgnoreRule jq(String expression) {
    return new IgnoreRule("apps", "Deployment", "", "", List.of(), List.of(expression), List.of());
  }

  private Fingerprint remember(Ignored ignored) {
    return detector.remember(
        live(1, "{replicas: 2, paused: false, containers: [{name: web, image: a}]}", ""),
        wanted(),
        ignored);
  }

  private JsonNode wanted() {
    return json("{spec: {replicas: 2, paused: false, containers: [{name: web, image: a}]}}");
  }

  private List<FieldChange> compare(Fingerprint remembered, String spec) {
    return detector
        .compare(remembered, live(2, spec, ""), this::wanted)
        .map(DriftDetails::changes)
        .orElse(List.of());
  }

  private static LiveObject live(int version, String spec, String others) {
    JsonNode content =
        json(
            "{metadata: {managedFields: [{manager: freehold, operation: Apply, fieldsV1: %s}%s]}, spec: %s}"
                .formatted(OWN, others, spec));
    return new LiveObject(WEB, "uid", Integer.toString(version), content);
  }

  private static JsonNode json(String text) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}
