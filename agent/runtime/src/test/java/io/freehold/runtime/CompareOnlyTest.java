package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.ref;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.FieldChange;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectDifference;
import io.freehold.api.ObjectDifference.State;
import io.freehold.api.SyncState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Applications that change nothing without being asked say all the time how they differ. */
class CompareOnlyTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final String MANUAL =
      "{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"automated\":{\"enabled\":false}}}";
  private static final String NO_PRUNE =
      "{\"sources\":[{\"path\":\"x\"}],\"sync\":{\"automated\":{\"prune\":false}}}";

  private final Bench bench = new Bench();

  @Test
  void whatWasNeverAppliedIsMissingAndStaysSo() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(application("shop", spec(MANUAL), 1, ""));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(bench.status().comparedRevision()).isEqualTo("one");
    assertThat(bench.status().revision()).isEmpty();
    assertThat(bench.status().health().status()).isEqualTo(HealthState.MISSING);
    assertThat(bench.status().differences())
        .extracting(ObjectDifference::name, ObjectDifference::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", State.MISSING),
            org.assertj.core.groups.Tuple.tuple("b", State.MISSING));
    assertThat(bench.condition("Reconciling")).startsWith("False");
    assertThat(bench.journal).isEmpty();
    bench.pass(Duration.ofHours(1));
    assertThat(bench.cluster.asked()).isEmpty();
  }

  @Test
  void aNewCommitIsComparedObjectByObjectAndNotApplied() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"), configMap("c", "1"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    actor.changed(application("shop", spec(MANUAL), 2, ""));
    bench.pass(MOMENT);
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
    bench.cluster.asked();
    bench.journal.clear();

    bench.commit("two", configMap("a", "2"), configMap("b", "1"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked()).containsExactly("preview ConfigMap shop/a");
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(bench.status().revision()).isEqualTo("one");
    assertThat(bench.status().comparedRevision()).isEqualTo("two");
    assertThat(bench.status().differences())
        .containsExactly(
            ObjectDifference.of(
                ref("a"),
                State.OUT_OF_SYNC,
                "",
                java.util.List.of(new FieldChange(".data.key", "\"1\"", "\"2\"", "freehold", ""))),
            ObjectDifference.of(ref("c"), State.REQUIRES_PRUNING, "", java.util.List.of()));
    assertThat(bench.journal).as("Git moved on, nobody changed anything").isEmpty();

    bench.commit("three", configMap("a", "1"), configMap("b", "1"), configMap("c", "1"));
    bench.pass(MOMENT);
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
    assertThat(bench.status().differences()).isEmpty();
  }

  @Test
  void onlyEventsThatMatterAreComparedAndARevertByHandIsSynced() {
    bench.commit("one", configMap("a", "1"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    actor.changed(application("shop", spec(MANUAL), 2, ""));
    bench.pass(MOMENT);
    bench.cluster.asked();

    bench.cluster.change(ref("a"), object -> object.withObjectProperty("status").put("x", 1));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).isEmpty();

    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "9"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).containsExactly("preview ConfigMap shop/a");
    assertThat(bench.status().differences())
        .singleElement()
        .satisfies(
            difference -> assertThat(difference.changes().getFirst().from()).isEqualTo("\"9\""));
    assertThat(bench.journal.getLast().message())
        .isEqualTo("ConfigMap shop/a was changed by freehold at .data.key");

    bench.cluster.change(ref("a"), object -> object.withObjectProperty("status").put("x", 2));
    bench.pass(MOMENT);
    assertThat(bench.cluster.asked()).isEmpty();

    bench.cluster.change(ref("a"), object -> object.withObjectProperty("data").put("key", "1"));
    bench.pass(MOMENT);
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);

    bench.cluster.remove(ref("a"));
    bench.pass(MOMENT);
    assertThat(bench.status().differences())
        .singleElement()
        .satisfies(difference -> assertThat(difference.state()).isEqualTo(State.MISSING));
    assertThat(bench.cluster.names()).isEmpty();
  }

  @Test
  void valuesOfSecretsAreHidden() {
    bench.commit("one", object("v1", "Secret", "s", "b25l"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    actor.changed(application("shop", spec(MANUAL), 2, ""));
    bench.commit("two", object("v1", "Secret", "s", "dHdv"));
    bench.pass(MOMENT);

    assertThat(bench.status().differences().getFirst().changes())
        .containsExactly(new FieldChange(".data.key", "(hidden)", "(hidden)", "freehold", ""));
  }

  @Test
  void withoutPruningWhatGitDroppedIsReportedUntilItIsGone() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(application("shop", spec(NO_PRUNE), 1, ""));
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a", "b");
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(bench.condition("Ready"))
        .isEqualTo("False: ConfigMap shop/b is not in Git any more and not pruned");
    assertThat(bench.status().differences())
        .singleElement()
        .satisfies(difference -> assertThat(difference.state()).isEqualTo(State.REQUIRES_PRUNING));

    bench.cluster.remove(ref("b"));
    bench.pass(MOMENT);
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
  }

  @Test
  void switchingItOnAppliesWhatIsOutOfSync() {
    bench.commit("one", configMap("a", "1"));
    ApplicationActor actor = bench.add(application("shop", spec(MANUAL), 1, ""));
    bench.pass(MOMENT);
    actor.changed(application("shop", application("shop").spec(), 2, ""));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
    assertThat(bench.status().revision()).isEqualTo("one");
  }
}
