package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freehold.api.FieldChange;
import io.freehold.api.ObjectRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The rules by which drift is told from legitimate changes, one scenario each, as API servers write
 * them.
 */
class DriftDetectorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OURS =
      "{manager: freehold, operation: Apply, time: '2026-11-21T08:00:00Z', fieldsV1: %s}";
  private static final String THEIRS =
      ", {manager: %s, operation: %s, time: '2026-11-21T09:00:00Z', fieldsV1: %s}";
  private static final String REPLICAS = "{'f:spec': {'f:replicas': {}}}";
  private static final String CONTAINERS =
      """
      {'f:spec': {'f:containers': {
        'k:{"name":"web"}': {'.': {}, 'f:name': {}, 'f:image': {}},
        'k:{"name":"log"}': {'.': {}, 'f:name': {}, 'f:image': {}}}}}
      """;
  private static final String TWO_CONTAINERS =
      "{containers: [{name: web, image: 'w:1'}, {name: log, image: 'l:1'}]}";

  private final DriftDetector detector = new DriftDetector();
  private JsonNode wanted = MissingNode.getInstance();

  @Test
  void noticesAChangedValueAndWhoHoldsIt() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    var drift =
        compare(
            remembered,
            live(2, "{}", "{replicas: 5}", THEIRS.formatted("kubectl-patch", "Update", REPLICAS)));

    assertThat(drift).isPresent();
    assertThat(drift.orElseThrow().changes())
        .containsExactly(
            new FieldChange(".spec.replicas", "5", "2", "kubectl-patch", "2026-11-21T09:00:00Z"));
  }

  @Test
  void noticesThatOwnershipWasTakenThoughTheValueIsTheSame() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    var drift =
        compare(
            remembered,
            live(2, "{}", "{replicas: 2}", THEIRS.formatted("kubectl-edit", "Update", REPLICAS)));

    assertThat(drift.orElseThrow().manager()).isEqualTo("kubectl-edit");
    assertThat(drift.orElseThrow().fields()).containsExactly(".spec.replicas");
  }

  @Test
  void noticesThatManagedFieldsWereCleared() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    assertThat(compare(remembered, json("{metadata: {resourceVersion: '2'}, spec: {replicas: 2}}")))
        .isPresent();
  }

  @Test
  void noticesARemovedFieldThatNobodyHoldsNow() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    var drift = compare(remembered, live(2, "{}", "{}"));

    assertThat(drift.orElseThrow().changes())
        .containsExactly(new FieldChange(".spec.replicas", "", "2", "", ""));
  }

  @Test
  void noticesASecondAgentThatAppliesUnderTheSameName() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    var drift = compare(remembered, live(2, REPLICAS, "{replicas: 5}"));

    assertThat(drift.orElseThrow().changes())
        .containsExactly(new FieldChange(".spec.replicas", "5", "2", "freehold", ""));
  }

  @Test
  void noticesFieldsThatBecameOurs() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    var drift =
        compare(
            remembered,
            live(
                2,
                "{'f:spec': {'f:replicas': {}, 'f:paused': {}}}",
                "{replicas: 2, paused: true}"));

    assertThat(drift.orElseThrow().fields()).containsExactly(".spec.paused");
  }

  @Test
  void ignoresFieldsThatOthersAdd() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    var drift =
        compare(
            remembered,
            live(
                2,
                REPLICAS,
                "{replicas: 2, paused: true}",
                THEIRS.formatted("hpa", "Update", "{'f:spec': {'f:paused': {}}}")));

    assertThat(drift).isEmpty();
  }

  @Test
  void ignoresAnotherManagerThatSharesAField() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));

    assertThat(
            compare(
                remembered,
                live(2, REPLICAS, "{replicas: 2}", THEIRS.formatted("other", "Apply", REPLICAS))))
        .isEmpty();
  }

  @Test
  void ignoresStatesThatAreNotNewerThanWhatWasApplied() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(10, REPLICAS, "{replicas: 2}"));

    assertThat(compare(remembered, live(9, "{}", "{replicas: 5}"))).isEmpty();
    assertThat(compare(remembered, live(10, "{}", "{replicas: 5}"))).isEmpty();
    assertThat(compare(remembered, live(100, "{}", "{replicas: 5}"))).isPresent();
  }

  @Test
  void ignoresStatesInAnotherVersionOfTheKind() {
    Fingerprint remembered =
        remember(
            "{spec: {replicas: 2}}",
            json(
                "{apiVersion: a/v1, metadata: {resourceVersion: '1', managedFields: ["
                    + OURS.formatted(REPLICAS)
                    + "]}, spec: {replicas: 2}}"));

    assertThat(
            compare(
                remembered,
                json("{apiVersion: a/v2, metadata: {resourceVersion: '2'}, spec: {replicas: 3}}")))
        .isEmpty();
  }

  @Test
  void ignoresOurNameInAnUpdateEntryAndOnASubresource() {
    Fingerprint remembered = remember("{spec: {replicas: 2}}", live(1, REPLICAS, "{replicas: 2}"));
    String update = THEIRS.formatted("freehold", "Update", "{'f:spec': {'f:paused': {}}}");
    String status =
        ", {manager: freehold, operation: Apply, subresource: status, fieldsV1: {'f:status': {}}}";

    assertThat(compare(remembered, live(2, REPLICAS, "{replicas: 2}", status + update))).isEmpty();
  }

  @Test
  void tellsAnIntegerFromTheSameDigitsAsText() {
    String port = "{'f:spec': {'f:targetPort': {}}}";
    Fingerprint remembered = remember("{spec: {targetPort: 1}}", live(1, port, "{targetPort: 1}"));

    assertThat(compare(remembered, live(2, port, "{targetPort: '1'}"))).isPresent();
    assertThat(compare(remembered, live(2, port, "{targetPort: 1}"))).isEmpty();
  }

  @Test
  void comparesAtomicListsInOrderAndAtomicMapsWithoutOrder() {
    String atomic = "{'f:spec': {'f:command': {}, 'f:selector': {}}}";
    Fingerprint remembered =
        remember(
            "{spec: {command: [a, b], selector: {x: '1', y: '2'}}}",
            live(1, atomic, "{command: [a, b], selector: {x: '1', y: '2'}}"));

    assertThat(
            compare(remembered, live(2, atomic, "{selector: {y: '2', x: '1'}, command: [a, b]}")))
        .isEmpty();
    assertThat(
            compare(remembered, live(2, atomic, "{selector: {y: '2', x: '1'}, command: [b, a]}"))
                .orElseThrow()
                .fields())
        .containsExactly(".spec.command");
    assertThat(
            compare(
                    remembered,
                    live(2, atomic, "{selector: {y: '2', x: '1', z: '3'}, command: [a, b]}"))
                .orElseThrow()
                .fields())
        .containsExactly(".spec.selector");
  }

  @Test
  void hashesOnlyThePresenceOfWhatWasAppliedEmpty() {
    String volume = "{'f:spec': {'f:emptyDir': {}}}";
    Fingerprint remembered = remember("{spec: {emptyDir: {}}}", live(1, volume, "{emptyDir: {}}"));

    assertThat(compare(remembered, live(2, volume, "{emptyDir: {medium: Memory}}"))).isEmpty();
    assertThat(compare(remembered, live(2, "{}", "{}"))).isPresent();
  }

  @Test
  void hashesTheValueOfAnEmptyMapThatWasNotApplied() {
    String volume = "{'f:spec': {'f:emptyDir': {}}}";
    Fingerprint remembered =
        remember("{spec: {emptyDir: {medium: ''}}}", live(1, volume, "{emptyDir: {}}"));

    assertThat(compare(remembered, live(2, volume, "{emptyDir: {medium: Memory}}"))).isPresent();
  }

  @Test
  void noticesReorderedItemsButNotAnInjectedOne() {
    Fingerprint remembered =
        remember("{spec: " + TWO_CONTAINERS + "}", live(1, CONTAINERS, TWO_CONTAINERS));

    var injected =
        compare(
            remembered,
            live(
                2,
                CONTAINERS,
                "{containers: [{name: mesh}, {name: web, image: 'w:1'}, {name: log, image: 'l:1'}]}"));
    var reordered =
        compare(
            remembered,
            live(
                2,
                CONTAINERS,
                "{containers: [{name: log, image: 'l:1'}, {name: web, image: 'w:1'}]}"));

    assertThat(injected).isEmpty();
    assertThat(reordered.orElseThrow().fields()).containsExactly(".spec.containers");
  }

  @Test
  void namesARemovedItemOnce() {
    Fingerprint remembered =
        remember("{spec: " + TWO_CONTAINERS + "}", live(1, CONTAINERS, TWO_CONTAINERS));

    var drift =
        compare(
            remembered,
            live(
                2,
                "{'f:spec': {'f:containers': {'k:{\"name\":\"web\"}':"
                    + " {'.': {}, 'f:name': {}, 'f:image': {}}}}}",
                "{containers: [{name: web, image: 'w:1'}]}"));

    assertThat(drift.orElseThrow().fields()).containsExactly(".spec.containers[name=\"log\"]");
  }

  @Test
  void namesAnItemByItsKeyWhenOneOfItsFieldsChanged() {
    Fingerprint remembered =
        remember("{spec: " + TWO_CONTAINERS + "}", live(1, CONTAINERS, TWO_CONTAINERS));

    var drift =
        compare(
            remembered,
            live(
                2,
                CONTAINERS,
                "{containers: [{name: web, image: 'evil'}, {name: log, image: 'l:1'}]}"));

    assertThat(drift.orElseThrow().fields())
        .containsExactly(".spec.containers[name=\"web\"].image");
  }

  @Test
  void fillsTheDefaultedPartOfAKeyIn() {
    String ports =
        "{'f:spec': {'f:ports': {"
            + "'k:{\"port\":53,\"protocol\":\"TCP\"}': {'.': {}, 'f:port': {}, 'f:extra': {}},"
            + "'k:{\"port\":53,\"protocol\":\"UDP\"}': {'.': {}, 'f:port': {}}}}}";
    String live = "{ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP, extra: %s}]}";
    Fingerprint remembered =
        remember(
            "{spec: {ports: [{port: 53, protocol: UDP}, {port: 53, extra: {}}]}}",
            live(1, ports, live.formatted("{}")));

    // The empty map was applied in the item without protocol, so what it gains is not drift.
    assertThat(compare(remembered, live(2, ports, live.formatted("{a: 1}")))).isEmpty();
    assertThat(
            compare(remembered, live(2, ports, "{ports: [{port: 53, protocol: UDP}]}"))
                .orElseThrow()
                .fields())
        .containsExactly(".spec.ports[port=53,protocol=\"TCP\"]");
  }

  @Test
  void looksForSetItemsByValueAndDoesNotNameThem() {
    String finalizers = "{'f:spec': {'f:tags': {'v:\"b\"': {}, 'v:\"a\"': {}}}}";
    Fingerprint remembered =
        remember("{spec: {tags: [b, a]}}", live(1, finalizers, "{tags: [b, a]}"));

    assertThat(compare(remembered, live(2, finalizers, "{tags: [x, b, a]}"))).isEmpty();
    assertThat(
            compare(remembered, live(2, "{'f:spec': {'f:tags': {'v:\"b\"': {}}}}", "{tags: [b]}"))
                .orElseThrow()
                .fields())
        .containsExactly(".spec.tags[]");
  }

  @Test
  void comparesOnlyThePresenceOfAnOwnedParent() {
    String nested = "{'f:spec': {'f:a': {'.': {}, 'f:b': {}}}}";
    Fingerprint remembered = remember("{spec: {a: {b: 1}}}", live(1, nested, "{a: {b: 1}}"));

    assertThat(compare(remembered, live(2, nested, "{a: {b: 1, c: 2}}"))).isEmpty();
    assertThat(
            compare(remembered, live(2, "{'f:spec': {'f:a': {}}}", "{a: {}}"))
                .orElseThrow()
                .fields())
        .containsExactly(".spec.a.b");
  }

  @Test
  void sharesTheFieldSetsOfObjectsThatAreAlike() {
    for (int i = 0; i < 100; i++) {
      Fingerprint unused = remember("{}", live(1, REPLICAS, "{replicas: " + i + "}"));
      assertThat(unused.resourceVersion()).isEqualTo("1");
    }
    Fingerprint one = remember("{}", live(1, CONTAINERS, TWO_CONTAINERS));
    Fingerprint same = remember("{}", live(7, CONTAINERS, TWO_CONTAINERS));

    assertThat(detector.fieldSets()).isLessThanOrEqualTo(2);
    assertThat(one.sameContent(same)).isTrue();
  }

  private Fingerprint remember(String applied, JsonNode answer) {
    wanted = json(applied);
    return detector.remember(object(answer), wanted);
  }

  private Optional<DriftDetails> compare(Fingerprint remembered, JsonNode live) {
    return detector.compare(remembered, object(live), () -> wanted);
  }

  private static LiveObject object(JsonNode content) {
    return new LiveObject(
        new ObjectRef("", "Thing", "shop", "web"),
        "uid",
        content.path("metadata").path("resourceVersion").asText(),
        content);
  }

  private static JsonNode live(long version, String ownFields, String spec) {
    return live(version, ownFields, spec, "");
  }

  private static JsonNode live(long version, String ownFields, String spec, String others) {
    return json(
        "{metadata: {resourceVersion: '%d', managedFields: [%s%s]}, spec: %s}"
            .formatted(version, OURS.formatted(ownFields), others, spec));
  }

  /** YAML's flow style: JSON with less quoting. */
  private static JsonNode json(String text) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}
