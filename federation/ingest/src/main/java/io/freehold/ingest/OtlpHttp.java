package io.freehold.ingest;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.freehold.ingest.Payload.TooLargeException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** OTLP over HTTP: one POST per request, protobuf or JSON, plain or gzip. */
final class OtlpHttp implements HttpService {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final String RETRY_SECONDS = "5";

  private final List<Signal<?>> signals;
  private final Authenticator authenticator;
  private final Gate gate;

  OtlpHttp(List<Signal<?>> signals, Authenticator authenticator, Gate gate) {
    this.signals = signals;
    this.authenticator = authenticator;
    this.gate = gate;
  }

  @Override
  public void routing(HttpRules rules) {
    for (Signal<?> signal : signals) {
      rules.post(signal.path(), (request, response) -> receive(signal, request, response));
      rules.any(
          signal.path(),
          (request, response) -> {
            response.header(HeaderNames.ALLOW, "POST");
            fail(response, contentType(request), 405, Code.UNIMPLEMENTED, "use POST");
          });
    }
  }

  private void receive(Signal<?> signal, ServerRequest request, ServerResponse response) {
    String type = contentType(request);
    // Before a byte of the body is read: strangers cost nothing.
    Optional<Sender> sender =
        authenticator.sender(
            header(request, HeaderNames.AUTHORIZATION), "http", request.remotePeer().host());
    if (sender.isEmpty()) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
      fail(
          response,
          type,
          401,
          Code.UNAUTHENTICATED,
          "reports need a token signed by a cluster of the registry");
      return;
    }
    if (!type.equals(PROTOBUF) && !type.equals(JSON)) {
      fail(response, type, 415, Code.INVALID_ARGUMENT, "send " + PROTOBUF + " or " + JSON);
      return;
    }
    String encoding =
        header(request, HeaderNames.CONTENT_ENCODING).toLowerCase(Locale.ROOT).strip();
    if (!encoding.isEmpty() && !encoding.equals("gzip") && !encoding.equals("identity")) {
      fail(response, type, 415, Code.INVALID_ARGUMENT, "only gzip is understood");
      return;
    }
    if (request.headers().contentLength().orElse(0) > Payload.MAX_WIRE) {
      tooLarge(response, type, "the request is larger than " + Payload.MAX_WIRE + " bytes");
      return;
    }
    byte[] wire;
    try (InputStream body = request.content().inputStream()) {
      wire = Payload.wire(body);
    } catch (TooLargeException e) {
      tooLarge(response, type, e.reason());
      return;
    } catch (IOException _) {
      fail(response, type, 400, Code.INVALID_ARGUMENT, "the request's body cannot be read");
      return;
    }
    // Only now: a slow sender must not hold a place.
    if (!gate.enter()) {
      unavailable(response, type, "too many requests at once");
      return;
    }
    try {
      answer(signal, take(signal, sender.get(), type, wire, encoding), response, type);
    } catch (TooLargeException e) {
      tooLarge(response, type, e.reason());
    } catch (IOException _) {
      fail(response, type, 400, Code.INVALID_ARGUMENT, "the request's body cannot be read");
    } finally {
      gate.leave();
    }
  }

  private static Outcome take(
      Signal<?> signal, Sender sender, String type, byte[] wire, String encoding)
      throws IOException {
    boolean json = type.equals(JSON);
    byte[] plain =
        Payload.plain(
            new ByteArrayInputStream(wire),
            encoding.equals("gzip"),
            json ? Payload.MAX_JSON : Payload.MAX_PLAIN);
    return json ? signal.json(sender, plain) : signal.protobuf(sender, plain);
  }

  private static void answer(
      Signal<?> signal, Outcome outcome, ServerResponse response, String type) {
    switch (outcome) {
      case Outcome.Taken taken -> send(response, type, 200, signal.answer(taken));
      case Outcome.Forbidden(String message) ->
          fail(response, type, 403, Code.PERMISSION_DENIED, message);
      case Outcome.Invalid(String message) ->
          fail(response, type, 400, Code.INVALID_ARGUMENT, message);
      case Outcome.Unavailable(String message) -> unavailable(response, type, message);
    }
  }

  private static void tooLarge(ServerResponse response, String type, String message) {
    fail(response, type, 413, Code.RESOURCE_EXHAUSTED, message);
  }

  private static void unavailable(ServerResponse response, String type, String message) {
    response.header(HeaderNames.RETRY_AFTER, RETRY_SECONDS);
    fail(response, type, 503, Code.UNAVAILABLE, message);
  }

  private static void fail(
      ServerResponse response, String type, int status, Code code, String message) {
    // What is left of the body is not worth reading.
    response.header(HeaderNames.CONNECTION, "close");
    send(
        response,
        type,
        status,
        Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
  }

  private static void send(ServerResponse response, String type, int status, Message body) {
    boolean json = type.equals(JSON);
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, json ? JSON : PROTOBUF);
    response.send(
        json ? OtlpJson.write(body).getBytes(StandardCharsets.UTF_8) : body.toByteArray());
  }

  private static String contentType(ServerRequest request) {
    return request
        .headers()
        .contentType()
        .map(HttpMediaType::mediaType)
        .map(type -> type.text().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  private static String header(ServerRequest request, io.helidon.http.HeaderName name) {
    return request.headers().first(name).orElse("");
  }
}
