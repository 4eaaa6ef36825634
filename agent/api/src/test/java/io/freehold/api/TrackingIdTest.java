package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingIdTest {
  private static final ApplicationId SHOP = new ApplicationId("freehold-system", "shop");

  @Test
  void readsWhatItWrites() {
    var id = new TrackingId(SHOP, new ObjectRef("apps", "Deployment", "shop", "web"));

    assertThat(id).hasToString("freehold-system/shop:apps/Deployment:shop/web");
    assertThat(TrackingId.parse(id.toString())).contains(id);
  }

  @Test
  void readsCoreGroupAndClusterScope() {
    var id = new TrackingId(SHOP, new ObjectRef("", "Namespace", "", "shop"));

    assertThat(TrackingId.parse(id.toString())).contains(id);
  }

  @Test
  void readsNamesWithColons() {
    var id =
        new TrackingId(
            SHOP, new ObjectRef("rbac.authorization.k8s.io", "ClusterRole", "", "system:shop:a/b"));

    assertThat(TrackingId.parse(id.toString())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "shop", "shop:apps/Deployment:shop/web", "a/b:Deployment:c/d", "a/b:c/d:e"})
  void refusesOtherText(String text) {
    assertThat(TrackingId.parse(text)).isEmpty();
  }
}
