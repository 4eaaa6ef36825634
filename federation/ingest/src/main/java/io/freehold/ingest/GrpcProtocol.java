package io.freehold.ingest;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2Settings;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2StreamWriter;
import io.helidon.http.http2.StreamFlowControl;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector;
import io.helidon.webserver.http2.spi.SubProtocolResult;
import io.helidon.webserver.spi.ProtocolConfig;
import java.util.List;

/**
 * gRPC as far as OTLP needs it: unary calls over HTTP/2. Helidon's own gRPC allocates whatever
 * length a stranger announces, before anybody could look at who it is, and in 4.3.0 decompresses
 * only messages of one frame.
 *
 * @param signals what can be called
 * @param authenticator knows the senders
 * @param admission bounds the calls
 * @param meter is told how calls ended
 */
record GrpcProtocol(
    List<Signal<?>> signals, Authenticator authenticator, Admission admission, RequestMeter meter)
    implements ProtocolConfig, Http2SubProtocolSelector {
  /** Connects this configuration with {@link GrpcProtocolProvider}. */
  static final String TYPE = "freehold-otlp-grpc";

  @Override
  public String name() {
    return TYPE;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public SubProtocolResult subProtocol(
      ConnectionContext connection,
      HttpPrologue prologue,
      Http2Headers headers,
      Http2StreamWriter writer,
      int streamId,
      Http2Settings serverSettings,
      Http2Settings clientSettings,
      StreamFlowControl flowControl,
      Http2StreamState state,
      Router router) {
    Headers http = headers.httpHeaders();
    boolean grpc =
        prologue.method().equals(Method.POST)
            && http.first(HeaderNames.CONTENT_TYPE).orElse("").startsWith("application/grpc");
    return grpc
        ? new SubProtocolResult(
            true,
            new GrpcCall(
                this,
                http,
                prologue.uriPath().path(),
                connection.remotePeer().host(),
                new GrpcAnswer(writer, streamId, flowControl.outbound()),
                state))
        : NOT_SUPPORTED;
  }
}
