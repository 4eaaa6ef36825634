package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The environment. */
class PlaneSettingsTest {
  private static final String URL = "ssh://git@example.org/fleet.git";

  @Test
  void onlyTheRegistryMustBeNamed() {
    PlaneSettings settings = PlaneSettings.from(Map.of("FREEHOLD_REGISTRY_URL", URL));
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.httpPort()).isEqualTo(8080);
    assertThat(settings.otlpHttpPort()).isEqualTo(4318);
    assertThat(settings.otlpGrpcPort()).isEqualTo(4317);
    assertThat(settings.registry())
        .isEqualTo(new PlaneSettings.Registry(URL, "main", "", Duration.ofSeconds(15)));
    assertThatThrownBy(() -> PlaneSettings.from(Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage("set FREEHOLD_REGISTRY_URL");
  }

  @Test
  void unusableValuesNameTheirVariable() {
    for (Map.Entry<String, String> bad :
        Map.of("FREEHOLD_HTTP_PORT", "http", "FREEHOLD_REGISTRY_INTERVAL", "0s").entrySet()) {
      assertThatThrownBy(() ->
              PlaneSettings.from(
                  Map.of("FREEHOLD_REGISTRY_URL", URL, bad.getKey(), bad.getValue())))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(bad.getKey());
    }
  }
}
