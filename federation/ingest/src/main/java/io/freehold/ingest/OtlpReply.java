package io.freehold.ingest;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.freehold.ingest.Admission.BusyException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Answers one request in the type that it came in.
 *
 * @param response where to
 * @param type media type of the request, empty when it has none
 * @param http1 whether the connection can be closed by a header
 */
record OtlpReply(ServerResponse response, String type, boolean http1) {
  static final String PROTOBUF = "application/x-protobuf";
  static final String JSON = "application/json";

  /** When to come again when the database does not answer. */
  static final Duration RETRY = Duration.ofSeconds(5);

  static OtlpReply to(ServerRequest request, ServerResponse response) {
    return new OtlpReply(
        response,
        request
            .headers()
            .contentType()
            .map(HttpMediaType::mediaType)
            .map(type -> type.text().toLowerCase(Locale.ROOT))
            .orElse(""),
        request.prologue().protocolVersion().startsWith("1"));
  }

  /** Ends with what became of the records. */
  void end(Signal<?> signal, Outcome outcome) {
    switch (outcome) {
      case Outcome.Taken taken -> send(200, signal.answer(taken));
      case Outcome.Forbidden(String message) -> fail(403, Code.PERMISSION_DENIED, message);
      case Outcome.Invalid(String message) -> fail(400, Code.INVALID_ARGUMENT, message);
      case Outcome.Broken(String message) -> fail(500, Code.INTERNAL, message);
      case Outcome.Unavailable(String message) -> later(503, Code.UNAVAILABLE, RETRY, message);
    }
  }

  /** The sender has to come again. */
  void busy(BusyException e) {
    later(
        e.own() ? 429 : 503,
        e.own() ? Code.RESOURCE_EXHAUSTED : Code.UNAVAILABLE,
        e.pause(),
        e.reason());
  }

  /** Coming again with the same will not help. */
  void tooLarge(String message) {
    fail(413, Code.RESOURCE_EXHAUSTED, message);
  }

  /** An error; its body is a google.rpc.Status, as OTLP wants. */
  void fail(int status, Code code, String message) {
    if (http1) {
      // What is left of the body is not worth reading.
      response.header(HeaderNames.CONNECTION, "close");
    }
    send(status, Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
  }

  private void later(int status, Code code, Duration pause, String message) {
    // Whole seconds, and never earlier than meant.
    response.header(
        HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, pause.plusMillis(999).toSeconds())));
    fail(status, code, message);
  }

  private void send(int status, Message body) {
    boolean json = type.equals(JSON);
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, json ? JSON : PROTOBUF);
    response.send(
        json ? OtlpJson.write(body).getBytes(StandardCharsets.UTF_8) : body.toByteArray());
  }
}
