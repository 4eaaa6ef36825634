package io.freehold.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRulesTest {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES);

  private final HealthRules rules = HealthRules.standard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apps/v1 Deployment",
        "apps/v1 ReplicaSet",
        "apps/v1 StatefulSet",
        "apps/v1 DaemonSet",
        "v1 Pod",
        "batch/v1 Job",
        "v1 PersistentVolumeClaim",
        "networking.k8s.io/v1 Ingress",
        "autoscaling/v2 HorizontalPodAutoscaler",
        "apiregistration.k8s.io/v1 APIService",
        "apiextensions.k8s.io/v1 CustomResourceDefinition",
        "v1 Namespace",
        "freehold.io/v1 Application"
      })
  void nothingIsHealthyBeforeItsControllerHasLooked(String kind) throws Exception {
    String[] parts = kind.split(" ", 2);
    assertThat(
            of("{apiVersion:'%s',kind:'%s',metadata:{generation:1}}".formatted(parts[0], parts[1]))
                .status())
        .isEqualTo(HealthState.PROGRESSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ConfigMap", "Secret", "ServiceAccount", "Service"})
  void whatNobodyWorksOnIsHealthyAtOnce(String kind) throws Exception {
    assertThat(of("{apiVersion:'v1',kind:'%s',metadata:{name:'a'}}".formatted(kind)).status())
        .isEqualTo(HealthState.HEALTHY);
  }

  @Test
  void whatIsNoObjectIsUnknown() throws Exception {
    assertThat(of("{}").status()).isEqualTo(HealthState.UNKNOWN);
    assertThat(of("[]").status()).isEqualTo(HealthState.UNKNOWN);
  }

  @Test
  void deletionIsProgressWhateverTheKindSays() throws Exception {
    assertThat(
            of(
                "{apiVersion:'v1',kind:'ConfigMap',metadata:{deletionTimestamp:'2026-01-01T00:00:00Z'}}"))
        .isEqualTo(new Health(HealthState.PROGRESSING, "waits for its deletion"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {updatedReplicas:1,replicas:3,availableReplicas:3} | PROGRESSING | 1 of 3 new pods
          {updatedReplicas:3,replicas:4,availableReplicas:3} | PROGRESSING | 1 old pods
          {updatedReplicas:3,replicas:3,availableReplicas:2} | PROGRESSING | 2 of 3 new pods
          {updatedReplicas:3,replicas:3,availableReplicas:3} | HEALTHY |
          {updatedReplicas:1,conditions:[{type:"Progressing",status:"False",reason:"ProgressDeadlineExceeded"}]} | DEGRADED | deadline
          """)
  void aDeploymentIsHealthyWhenAllNewPodsAreAvailable(
      String status, HealthState state, String message) throws Exception {
    String object =
        "{apiVersion:'apps/v1',kind:'Deployment',metadata:{generation:2},spec:{replicas:3},status:%s}";
    String observed = status.replace("{updatedReplicas", "{observedGeneration:2,updatedReplicas");
    var health = of(object.formatted(observed));
    assertThat(health.status()).isEqualTo(state);
    assertThat(health.message()).contains(message == null ? "" : message);

    String old = status.replace("{updatedReplicas", "{observedGeneration:1,updatedReplicas");
    assertThat(of(object.formatted(old)).status()).isEqualTo(HealthState.PROGRESSING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {replicas:3,readyReplicas:2} | PROGRESSING
          {replicas:3,readyReplicas:3,currentRevision:"a",updateRevision:"b"} | PROGRESSING
          {replicas:3,readyReplicas:3,currentRevision:"b",updateRevision:"b"} | HEALTHY
          """)
  void aStatefulSetIsHealthyWhenAllPodsAreReadyAtTheNewRevision(String status, HealthState state)
      throws Exception {
    assertThat(
            of(("{apiVersion:'apps/v1',kind:'StatefulSet',metadata:{generation:1},spec:{replicas:3},"
                        + "status:%s}")
                    .formatted(status.replace("{replicas", "{observedGeneration:1,replicas")))
                .status())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | HEALTHY
          {conditions:[{type:"Ready",status:"True"}]} | HEALTHY
          {conditions:[{type:"Ready",status:"False",reason:"Waiting"}]} | PROGRESSING
          {conditions:[{type:"Ready",status:"Unknown"}]} | PROGRESSING
          {conditions:[{type:"Ready",status:"True"},{type:"Reconciling",status:"True"}]} | PROGRESSING
          {conditions:[{type:"Ready",status:"False"},{type:"Stalled",status:"True",reason:"Bad"}]} | DEGRADED
          {observedGeneration:1,conditions:[{type:"Ready",status:"True"}]} | PROGRESSING
          """)
  void otherKindsAreReadByStandardConditions(String status, HealthState state) throws Exception {
    assertThat(
            of("{apiVersion:'example.org/v1',kind:'Database',metadata:{generation:2},status:%s}"
                    .formatted(status))
                .status())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {health:{status:"Healthy"}} | HEALTHY
          {health:{status:"Degraded",message:"apps/Deployment shop/web"}} | DEGRADED
          {health:{status:"Whatever"}} | UNKNOWN
          {health:{status:"Healthy"},conditions:[{type:"Stalled",status:"True",message:"no source"}]} | DEGRADED
          {health:{status:"Healthy"},conditions:[{type:"Reconciling",status:"True"}]} | PROGRESSING
          {health:{status:"Degraded"},conditions:[{type:"Reconciling",status:"True"}]} | DEGRADED
          {conditions:[]} | UNKNOWN
          """)
  void aChildApplicationCountsAsItSays(String status, HealthState state) throws Exception {
    String object =
        "{apiVersion:'freehold.io/v1',kind:'Application',metadata:{generation:1},status:%s}";
    String observed = "{observedGeneration:1," + status.substring(1);
    assertThat(of(object.formatted(observed)).status()).isEqualTo(state);
    assertThat(of(object.formatted(observed).replace("generation:1", "generation:2")).status())
        .isEqualTo(HealthState.PROGRESSING);
  }

  @Test
  void rulesCanBeAddedAndReplaced() throws Exception {
    var more =
        rules.with(
            "", "ConfigMap", live -> new Health(HealthState.DEGRADED, live.path("kind").asText()));
    assertThat(more.of(json("{apiVersion:'v1',kind:'ConfigMap'}")))
        .isEqualTo(new Health(HealthState.DEGRADED, "ConfigMap"));
    assertThat(of("{apiVersion:'v1',kind:'ConfigMap'}").status()).isEqualTo(HealthState.HEALTHY);
  }

  private Health of(String text) throws JsonProcessingException {
    return rules.of(json(text));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }
}
