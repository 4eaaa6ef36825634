package io.freehold.ingest;

import com.google.rpc.Code;
import io.freehold.ingest.Admission.BusyException;
import io.freehold.ingest.Admission.Ticket;
import io.freehold.ingest.Payload.TooLargeException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** OTLP over HTTP: one POST per request, protobuf or JSON, plain or gzip. */
final class OtlpHttp implements HttpService {
  private final List<Signal<?>> signals;
  private final Authenticator authenticator;
  private final Admission admission;

  OtlpHttp(List<Signal<?>> signals, Authenticator authenticator, Admission admission) {
    this.signals = signals;
    this.authenticator = authenticator;
    this.admission = admission;
  }

  @Override
  public void routing(HttpRules rules) {
    for (Signal<?> signal : signals) {
      rules.post(
          signal.path(),
          (request, response) -> {
            receive(signal, request, response);
            Lingering.afterRefusal(request);
          });
      rules.any(
          signal.path(),
          (request, response) -> {
            response.header(HeaderNames.ALLOW, "POST");
            OtlpReply.to(request, response).fail(405, Code.UNIMPLEMENTED, "use POST");
          });
    }
    rules.any((request, response) ->
        OtlpReply.to(request, response).fail(404, Code.NOT_FOUND, "there is no such path"));
  }

  private void receive(Signal<?> signal, ServerRequest request, ServerResponse response) {
    OtlpReply reply = OtlpReply.to(request, response);
    // Before a byte of the body is read: strangers cost nothing.
    Optional<Sender> sender =
        authenticator.sender(
            header(request, HeaderNames.AUTHORIZATION), "http", request.remotePeer().host());
    if (sender.isEmpty()) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
      reply.fail(
          401, Code.UNAUTHENTICATED, "reports need a token signed by a cluster of the registry");
      return;
    }
    String type = reply.type();
    if (!type.equals(OtlpReply.PROTOBUF) && !type.equals(OtlpReply.JSON)) {
      reply.fail(
          415, Code.INVALID_ARGUMENT, "send " + OtlpReply.PROTOBUF + " or " + OtlpReply.JSON);
      return;
    }
    String encoding =
        header(request, HeaderNames.CONTENT_ENCODING).toLowerCase(Locale.ROOT).strip();
    if (!encoding.isEmpty() && !encoding.equals("gzip") && !encoding.equals("identity")) {
      reply.fail(415, Code.INVALID_ARGUMENT, "only gzip is understood");
      return;
    }
    if (request.headers().contentLength().orElse(0) > Payload.MAX_WIRE) {
      reply.tooLarge("the request is larger than " + Payload.MAX_WIRE + " bytes");
      return;
    }
    try (Ticket ticket = admission.admit(sender.get())) {
      byte[] wire;
      try (InputStream body = request.content().inputStream()) {
        wire = Payload.wire(body, ticket::hold);
      }
      // Only now: a slow sender must not hold a place.
      ticket.enter();
      byte[] plain =
          Payload.plain(
              new ByteArrayInputStream(wire),
              encoding.equals("gzip"),
              type.equals(OtlpReply.JSON) ? Payload.MAX_JSON : Payload.MAX_PLAIN);
      ticket.spend(plain.length);
      reply.end(
          signal,
          type.equals(OtlpReply.JSON)
              ? signal.json(sender.get(), plain)
              : signal.protobuf(sender.get(), plain));
    } catch (BusyException e) {
      reply.busy(e);
    } catch (TooLargeException e) {
      reply.tooLarge(e.reason());
    } catch (IOException | UncheckedIOException _) {
      reply.fail(400, Code.INVALID_ARGUMENT, "the request's body cannot be read");
    }
  }

  private static String header(ServerRequest request, io.helidon.http.HeaderName name) {
    return request.headers().first(name).orElse("");
  }
}
