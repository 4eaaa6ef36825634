package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.ref;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus.Operation;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.api.OperationRequest;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Manifest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final Duration MOMENT = Duration.ofSeconds(3);
  private static final String MANUAL =
      "{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"automated\":{\"enabled\":false}}}";
  private static final ApplyResult.Rejected INVALID =
      new ApplyResult.Rejected(ApplyResult.Retry.NEVER, 422, "Invalid", "data must be a map");

  private final Bench bench = new Bench();

  @Test
  void anApplicationThatIsNotAutomatedIsSyncedWhenSomebodyAsks() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(manual());
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();

    ask("{\"initiatedBy\":{\"username\":\"ann\"}}");
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a", "b");
    Operation operation = bench.status().operation();
    assertThat(operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(operation.id()).isEqualTo("2");
    assertThat(operation.request()).isNotNull();
    assertThat(operation.results())
        .extracting("name", "change")
        .contains(
            org.assertj.core.groups.Tuple.tuple("a", "Created"),
            org.assertj.core.groups.Tuple.tuple("b", "Created"));
    assertThat(bench.status().history().getFirst().initiatedBy()).isEqualTo("ann");
    assertNothingIsLeft();
    assertThat(bench.people.taken).isEqualTo(1);
  }

  @Test
  void aDryRunChangesNothingAndTellsOfEachObject() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"), configMap("d", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.people.spec("shop", spec(MANUAL));
    bench.commit("two", configMap("a", "2"), configMap("b", "1"), configMap("c", "1"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    String before = bench.status().revision();

    ask("{\"dryRun\":true}");
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).allMatch(call -> call.startsWith("preview"));
    assertThat(bench.cluster.names()).containsExactly("a", "b", "d");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(bench.status().operation().results())
        .extracting(result -> result.name() + " " + result.change() + " " + result.message())
        .containsExactlyInAnyOrder(
            "a Updated .data.key", "b Unchanged ", "c Created ", "d Pruned ");
    assertThat(bench.status().revision()).isEqualTo(before);
    assertThat(bench.status().history()).hasSize(1);
    assertNothingIsLeft();
  }

  @Test
  void aDryRunOfAnAutomatedApplicationNamesWhatTheApiServerRefuses() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.refusals.put("a", INVALID);

    ask("{\"dryRun\":true}");
    bench.pass(MOMENT);

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().message()).contains("ConfigMap shop/a", "must be a map");
    assertThat(bench.status().operation().results().getFirst().change()).isEqualTo("Refused");
    assertThat(bench.condition("Ready")).startsWith("True");
  }

  @Test
  void aSelectionRunsNoHookAndLeavesTheRest() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"), hook("migrate"));
    bench.add(manual());
    bench.pass(MOMENT);

    ask("{\"resources\":[{\"kind\":\"ConfigMap\",\"name\":\"b\"}]}");
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("b");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(bench.status().history()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void aSelectionOfWhatGitNoLongerHasPrunesOnlyThat() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"), configMap("c", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.people.spec("shop", spec(MANUAL));
    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);

    ask(
        "{\"prune\":true,\"resources\":[{\"kind\":\"ConfigMap\",\"namespace\":\"shop\",\"name\":\"b\"}]}");
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a", "c");
  }

  @Test
  void aSelectionOfWhatThereIsNotIsAnError() {
    bench.commit("one", configMap("a", "1"));
    bench.add(manual());
    bench.pass(MOMENT);

    ask("{\"resources\":[{\"kind\":\"Secret\",\"name\":\"b\"}]}");
    bench.pass(MOMENT);

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.ERROR);
    assertThat(bench.status().operation().message())
        .isEqualTo(
            "operation.resources: neither revision one nor the cluster has Secret b of this"
                + " Application");
    assertNothingIsLeft();
  }

  @Test
  void anotherRevisionIsAppliedOnceAndWhatGitWantsIsNotMoved() {
    bench.commit("old", configMap("a", "old"));
    bench.commit("new", configMap("a", "new"));
    bench.add(manual());
    bench.pass(MOMENT);

    ask("{\"revision\":\"old\"}");
    bench.pass(MOMENT);
    assertThat(value("a")).isEqualTo("old");
    assertThat(bench.status().operation().revision()).isEqualTo("old");

    ask("{}");
    bench.pass(MOMENT);
    assertThat(value("a")).isEqualTo("new");
    assertThat(bench.status().history()).extracting("revision").containsExactly("new", "old");
  }

  @Test
  void anotherRevisionOfAnAutomatedApplicationIsRefusedBecauseItWouldBeUndone() {
    bench.commit("old", configMap("a", "old"));
    bench.commit("new", configMap("a", "new"));
    bench.add(application("shop"));
    bench.pass(MOMENT);

    ask("{\"revision\":\"old\"}");
    bench.pass(MOMENT);

    assertThat(value("a")).isEqualTo("new");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.ERROR);
    assertThat(bench.status().operation().message()).contains("spec.pin");
    assertThat(bench.condition("Ready")).startsWith("True");
  }

  @Test
  void aRevisionThatThereIsNotIsAnError() {
    bench.commit("one", configMap("a", "1"));
    bench.add(manual());
    ask("{\"revision\":\"nowhere\"}");
    bench.pass(MOMENT);

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.ERROR);
    assertThat(bench.status().operation().message()).isEqualTo("there is no revision nowhere");
  }

  @Test
  void aFailedRequestIsTriedAgainOnlyIfItSaysSo() {
    bench.commit("one", configMap("a", "1"));
    bench.add(manual());
    bench.pass(MOMENT);
    bench.cluster.refusals.put("a", INVALID);

    ask("{\"retry\":{\"limit\":1,\"backoff\":{\"duration\":\"10s\"}}}");
    bench.pass(MOMENT);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.RUNNING);
    assertThat(bench.status().operation().message()).startsWith("again in 10 s: ");

    bench.pass(Duration.ofSeconds(12));
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().attempt()).isEqualTo(2);
    assertNothingIsLeft();

    bench.cluster.refusals.clear();
    ask("{}");
    bench.pass(MOMENT);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void aRequestRunsOnceHoweverTheAgentDies() {
    bench.commit("one", configMap("a", "1"));
    bench.add(manual());
    bench.pass(MOMENT);
    bench.people.refuse = true;
    ask("{}");
    bench.settle();
    // Not even taken: the next process takes it.
    bench.crash(bench.people.get("shop"));
    bench.people.refuse = false;
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertNothingIsLeft();

    // Ended and written, but not yet taken off when the process dies.
    bench.cluster.asked();
    ask("{}");
    bench.settle();
    bench.people.refuse = true;
    bench.pass(MOMENT);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(taken()).isNotEmpty();
    bench.cluster.asked();
    bench.crash(bench.people.get("shop"));
    bench.people.refuse = false;
    bench.pass(MOMENT);
    assertNothingIsLeft();
    assertThat(bench.cluster.asked()).noneMatch(call -> call.startsWith("apply"));
    assertThat(bench.people.taken).isEqualTo(2);
  }

  @Test
  void aRequestGoesOnWithItsHooksAfterACrash() {
    bench.commit("one", hook("migrate"), configMap("a", "1"));
    bench.add(manual());
    bench.pass(MOMENT);
    ask("{}");
    bench.pass(MOMENT);
    ObjectRef job = hook("migrate").ref();
    String uid = bench.cluster.content(job).at("/metadata/uid").asText();

    bench.crash(bench.people.get("shop"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.content(job).at("/metadata/uid").asText()).isEqualTo(uid);
    complete(job);
    bench.pass(MOMENT);

    assertThat(bench.cluster.content(job).at("/metadata/uid").asText()).isEqualTo(uid);
    assertThat(bench.cluster.names()).contains("a");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertNothingIsLeft();
  }

  @Test
  void aSecondRequestWaitsForTheFirst() {
    bench.commit("one", hook("migrate"), configMap("a", "1"));
    bench.add(manual());
    ask("{}");
    bench.pass(MOMENT);
    ask("{\"dryRun\":true}");
    bench.pass(MOMENT);
    assertThat(bench.status().operation().id()).isEqualTo("2");
    assertThat(bench.people.get("shop").operation()).isNotNull();

    complete(hook("migrate").ref());
    bench.pass(MOMENT);
    assertThat(bench.status().operation().id()).isNotEqualTo("2");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertNothingIsLeft();
  }

  @Test
  void terminateEndsARequestAndItsHooks() {
    bench.commit("one", hook("migrate"), configMap("a", "1"));
    bench.add(manual());
    ask("{\"retry\":{\"limit\":5}}");
    bench.pass(MOMENT);
    bench.people.annotate(
        "shop", ApiGroup.TERMINATE_ANNOTATION, bench.status().operation().startedAt());
    bench.pass(MOMENT);

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().message()).startsWith("terminated");
    assertThat(bench.cluster.names()).doesNotContain("a");
    assertThat(bench.people.get("shop").metadata().annotations()).isEmpty();
  }

  @Test
  void terminateOfAnAutomatedSyncTriesItNotAgainUntilSomethingChanges() {
    bench.commit("one", hook("migrate"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.people.annotate("shop", ApiGroup.TERMINATE_ANNOTATION, ApiGroup.TERMINATE_ANY);
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.status().operation().message()).startsWith("terminated");
    assertThat(bench.condition("Stalled")).startsWith("True: a person ended the sync");
    assertThat(bench.cluster.names()).doesNotContain("a");

    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);
    assertThat(value("a")).isEqualTo("2");
    assertThat(bench.condition("Stalled")).startsWith("False");
  }

  @Test
  void aWishToTerminateAnEarlierOperationEndsNothing() {
    bench.commit("one", hook("migrate"), configMap("a", "1"));
    bench.add(manual());
    ask("{}");
    bench.pass(MOMENT);
    bench.people.annotate("shop", ApiGroup.TERMINATE_ANNOTATION, "2020-01-01T00:00:00Z");
    bench.pass(MOMENT);

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.RUNNING);
    assertThat(bench.people.get("shop").metadata().annotations())
        .doesNotContainKey(ApiGroup.TERMINATE_ANNOTATION);
  }

  @Test
  void aWindowThatLetsPeopleSyncStopsOnlyTheAgent() {
    String window =
        """
        {"sources":[{"path":"x"}],"sync":{"automated":{"enabled":false},"windows":
        [{"kind":"deny","schedule":"* * * * *","duration":"1h","manualSync":%s}]}}
        """;
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop", spec(window.formatted("false")), 1, ""));
    ask("{}");
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.status().operation().message()).contains("spec.sync.windows");

    bench.people.spec("shop", spec(window.formatted("true")));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
  }

  @Test
  void aSuspendedApplicationRefuses() {
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application("shop", spec("{\"sources\":[{\"path\":\"x\"}],\"suspend\":true}"), 1, ""));
    ask("{}");
    bench.pass(MOMENT);

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.ERROR);
    assertThat(bench.status().operation().message()).contains("spec.suspend");
    assertNothingIsLeft();
  }

  @Test
  void nonsenseIsAnErrorThatNamesTheField() {
    bench.commit("one", configMap("a", "1"));
    bench.add(manual());
    ask("{\"retry\":{\"limit\":2,\"backoff\":{\"duration\":\"soon\"}}}");
    bench.pass(MOMENT);

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.ERROR);
    assertThat(bench.status().operation().message())
        .startsWith("operation.retry.backoff: \"soon\"");
    assertNothingIsLeft();
  }

  @Test
  void aPinHoldsARevisionWhateverGitWants() {
    bench.commit("old", configMap("a", "old"));
    bench.commit("new", configMap("a", "new"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(value("a")).isEqualTo("new");

    bench.people.spec("shop", spec("{\"sources\":[{\"path\":\"apps/shop\"}],\"pin\":\"old\"}"));
    bench.pass(MOMENT);
    assertThat(value("a")).isEqualTo("old");
    assertThat(bench.condition("Pinned")).startsWith("True: spec.pin");

    bench.people.spec("shop", spec("{\"sources\":[{\"path\":\"apps/shop\"}]}"));
    bench.pass(MOMENT);
    assertThat(value("a")).isEqualTo("new");
    assertThat(bench.condition("Pinned")).isEqualTo("absent");
  }

  @Test
  void aHardRefreshRendersAndComparesAgain() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.people.annotate("shop", ApiGroup.REFRESH_ANNOTATION, "now");
    bench.pass(MOMENT);
    assertThat(bench.renders).isEqualTo(1);

    bench.people.annotate("shop", ApiGroup.REFRESH_ANNOTATION, "hard-1");
    bench.pass(MOMENT);
    assertThat(bench.renders).isEqualTo(2);
    assertThat(bench.cluster.asked()).containsExactly("apply ConfigMap shop/a");
  }

  @Test
  void theHistoryNamesObjectsAndImages() {
    Manifest web = object("apps/v1", "StatefulSet", "web", "1");
    web.content()
        .putObject("spec")
        .putObject("template")
        .putObject("spec")
        .putArray("containers")
        .addObject()
        .put("image", "web:1.2");
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "2"), web);
    bench.pass(MOMENT);

    assertThat(bench.status().history().getFirst().changes())
        .extracting(change -> change.change() + " " + change.ref())
        .containsExactlyInAnyOrder(
            "Updated ConfigMap shop/a",
            "Created apps/StatefulSet shop/web",
            "Pruned ConfigMap shop/b");
    assertThat(bench.status().history().getFirst().images()).isEqualTo(List.of("web:1.2"));
  }

  private static Application manual() {
    return application("shop", spec(MANUAL), 1, "");
  }

  private void ask(String request) {
    try {
      bench.people.ask("shop", new ObjectMapper().readValue(request, OperationRequest.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(request, e);
    }
  }

  private String value(String name) {
    return bench.cluster.content(ref(name)).at("/data/key").asText();
  }

  private String taken() {
    return bench
        .people
        .get("shop")
        .metadata()
        .annotations()
        .getOrDefault(ApiGroup.TAKEN_ANNOTATION, "");
  }

  private void assertNothingIsLeft() {
    assertThat(taken()).isEmpty();
    assertThat(bench.people.get("shop").operation()).isNull();
  }

  private static Manifest hook(String name) {
    Manifest job = object("batch/v1", "Job", name, "1");
    job.content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("argocd.argoproj.io/hook", "PreSync");
    return job;
  }

  private void complete(ObjectRef job) {
    bench.cluster.change(
        job,
        object ->
            object
                .withObjectProperty("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Complete")
                .put("status", "True"));
  }
}
