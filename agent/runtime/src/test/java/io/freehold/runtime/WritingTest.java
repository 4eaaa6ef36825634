package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.ref;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApiGroup;
import io.freehold.api.SyncState;
import io.freehold.engine.Manifest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How objects are written when the Application, or the object, asks for more than an apply. */
class WritingTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final String IGNORE =
      ",\"ignore\":[{\"kind\":\"ConfigMap\",\"jsonPointers\":[\"/data/key\"]}]";

  private final Bench bench = new Bench();

  @Test
  void whatIsIgnoredIsNeitherRevertedNorReported() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop", sync("", IGNORE), 1, ""));
    bench.pass(MOMENT);
    bench.cluster.asked();

    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "9"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).isEmpty();
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
  }

  @Test
  void aSyncRevertsWhatIsIgnoredUnlessThatIsRespected() {
    bench.commit("one", configMap("a", "1"));
    ApplicationActor actor = bench.add(application("shop", sync("", IGNORE), 1, ""));
    bench.pass(MOMENT);
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "9"));
    bench.pass(MOMENT);

    actor.changed(application("shop", sync("\"respectIgnore\":true", IGNORE), 2, ""));
    bench.commit("two", changed(configMap("a", "1"), "more"));
    bench.pass(MOMENT);
    assertThat(value("key")).isEqualTo("9");
    assertThat(value("more")).isEqualTo("yes");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);

    actor.changed(application("shop", sync("", IGNORE), 3, ""));
    bench.pass(MOMENT);
    assertThat(value("key")).as("nothing else differs, nothing is written").isEqualTo("9");
    bench.commit("three", changed(configMap("a", "1"), "other"));
    bench.pass(MOMENT);
    assertThat(value("key")).isEqualTo("1");
  }

  @Test
  void takingARuleAwayRevertsWhatItLet() {
    bench.commit("one", configMap("a", "1"));
    ApplicationActor actor = bench.add(application("shop", sync("", IGNORE), 1, ""));
    bench.pass(MOMENT);
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "9"));
    bench.pass(MOMENT);
    actor.changed(application("shop", sync("", ""), 2, ""));
    bench.pass(MOMENT);

    assertThat(value("key")).isEqualTo("1");
  }

  @Test
  void aRuleThatCannotBeReadStallsTheApplication() {
    bench.commit("one", configMap("a", "1"));
    String bad = ",\"ignore\":[{\"kind\":\"ConfigMap\",\"jqPathExpressions\":[\"input\"]}]";
    bench.add(application("shop", sync("", bad), 1, ""));
    bench.pass(MOMENT);

    assertThat(bench.condition("Stalled"))
        .isEqualTo(
            "True: spec.ignore[0]: input is not allowed in the jq expression input;"
                + " only select fields");
  }

  @Test
  void forceDeletesAndCreatesWhatCannotBeChanged() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop", sync("\"force\":true", ""), 1, ""));
    bench.pass(MOMENT);
    String uid = bench.cluster.content(ref("a")).path("metadata").path("uid").asText();
    bench.cluster.asked();
    bench.cluster.immutable.add("a");
    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);

    assertThat(value("key")).isEqualTo("2");
    assertThat(bench.cluster.content(ref("a")).path("metadata").path("uid").asText())
        .isNotEqualTo(uid);
    assertThat(bench.cluster.asked()).contains("delete ConfigMap shop/a");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
  }

  @Test
  void withoutForceWhatCannotBeChangedIsAnError() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.immutable.add("a");
    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);

    assertThat(value("key")).isEqualTo("1");
    assertThat(bench.condition("Ready")).contains("field is immutable");
  }

  @Test
  void anObjectMayAskToBeReplaced() {
    Manifest object = configMap("a", "1");
    object
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("argocd.argoproj.io/sync-options", "Replace=true");
    bench.commit("one", object);
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).containsExactly("apply ConfigMap shop/a");

    bench.cluster.change(ref("a"), live -> live.withObjectProperty("data").put("key", "9"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked())
        .containsExactly("replace ConfigMap shop/a", "apply ConfigMap shop/a");
  }

  @Test
  void anObjectThatIsThereIsNotTakenWhenThatIsForbidden() {
    bench.cluster.apply(configMap("a", "mine"));
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(application("shop", sync("\"adopt\":\"Never\"", ""), 1, ""));
    bench.pass(MOMENT);

    assertThat(value("key")).isEqualTo("mine");
    assertThat(bench.cluster.names()).containsExactly("a", "b");
    assertThat(bench.condition("Ready"))
        .contains("ConfigMap shop/a is there already and spec.sync.options.adopt is Never");
  }

  @Test
  void anObjectOfAnotherApplicationIsNotTakenFromIt() {
    Manifest theirs = configMap("a", "theirs");
    theirs
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put(
            ApiGroup.TRACKING_ANNOTATION,
            new io.freehold.api.TrackingId(
                    new io.freehold.api.ApplicationId("freehold-system", "other"), ref("a"))
                .toString());
    bench.cluster.apply(theirs);
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop", sync("\"adopt\":\"Unowned\"", ""), 1, ""));
    bench.pass(MOMENT);

    assertThat(value("key")).isEqualTo("theirs");
    assertThat(bench.condition("Ready"))
        .contains("ConfigMap shop/a belongs to Application freehold-system/other");
  }

  @Test
  void nothingSpecialCostsOneRequest() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked())
        .containsExactly("apply ConfigMap shop/a", "apply ConfigMap shop/a");
  }

  @Test
  void whatIsExtraneousIsNoDifference() {
    Manifest extra = configMap("b", "1");
    extra
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("argocd.argoproj.io/compare-options", "IgnoreExtraneous");
    bench.commit("one", configMap("a", "1"), extra);
    bench.add(
        application(
            "shop",
            spec("{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"automated\":{\"prune\":false}}}"),
            1,
            ""));
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a", "b");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
  }

  private String value(String key) {
    return bench.cluster.content(ref("a")).path("data").path(key).asText();
  }

  private static Manifest changed(Manifest manifest, String key) {
    manifest.content().withObjectProperty("data").put(key, "yes");
    return manifest;
  }

  private static io.freehold.api.ApplicationSpec sync(String options, String more) {
    return spec(
        "{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"options\":{%s}}%s}".formatted(options, more));
  }
}
