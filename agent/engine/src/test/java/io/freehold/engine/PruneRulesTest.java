package io.freehold.engine;

import static io.freehold.engine.Objects.SHOP;
import static io.freehold.engine.Objects.annotated;
import static io.freehold.engine.Objects.configMap;
import static io.freehold.engine.Objects.inWave;
import static io.freehold.engine.Objects.manifest;
import static io.freehold.engine.Objects.owned;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PruneRulesTest {
  private static final String SYNC_OPTIONS = "argocd.argoproj.io/sync-options";

  @Test
  void deletesInTheReverseOrder() {
    List<List<Owned>> stages =
        stages(
            owned(manifest("v1", "Namespace", "shop")),
            owned(configMap("a")),
            owned(configMap("b")),
            owned(manifest("apps/v1", "Deployment", "web")),
            owned(inWave(5, "v1", "ConfigMap", "late")));

    assertThat(stages)
        .extracting(stage -> stage.stream().map(owned -> owned.ref().name()).toList())
        .containsExactly(List.of("late"), List.of("web"), List.of("b", "a"), List.of("shop"));
  }

  @Test
  void whatGitWantsStays() {
    Owned wanted = owned(configMap("a"));

    assertThat(PruneRules.stages(SHOP, Set.of(wanted.ref()), List.of(wanted), false)).isEmpty();
  }

  @Test
  void objectsOfOtherApplicationsStay() {
    Manifest manifest = configMap("a");
    ApplicationId other = new ApplicationId("freehold-system", "other");

    assertThat(stages(owned(manifest, new TrackingId(other, manifest.ref()).toString()))).isEmpty();
  }

  @Test
  void copiesOfTheAnnotationStay() {
    ObjectRef original = configMap("original").ref();

    assertThat(stages(owned(configMap("copy"), new TrackingId(SHOP, original).toString())))
        .isEmpty();
    assertThat(stages(owned(configMap("labelled-only"), ""))).isEmpty();
  }

  @Test
  void protectedAndVanishingObjectsStay() {
    Owned owned = owned(configMap("a"));
    Owned deleting =
        new Owned(
            owned.apiVersion(),
            owned.ref(),
            owned.uid(),
            owned.tracking(),
            0,
            ObjectOptions.NONE,
            true,
            false,
            false);

    assertThat(stages(owned(annotated("keep", "freehold.io/prune", "disabled")))).isEmpty();
    assertThat(stages(owned(annotated("keep", SYNC_OPTIONS, "Prune=false")))).isEmpty();
    assertThat(stages(deleting)).isEmpty();
    assertThat(stages(owned)).hasSize(1);
  }

  @Test
  void hooksStay() {
    assertThat(stages(owned(annotated("hook", "helm.sh/hook", "pre-install")))).isEmpty();
    assertThat(stages(owned(annotated("hook", "argocd.argoproj.io/hook", "PreSync")))).isEmpty();
  }

  @Test
  void whatIsPrunedLastComesAfterEverythingElse() {
    assertThat(
            stages(
                owned(annotated("last", SYNC_OPTIONS, "PruneLast=true")),
                owned(manifest("v1", "Namespace", "shop")),
                owned(configMap("a"))))
        .extracting(stage -> stage.getFirst().ref().name())
        .containsExactly("a", "shop", "last");
  }

  @Test
  void whatAsksFirstIsPrunedOnlyWhenAPersonAgreed() {
    Owned asking = owned(annotated("asking", SYNC_OPTIONS, "Prune=confirm"));

    assertThat(stages(asking)).isEmpty();
    assertThat(PruneRules.unconfirmed(SHOP, Set.of(), List.of(asking))).containsExactly(asking);
    assertThat(PruneRules.stages(SHOP, Set.of(), List.of(asking), true)).hasSize(1);
  }

  @Test
  void anApplicationNeverPrunesItself() {
    Manifest itself =
        manifest("freehold.io/v1", "Application", SHOP.namespace(), SHOP.name(), "{}");

    assertThat(stages(owned(itself))).isEmpty();
  }

  private static List<List<Owned>> stages(Owned... owned) {
    return PruneRules.stages(SHOP, Set.of(), List.of(owned), false);
  }
}
