package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.engine.ApplyResult.Rejected;
import io.freehold.engine.ApplyResult.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages are those of a Kubernetes 1.36 API server. */
class RejectionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NEVER | 422 | Service \"s\" is invalid: spec.ports[1].name: Duplicate value: \"http\"",
        "NEVER | 400 | Bad Request",
        "NEVER | 413 | Request entity too large",
        "LATER | 403 | services is forbidden",
        "LATER | 409 | the object has been modified",
        "LATER | 429 | too many requests",
        "LATER | 503 | the server is currently unable to handle the request",
        "LATER | 500 | Internal error occurred: failed calling webhook \"x\"",
        "LATER | 500 | conversion webhook for example.com/v1, Kind=W failed",
        "NEVER | 500 | failed to create typed patch object (d/s; v1): .dat: field not declared in schema",
        "NEVER | 500 | failed to convert new object (default/s; /v1, Kind=Pod) to proper version: unable to convert unstructured object to /v1, Kind=Pod: quantities must match",
        "AFTER_DISCOVERY | 404 | the server could not find the requested resource",
      })
  void areRetriedWhenTheyMaySucceedLater(Retry expected, int code, String message)
      throws Exception {
    assertThat(rejected(code, message, "{}", "{\"kind\": \"Service\"}").retry())
        .isEqualTo(expected);
  }

  @Test
  void waitForAMissingNamespace() throws Exception {
    Rejected rejected =
        rejected(
            404,
            "namespaces \"shop\" not found",
            "{\"name\": \"shop\", \"kind\": \"namespaces\"}",
            "{\"kind\": \"Service\"}");

    assertThat(rejected.retry()).isEqualTo(Retry.LATER);
    assertThat(rejected.message()).isEqualTo("namespaces \"shop\" not found");
  }

  @Test
  void doNotQuoteSecretsThatWereRefusedAsInvalid() throws Exception {
    String secret = "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"pin\": 12345678}}";

    Rejected typed =
        rejected(
            500,
            "failed to create typed patch object (default/s; /v1, Kind=Secret): .data.pin:"
                + " expected string, got &value.valueUnstructured{Value:12345678}",
            "{}",
            secret);
    Rejected invalid =
        rejected(
            422,
            "Secret \"s\" is invalid: data[pin]: Invalid value: 12345678: bad",
            "{\"causes\": [{\"field\": \"data[pin]\", \"reason\": \"FieldValueInvalid\","
                + " \"message\": \"Invalid value: 12345678\"}]}",
            secret);

    assertThat(typed.message()).doesNotContain("12345678");
    assertThat(invalid.message())
        .doesNotContain("12345678")
        .contains("data[pin]: FieldValueInvalid");
  }

  @Test
  void removeSecretValuesFromWhatWebhooksSay() throws Exception {
    Rejected rejected =
        rejected(
            403,
            "admission webhook \"policy\" denied the request: hunter2 and aHVudGVyMg== are weak",
            "{}",
            "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"a\": \"aHVudGVyMg==\"}}");

    assertThat(rejected.message())
        .isEqualTo("admission webhook \"policy\" denied the request: *** and *** are weak");
  }

  private static Rejected rejected(int code, String message, String details, String sent)
      throws Exception {
    JsonNode object = Json.MAPPER.readTree(sent);
    return Rejections.of(
        new Answer.Failure(code, "Reason", message, Json.MAPPER.readTree(details)), object);
  }
}
