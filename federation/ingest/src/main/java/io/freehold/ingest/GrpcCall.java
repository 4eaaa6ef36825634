package io.freehold.ingest;

import io.freehold.ingest.Admission.BusyException;
import io.freehold.ingest.Admission.Ticket;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2RstStream;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2WindowUpdate;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector.SubProtocolHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One unary call. The sender is known before the first byte is kept, and no more is kept than was
 * received. Used by the stream's thread, except that a reset comes from the connection's.
 */
final class GrpcCall implements SubProtocolHandler {
  private static final HeaderName ENCODING = HeaderNames.create("grpc-encoding");
  private static final String EXPORT = "/Export";

  private final GrpcProtocol protocol;
  private final Headers headers;
  private final String path;
  private final String peer;
  private final GrpcAnswer answer;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private Optional<Sender> sender = Optional.empty();
  private Optional<Signal<?>> signal = Optional.empty();
  private Optional<GrpcStatus> refusal = Optional.empty();
  // Set by init, closed by the stream's thread or, when the stream is reset, the connection's.
  private volatile Optional<Ticket> ticket = Optional.empty();
  private final long start = System.nanoTime();
  private long length;
  private volatile Http2StreamState state;

  GrpcCall(
      GrpcProtocol protocol,
      Headers headers,
      String path,
      String peer,
      GrpcAnswer answer,
      Http2StreamState state) {
    this.protocol = protocol;
    this.headers = headers;
    this.path = path;
    this.peer = peer;
    this.answer = answer;
    this.state = state;
  }

  @Override
  public void init() {
    sender =
        protocol
            .authenticator()
            .sender(headers.first(HeaderNames.AUTHORIZATION).orElse(""), "grpc", peer);
    for (Signal<?> known : protocol.signals()) {
      if (path.equals("/" + known.service() + EXPORT)) {
        signal = Optional.of(known);
      }
    }
    if (sender.isEmpty()) {
      refuse(
          GrpcStatus.unauthenticated("reports need a token signed by a cluster of the registry"));
    } else if (signal.isEmpty()) {
      refuse(GrpcStatus.unimplemented("there is no " + path));
    }
    if (refusal.isEmpty()) {
      try {
        ticket = Optional.of(protocol.admission().admit(sender.orElseThrow()));
      } catch (BusyException e) {
        refuse(GrpcStatus.busy(e));
      }
    }
    if (state == Http2StreamState.HALF_CLOSED_REMOTE) {
      // The headers were all there was.
      fail(refusal.orElse(GrpcStatus.invalidArgument("the request has no message")));
    }
  }

  @Override
  public Http2StreamState streamState() {
    return state;
  }

  @Override
  public void rstStream(Http2RstStream reset) {
    close();
  }

  @Override
  public void windowUpdate(Http2WindowUpdate update) {}

  @Override
  public void data(Http2FrameHeader header, BufferData data) {
    if (state == Http2StreamState.CLOSED) {
      return;
    }
    length += data.available();
    if (length > GrpcAnswer.PREFIX + Payload.MAX_WIRE) {
      refuse(
          GrpcStatus.resourceExhausted(
              "the request is larger than " + Payload.MAX_WIRE + " bytes"));
    }
    if (refusal.isEmpty()) {
      receive(data);
    }
    if (header.flags(Http2FrameTypes.DATA).endOfStream()) {
      if (refusal.isPresent()) {
        fail(refusal.get());
      } else {
        receive(received.toByteArray());
      }
    }
  }

  private void receive(BufferData data) {
    try {
      ticket.orElseThrow().hold(data.available());
      received.writeBytes(data.readBytes());
    } catch (BusyException e) {
      refuse(GrpcStatus.busy(e));
    }
  }

  private void receive(byte[] bytes) {
    ByteBuffer message = ByteBuffer.wrap(bytes);
    if (bytes.length < GrpcAnswer.PREFIX || message.getInt(1) != bytes.length - GrpcAnswer.PREFIX) {
      fail(GrpcStatus.invalidArgument("the request is not exactly one message"));
      return;
    }
    boolean compressed = message.get() != 0;
    if (compressed && !headers.first(ENCODING).orElse("").equals("gzip")) {
      fail(GrpcStatus.unimplemented("only gzip is understood"));
      return;
    }
    try {
      ticket.orElseThrow().enter();
      var body =
          new ByteArrayInputStream(bytes, GrpcAnswer.PREFIX, bytes.length - GrpcAnswer.PREFIX);
      byte[] plain = Payload.plain(body, compressed, Payload.MAX_PLAIN);
      ticket.orElseThrow().spend(plain.length);
      answer(signal.orElseThrow().protobuf(sender.orElseThrow(), plain));
    } catch (BusyException e) {
      fail(GrpcStatus.busy(e));
    } catch (Payload.TooLargeException e) {
      fail(GrpcStatus.resourceExhausted(e.reason()));
    } catch (IOException _) {
      fail(GrpcStatus.invalidArgument("the request's body cannot be read"));
    }
  }

  private void answer(Outcome outcome) {
    switch (outcome) {
      case Outcome.Taken taken -> {
        byte[] message = signal.orElseThrow().answer(taken).toByteArray();
        close();
        answer.succeed(message);
        ended(GrpcStatus.OK);
      }
      case Outcome.Forbidden(String message) -> fail(GrpcStatus.permissionDenied(message));
      case Outcome.Broken(String message) -> fail(GrpcStatus.internal(message));
      case Outcome.Invalid(String message) -> fail(GrpcStatus.invalidArgument(message));
      case Outcome.Unavailable(String message) ->
          fail(GrpcStatus.unavailable(message, OtlpReply.RETRY));
    }
  }

  private void fail(GrpcStatus status) {
    close();
    answer.fail(status);
    ended(status);
  }

  private void ended(GrpcStatus status) {
    protocol.meter().ended("grpc", status.code(), Duration.ofNanos(System.nanoTime() - start));
  }

  private void close() {
    state = Http2StreamState.CLOSED;
    ticket.ifPresent(Ticket::close);
  }

  /**
   * Decides how the call will end; it is said when the caller has said everything. Until then what
   * comes is read and forgotten: what nobody reads would block all other calls of the connection.
   */
  private void refuse(GrpcStatus status) {
    if (refusal.isEmpty()) {
      refusal = Optional.of(status);
      ticket.ifPresent(Ticket::close);
      received.reset();
    }
  }
}
