package io.freehold.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer means for the batch. */
class AnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final byte[] EMPTY = new byte[0];

  @Test
  void partialSuccessIsReadFromTheBody() {
    byte[] body =
        ExportLogsServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(300)
                    .setErrorMessage("no"))
            .build()
            .toByteArray();
    assertThat(Answer.read(200, "", body, NOW)).isEqualTo(new Delivery.Taken(300, "no"));
  }

  @Test
  void successWithAForeignBodyIsSuccess() {
    byte[] html = "<html>OK</html>".getBytes(StandardCharsets.UTF_8);
    assertThat(Answer.read(200, "", html, NOW)).isEqualTo(new Delivery.Taken(0, ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 408, 429, 500, 502, 503, 504})
  void worthAnotherTry(int status) {
    assertThat(Answer.read(status, "", EMPTY, NOW)).isInstanceOf(Delivery.Later.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 411, 413, 415, 422})
  void neverAgain(int status) {
    assertThat(Answer.read(status, "", EMPTY, NOW)).isInstanceOf(Delivery.Refused.class);
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(pause("7")).isEqualTo(Duration.ofSeconds(7));
    assertThat(pause("Sat, 21 Nov 2026 08:00:30 GMT")).isEqualTo(Duration.ofSeconds(30));
    assertThat(pause("Sat, 21 Nov 2026 07:00:30 GMT")).isZero();
    assertThat(pause("soon")).isZero();
    assertThat(pause("99999999999999999999")).isZero();
  }

  private static Duration pause(String retryAfter) {
    return ((Delivery.Later) Answer.read(503, retryAfter, EMPTY, NOW)).pause();
  }
}
