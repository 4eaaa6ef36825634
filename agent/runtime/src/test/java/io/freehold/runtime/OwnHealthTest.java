package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.ref;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApplicationSpec;
import io.freehold.api.HealthState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Applications that tell the health of kinds by rules of their own. */
class OwnHealthTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final String CEL =
      "\"current\":\"data.key == '1'\",\"failed\":\"data.key == '9'\"";
  private static final String LUA =
      "\"lua\":\"return {status='Suspended', message='key is ' .. obj.data.key}\"";

  private final Bench bench = new Bench();

  @Test
  void expressionsDecide() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop", health(CEL), 1, ""));
    bench.pass(MOMENT);
    assertThat(bench.status().health().status()).isEqualTo(HealthState.HEALTHY);

    bench.commit("two", configMap("a", "9"));
    bench.pass(MOMENT);
    assertThat(bench.status().health().status()).isEqualTo(HealthState.DEGRADED);
    bench.commit("three", configMap("a", "5"));
    bench.pass(MOMENT);
    assertThat(bench.status().health().status()).isEqualTo(HealthState.PROGRESSING);
  }

  @Test
  void aScriptThatComesLaterJudgesWhatIsThereAlready() {
    bench.commit("one", configMap("a", "1"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    actor.changed(application("shop", health(LUA), 2, ""));
    bench.pass(MOMENT);

    assertThat(bench.status().health().status()).isEqualTo(HealthState.SUSPENDED);
    assertThat(bench.status().health().message()).isEqualTo("ConfigMap shop/a: key is 1");
    bench.cluster.change(ref("a"), object -> object.withObjectProperty("status").put("x", 1));
    bench.pass(MOMENT);
    assertThat(bench.status().health().status()).isEqualTo(HealthState.SUSPENDED);
  }

  @Test
  void aRuleThatCannotBeReadStallsTheApplication() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop", health("\"inProgress\":\"true\""), 1, ""));
    bench.pass(MOMENT);

    assertThat(bench.condition("Stalled"))
        .isEqualTo("True: spec.health.rules[0]: the expression Current must be set");
  }

  private static ApplicationSpec health(String rule) {
    return spec(
        "{\"sources\":[{\"path\":\"x\"}],\"health\":{\"rules\":[{\"kind\":\"ConfigMap\",%s}]}}"
            .formatted(rule));
  }
}
