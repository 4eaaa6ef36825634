package io.freehold.ingest;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.http.http2.FlowControl;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameData;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2StreamWriter;
import java.nio.ByteBuffer;

/** Writes the answer of one call. */
final class GrpcAnswer {
  /** Bytes before a message: whether it is compressed, and its length. */
  static final int PREFIX = 5;

  private static final HeaderName GRPC_STATUS = HeaderNames.create("grpc-status");
  private static final HeaderName GRPC_MESSAGE = HeaderNames.create("grpc-message");
  private static final HeaderName GRPC_DETAILS = HeaderNames.create("grpc-status-details-bin");
  private static final String CONTENT_TYPE = "application/grpc";

  private final Http2StreamWriter writer;
  private final int streamId;
  private final FlowControl.Outbound flowControl;

  GrpcAnswer(Http2StreamWriter writer, int streamId, FlowControl.Outbound flowControl) {
    this.writer = writer;
    this.streamId = streamId;
    this.flowControl = flowControl;
  }

  /** Answers without a message. */
  void fail(GrpcStatus status) {
    WritableHeaders<?> headers = WritableHeaders.create();
    headers.set(HeaderNames.CONTENT_TYPE, CONTENT_TYPE);
    end(headers, status);
    write(Http2Headers.create(headers).status(Status.OK_200), true);
  }

  /** Answers with a message. */
  void succeed(byte[] message) {
    WritableHeaders<?> headers = WritableHeaders.create();
    headers.set(HeaderNames.CONTENT_TYPE, CONTENT_TYPE);
    write(Http2Headers.create(headers).status(Status.OK_200), false);
    byte[] framed =
        ByteBuffer.allocate(PREFIX + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    Http2FrameHeader frame =
        Http2FrameHeader.create(
            framed.length, Http2FrameTypes.DATA, Http2Flag.DataFlags.create(0), streamId);
    writer.writeData(new Http2FrameData(frame, BufferData.create(framed)), flowControl);
    WritableHeaders<?> trailers = WritableHeaders.create();
    end(trailers, GrpcStatus.OK);
    write(Http2Headers.create(trailers), true);
  }

  private static void end(WritableHeaders<?> headers, GrpcStatus status) {
    headers.set(GRPC_STATUS, Integer.toString(status.code()));
    if (!status.message().isEmpty()) {
      headers.set(GRPC_MESSAGE, status.encodedMessage());
    }
    String details = status.encodedDetails();
    if (!details.isEmpty()) {
      headers.set(GRPC_DETAILS, details);
    }
  }

  private void write(Http2Headers headers, boolean last) {
    int flags = Http2Flag.END_OF_HEADERS | (last ? Http2Flag.END_OF_STREAM : 0);
    writer.writeHeaders(headers, streamId, Http2Flag.HeaderFlags.create(flags), flowControl);
  }
}
