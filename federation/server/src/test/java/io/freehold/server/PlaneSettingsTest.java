package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The environment. */
class PlaneSettingsTest {
  private static final URI HERE = URI.create("http://127.0.0.1:8080/");
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

  @Test
  void whoMayLookWithoutSigningInHasToBeSaid() {
    assertThat(PlaneSettings.from(Map.of("FREEHOLD_REGISTRY_URL", URL)).access().anonymous())
        .isFalse();
    assertThat(from("FREEHOLD_ANONYMOUS", "viewer").access().anonymous()).isTrue();
    assertThatThrownBy(() -> from("FREEHOLD_ANONYMOUS", "admin"))
        .isInstanceOf(SettingsException.class);
    assertThatThrownBy(() -> from("FREEHOLD_ANONYMOUS", "viewer", "FREEHOLD_BIND", "0.0.0.0"))
        .hasMessageContaining("FREEHOLD_ANONYMOUS_CONFIRMED");
    assertThat(
            from(
                    "FREEHOLD_ANONYMOUS",
                    "viewer",
                    "FREEHOLD_BIND",
                    "0.0.0.0",
                    "FREEHOLD_ANONYMOUS_CONFIRMED",
                    "everybody")
                .access()
                .anonymous())
        .isTrue();
  }

  @Test
  void browsersReachThePlaneSafelyOrOnThisMachine() {
    assertThat(from("FREEHOLD_PUBLIC_URL", "https://plane.example.org").access().url(HERE))
        .hasToString("https://plane.example.org/");
    assertThat(from().access().url(HERE)).isEqualTo(HERE);
    for (String bad :
        List.of(
            "http://plane.example.org",
            "https://plane.example.org/path",
            "https://u:p@plane.example.org",
            "https://plane.example.org/?x",
            "plane.example.org",
            "javascript:alert(1)")) {
      assertThatThrownBy(() -> from("FREEHOLD_PUBLIC_URL", bad))
          .as(bad)
          .isInstanceOf(SettingsException.class);
    }
  }

  private static PlaneSettings from(String... variables) {
    var environment = new HashMap<>(Map.of("FREEHOLD_REGISTRY_URL", URL));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return PlaneSettings.from(environment);
  }
}
