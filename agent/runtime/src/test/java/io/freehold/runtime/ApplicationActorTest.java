package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.ref;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import io.freehold.engine.ApplyResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApplicationActorTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final ApplyResult.Rejected INVALID =
      new ApplyResult.Rejected(ApplyResult.Retry.NEVER, 422, "Invalid", "data must be a map");

  private static final String NO_SELF_HEAL =
      "{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"automated\":{\"selfHeal\":false}}}";

  private final Bench bench = new Bench();

  @Test
  void appliesWhatGitWantsAndTellsItInOneStatus() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a", "b");
    assertThat(bench.statuses).hasSize(1);
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
    assertThat(bench.status().health().status()).isEqualTo(HealthState.HEALTHY);
    assertThat(bench.status().revision()).isEqualTo("one");
    assertThat(bench.status().observedGeneration()).isEqualTo(1);
    assertThat(bench.status().history()).hasSize(1);
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
    assertThat(bench.condition("Reconciling")).startsWith("False");
    assertThat(bench.journal).hasSize(1);
  }

  @Test
  void aNewCommitAppliesOnlyWhatChangedAndPrunesWhatIsGone() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"), configMap("c", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();

    bench.commit("two", configMap("a", "1"), configMap("b", "2"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked())
        .containsExactly("apply ConfigMap shop/b", "delete ConfigMap shop/c");
    assertThat(bench.status().revision()).isEqualTo("two");
    assertThat(bench.status().history().getFirst().pruned()).isEqualTo(1);
    assertThat(bench.status().history().getFirst().updated()).isEqualTo(1);
  }

  @Test
  void anUnchangedFolderIsNeitherRenderedNorAppliedAgainButItsCommitIsTold() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.commit("two", configMap("a", "1"));
    // A commit that changes nothing is told when there is time for it.
    bench.pass(Duration.ofSeconds(31));

    assertThat(bench.renders).isEqualTo(1);
    assertThat(bench.cluster.asked()).isEmpty();
    assertThat(bench.status().revision()).isEqualTo("two");
    assertThat(bench.status().history()).hasSize(1);
  }

  @Test
  void whatWasFetchedBesidesTheSourceIsRenderedAgainWhenItMoves() {
    bench.remote("base-1");
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.renders).isEqualTo(1);

    bench.remote("base-2");
    bench.pass(MOMENT);
    assertThat(bench.renders).isEqualTo(2);
    bench.remote("base-2");
    bench.pass(MOMENT);
    assertThat(bench.renders).isEqualTo(2);
  }

  @Test
  void aBrokenCommitChangesNothingAndSaysWhere() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.brokenCommit("two", "apps/shop/a.yaml:3: not a map");
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).isEmpty();
    assertThat(bench.condition("Rendered")).isEqualTo("False: apps/shop/a.yaml:3: not a map");
    assertThat(bench.condition("Ready")).isEqualTo("False: apps/shop/a.yaml:3: not a map");
    assertThat(bench.status().revision()).isEqualTo("one");
    assertThat(bench.status().sync()).isEqualTo(SyncState.UNKNOWN);

    bench.commit("three", configMap("a", "3"));
    bench.pass(MOMENT);
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
  }

  @Test
  void anEmptyFolderPrunesNothing() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.commit("two");
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.condition("Rendered")).startsWith("False: there is no object in apps/shop");
  }

  @Test
  void anEmptyFolderPrunesEverythingWhenThatIsAllowed() {
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "shop",
            spec("{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"automated\":{\"allowEmpty\":true}}}"),
            1,
            ""));
    bench.pass(MOMENT);
    bench.commit("two");
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).isEmpty();
  }

  @Test
  void aSourceThatDoesNotAnswerIsAConditionAndNothingElse() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.sourceFails("no answer from host");
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).isEmpty();
    assertThat(bench.condition("SourceAvailable")).isEqualTo("False: no answer from host");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
  }

  @Test
  void aForeignChangeOfAnOwnedFieldIsRevertedAtOnce() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "evil"));
    bench.settle();

    assertThat(bench.cluster.content(ref("a")).path("data").path("key").asText()).isEqualTo("1");
    assertThat(bench.journal.getLast().kind()).isEqualTo(JournalEntry.Kind.DRIFT);
    assertThat(bench.journal.getLast().drift().repaired()).isTrue();
    assertThat(bench.journal.getLast().drift().fields()).containsExactly(".data.key");
    bench.pass(MOMENT);
    assertThat(bench.status().summary().driftRepairs()).isEqualTo(1);
  }

  @Test
  void foreignFieldsStay() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("other", "x"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).isEmpty();
  }

  @Test
  void aDeletedObjectIsMadeAgain() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.remove(ref("a"));
    bench.settle();

    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.journal.getLast().message())
        .isEqualTo("ConfigMap shop/a was deleted, reverted");
  }

  @Test
  void withoutSelfHealDriftIsToldOnceAndLeft() {
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "shop",
            spec("{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"automated\":{\"selfHeal\":false}}}"),
            1,
            ""));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "x"));
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("status").put("seen", true));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).containsExactly("preview ConfigMap shop/a");
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(bench.journal).filteredOn(e -> e.kind() == JournalEntry.Kind.DRIFT).hasSize(1);
    assertThat(bench.journal.getLast().drift().repaired()).isFalse();
  }

  @Test
  void somebodyWhoNeverStopsIsAnsweredMoreAndMoreSlowly() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    for (int i = 0; i < 400; i++) {
      String value = "evil-" + i;
      bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", value));
      bench.pass(Duration.ofMillis(100));
    }

    assertThat(bench.cluster.asked()).hasSizeBetween(100, 150);
    assertThat(bench.condition("Fight"))
        .isEqualTo("True: ConfigMap shop/a is changed again and again by freehold at .data.key");

    bench.pass(Duration.ofMinutes(30));
    assertThat(bench.cluster.content(ref("a")).path("data").path("key").asText()).isEqualTo("1");
    assertThat(bench.condition("Fight")).isEqualTo("absent");
  }

  @Test
  void aFailedSyncIsTriedAgainAndPrunesNothingBeforeItSucceeds() {
    bench.commit("one", configMap("a", "1"), configMap("old", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.refusals.put("b", INVALID);
    bench.commit("two", configMap("a", "2"), configMap("b", "2"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a", "old");
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().message())
        .isEqualTo("ConfigMap shop/b: data must be a map (apps/b.yaml:1)");
    assertThat(bench.status().revision()).isEqualTo("one");
    assertThat(bench.condition("Reconciling")).startsWith("True: again in 5 s");

    bench.cluster.refusals.clear();
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.cluster.names()).containsExactly("a", "b");
    assertThat(bench.status().revision()).isEqualTo("two");
  }

  @Test
  void retriesEndAtTheLimitUntilSomethingChanges() {
    bench.cluster.refusals.put("a", INVALID);
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "shop",
            spec("{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"retry\":{\"limit\":2}}}"),
            1,
            ""));
    bench.pass(Duration.ofHours(1));

    assertThat(bench.cluster.asked()).hasSize(3);
    assertThat(bench.condition("Stalled")).startsWith("True");
    bench.cluster.refusals.clear();
    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);
    assertThat(bench.condition("Stalled")).startsWith("False");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
  }

  @Test
  void aNewerCommitCutsAWaitForHealthShort() {
    var late = configMap("late", "1");
    late.content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("freehold.io/wave", "1");
    bench.commit("one", object("apps/v1", "Deployment", "web", "1"), late);
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("web");
    assertThat(bench.status().operation().message())
        .isEqualTo("waiting for apps/Deployment shop/web to become healthy");

    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().revision()).isEqualTo("two");
  }

  @Test
  void aWaveGoesOnWhenAWatchTellsThatItIsHealthy() {
    var late = configMap("late", "1");
    late.content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("freehold.io/wave", "1");
    var web = object("apps/v1", "Deployment", "web", "1");
    bench.commit("one", web, late);
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.change(
        web.ref(), object -> object.withObjectProperty("status").put("health", "HEALTHY"));
    bench.settle();

    assertThat(bench.cluster.names()).contains("late");
  }

  @Test
  void aDeletedApplicationTakesItsObjectsWithItInReverse() {
    bench.commit("one", configMap("a", "1"), object("apps/v1", "Deployment", "web", "1"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.cluster.lingering.add("web");
    var deleted = application("shop", application("shop").spec(), 2, "2026-01-01T00:00:00Z");
    actor.changed(deleted);
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).containsExactly("delete apps/Deployment shop/web");
    assertThat(bench.released).isEmpty();
    bench.cluster.remove(object("apps/v1", "Deployment", "web", "1").ref());
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.released).containsExactly("freehold-system/shop");
  }

  @Test
  void aSuspendedApplicationKeepsItsObjectsAndRevertsNothing() {
    bench.commit("one", configMap("a", "1"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    var suspended = spec("{\"sources\":[{\"path\":\"x\"}],\"suspend\":true}");
    actor.changed(application("shop", suspended, 2, ""));
    bench.commit("two", configMap("b", "1"));
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "x"));
    bench.pass(MOMENT);
    actor.changed(application("shop", suspended, 3, "2026-01-01T00:00:00Z"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).containsExactly("preview ConfigMap shop/a");
    assertThat(bench.released).hasSize(1);
  }

  @Test
  void anObjectWantedTwiceStaysWithTheFirst() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("first"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.add(application("second"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).isEmpty();
    assertThat(bench.status().operation().message()).contains("wanted by another application");
  }

  @Test
  void dependantsWaitUntilWhatTheyDependOnIsReady() {
    bench.cluster.refusals.put("a", INVALID);
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "second",
            spec("{\"sources\":[{\"path\":\"x\"}],\"dependsOn\":[{\"name\":\"first\"}]}"),
            1,
            ""));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).isEmpty();
    assertThat(bench.condition("Reconciling"))
        .isEqualTo("True: Application freehold-system/first is not Synced and Healthy");
  }

  @Test
  void aKindThatCannotBeListedIsLeftOutAndShownAndUsedAgainWhenItCan() {
    var widget = object("example.org/v1", "Widget", "w", "1");
    bench.cluster.unlistable.add("Widget");
    bench.commit("one", configMap("a", "1"), configMap("b", "1"), widget);
    bench.add(application("shop"));
    bench.pass(KindWatches.PATIENCE.minusSeconds(1));
    assertThat(bench.cluster.names()).isEmpty();

    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "b", "w");
    assertThat(bench.condition("Watched"))
        .isEqualTo(
            "False: Widget.example.org cannot be listed: 403 Forbidden; its changes are not seen"
                + " and none of it is pruned");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
    assertThat(bench.status().health().status()).isEqualTo(HealthState.UNKNOWN);
    assertThat(bench.condition("Ready")).startsWith("False");
    assertThat(bench.metrics.kindsGivenUp.sum()).isEqualTo(1);

    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "w");
    assertThat(bench.condition("Watched")).isEqualTo("absent");

    bench.cluster.list("Widget");
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
    bench.pass(Duration.ofMinutes(5));
    assertThat(bench.metrics.kindsGivenUp.sum()).isEqualTo(1);
  }

  @Test
  void nothingOfAKindThatCannotBeListedIsDeletedWithItsApplication() {
    var widget = object("example.org/v1", "Widget", "w", "1");
    bench.cluster.unlistable.add("Widget");
    bench.commit("one", configMap("a", "1"), widget);
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(KindWatches.PATIENCE);
    actor.changed(application("shop", application("shop").spec(), 2, "2026-01-01T00:00:00Z"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("w");
    assertThat(bench.released).isEmpty();
    assertThat(bench.condition("Reconciling")).contains("as example.org/Widget shop/w");
    bench.cluster.list("Widget");
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.released).hasSize(1);
  }

  @Test
  void anAuditFindsWhatTheWatchMissedAndItIsReverted() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.cluster.asked();
    bench.cluster.list("ConfigMap");
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).isEmpty();
    assertThat(bench.metrics.audits.sum()).isEqualTo(1);
    assertThat(bench.metrics.auditFindings.sum()).isZero();

    bench.cluster.changeUnseen(
        ref("a"), object -> object.withObjectProperty("data").put("key", "evil"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).isEmpty();
    bench.cluster.list("ConfigMap");
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).containsExactly("apply ConfigMap shop/a");
    assertThat(bench.metrics.audits.sum()).isEqualTo(2);
    assertThat(bench.metrics.auditFindings.sum()).isEqualTo(1);
  }

  @Test
  void withoutSelfHealDriftFromWhileNoAgentRanIsToldAndLeftUntilANewRevision() {
    var shop = application("shop", spec(NO_SELF_HEAL), 1, "");
    bench.commit("one", configMap("a", "1"), configMap("b", "1"), configMap("c", "1"));
    bench.add(shop);
    bench.pass(MOMENT);
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "x"));
    bench.pass(MOMENT);
    bench.journal.clear();
    bench.cluster.asked();
    bench.cluster.remove(ref("b"));
    bench.restart(shop);
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked())
        .containsExactly("preview ConfigMap shop/a", "preview ConfigMap shop/c");
    assertThat(bench.cluster.names()).containsExactly("a", "c");
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(bench.status().summary().synced()).isEqualTo(1);
    assertThat(bench.condition("Ready"))
        .isEqualTo("False: ConfigMap shop/a, ConfigMap shop/b differ from Git");
    assertThat(bench.condition("Reconciling")).startsWith("False");
    assertThat(bench.journal)
        .extracting(JournalEntry::message)
        .containsExactlyInAnyOrder(
            "ConfigMap shop/a was changed by freehold at .data.key",
            "ConfigMap shop/b was deleted");
    bench.pass(Duration.ofHours(1));
    assertThat(bench.cluster.asked()).isEmpty();

    bench.commit("two", configMap("a", "1"), configMap("b", "1"), configMap("c", "2"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked())
        .containsExactlyInAnyOrder(
            "apply ConfigMap shop/a", "apply ConfigMap shop/b", "apply ConfigMap shop/c");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
  }

  @Test
  void withoutSelfHealARestartWithoutDriftIsSyncedAndLaterDriftIsSeen() {
    var shop = application("shop", spec(NO_SELF_HEAL), 1, "");
    bench.commit("one", configMap("a", "1"));
    bench.add(shop);
    bench.pass(MOMENT);
    ApplicationActor actor = bench.restart(shop);
    bench.pass(MOMENT);
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "x"));
    bench.pass(MOMENT);
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);

    actor.changed(application("shop", application("shop").spec(), 2, ""));
    bench.pass(MOMENT);
    assertThat(bench.cluster.content(ref("a")).path("data").path("key").asText()).isEqualTo("1");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
  }

  @Test
  void withoutSelfHealAComparisonThatIsRefusedNowIsMadeAgainAndRevertsNothing() {
    var shop = application("shop", spec(NO_SELF_HEAL), 1, "");
    bench.commit("one", configMap("a", "1"));
    bench.add(shop);
    bench.pass(MOMENT);
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "x"));
    bench.pass(MOMENT);
    bench.cluster.refusals.put(
        "a", new ApplyResult.Rejected(ApplyResult.Retry.LATER, 503, "Unavailable", "not now"));
    bench.cluster.asked();
    bench.restart(shop);
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).containsExactly("preview ConfigMap shop/a");
    assertThat(bench.condition("Reconciling")).startsWith("True: comparing");

    bench.cluster.refusals.clear();
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.cluster.asked()).containsExactly("preview ConfigMap shop/a");
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
  }

  @Test
  void withoutSelfHealANewRevisionFromWhileNoAgentRanIsApplied() {
    var shop = application("shop", spec(NO_SELF_HEAL), 1, "");
    bench.commit("one", configMap("a", "1"));
    bench.add(shop);
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "2"));
    bench.restart(shop);
    bench.pass(MOMENT);

    assertThat(bench.cluster.content(ref("a")).path("data").path("key").asText()).isEqualTo("2");
    assertThat(bench.status().revision()).isEqualTo("two");
  }

  @Test
  void anApplicationThatCannotBeReadSaysSoAndNothingIsDone() {
    bench.commit("one", configMap("a", "1"));
    bench.addUnreadable("shop", "spec.sync.retry.limit: out of range");
    bench.pass(MOMENT);

    assertThat(bench.condition("Stalled"))
        .isEqualTo("True: spec.sync.retry.limit: out of range; nothing is done");
    assertThat(bench.condition("Ready")).startsWith("False: spec.sync.retry.limit");
    assertThat(bench.condition("Reconciling")).startsWith("False");
    assertThat(bench.status().observedGeneration()).isEqualTo(1);
    assertThat(bench.status().health().message()).isEqualTo("spec.sync.retry.limit: out of range");
    assertThat(bench.cluster.asked()).isEmpty();
  }

  @Test
  void anApplicationThatCannotBeReadAnyMoreKeepsWhatItSaidBefore() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    actor.unreadable(application("shop", spec("{}"), 2, ""), "spec.sources: not a list");
    bench.pass(MOMENT);
    assertThat(bench.condition("Stalled"))
        .isEqualTo("True: spec.sources: not a list; what it said before stays in force");
    assertThat(bench.condition("Ready")).startsWith("False: spec.sources");
    assertThat(bench.status().observedGeneration()).isEqualTo(2);
    assertThat(bench.cluster.names()).containsExactly("a", "b");

    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    actor.changed(application("shop", application("shop").spec(), 3, ""));
    bench.pass(MOMENT);
    assertThat(bench.condition("Stalled")).startsWith("False");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
  }

  @Test
  void anUnusableSpecStalls() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop", spec("{\"sources\":[]}"), 1, ""));
    bench.pass(MOMENT);

    assertThat(bench.condition("Stalled")).startsWith("True: spec.sources is empty; name a path");
    assertThat(bench.cluster.asked()).isEmpty();
  }
}
