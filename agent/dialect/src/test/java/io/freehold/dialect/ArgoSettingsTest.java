package io.freehold.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgoSettingsTest {
  @Test
  void kindsCanBeLeftOut() {
    ArgoSettings settings =
        ArgoSettings.of(
            Map.of("resource.exclusions", "- apiGroups: ['*.example.org']\n  kinds: [Secret*]\n"));
    assertThat(settings.looksAfter(new ObjectRef("a.example.org", "SecretStore", "", "x")))
        .isFalse();
    assertThat(settings.looksAfter(new ObjectRef("", "Secret", "", "x"))).isTrue();
  }

  @Test
  void healthScriptsOfBothFormsCount() {
    ArgoSettings settings =
        ArgoSettings.of(
            Map.of(
                "resource.customizations.health.example.org_One",
                "return {status = 'Degraded', message = 'one'}",
                "resource.customizations",
                "example.org/Two:\n  health.lua: |\n    return {status = 'Suspended'}\n"));
    ObjectHealth health = new ObjectHealth(settings.health());
    assertThat(
            health
                .of(Json.yaml("one", "{apiVersion: example.org/v1, kind: One, metadata: {}}"))
                .orElseThrow()
                .status())
        .isEqualTo(HealthState.DEGRADED);
    assertThat(
            health
                .of(Json.yaml("two", "{apiVersion: example.org/v1, kind: Two, metadata: {}}"))
                .orElseThrow()
                .status())
        .isEqualTo(HealthState.SUSPENDED);
    assertThat(health.of(Json.yaml("c", "{apiVersion: v1, kind: ConfigMap, metadata: {}}")))
        .isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldAndNothingElseIsLost() {
    ArgoSettings settings =
        ArgoSettings.of(
            Map.of(
                "resource.exclusions", "- kinds: [",
                "resource.customizations.health.example.org_Bad", "return ((",
                "application.resourceTrackingMethod", "label"));
    assertThat(settings.problems()).hasSize(2);
    assertThat(settings.tracking().method()).isEqualTo("label");
  }
}
