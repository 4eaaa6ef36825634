package io.freehold.ingest;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/**
 * The body of a gRPC request. Bounds are checked while it is read, but the server would leave a
 * caller without an answer if reading failed: what went wrong is a value.
 */
sealed interface GrpcPayload {
  /**
   * Reads bodies; the stream is already decompressed, so the bound holds against compression bombs
   * too.
   */
  MethodDescriptor.Marshaller<GrpcPayload> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(GrpcPayload value) {
          return new ByteArrayInputStream(
              value instanceof Bytes(byte[] bytes) ? bytes : new byte[0]);
        }

        @Override
        public GrpcPayload parse(InputStream stream) {
          try {
            return new Bytes(Payload.plain(decompressed(stream)));
          } catch (Payload.TooLargeException e) {
            return new Bad(Status.RESOURCE_EXHAUSTED.withDescription(e.reason()));
          } catch (IOException _) {
            return new Bad(
                Status.INVALID_ARGUMENT.withDescription("the request's body cannot be read"));
          }
        }
      };

  /**
   * Helidon 4.3.0 decompresses only messages that fit into one HTTP/2 frame and hands larger ones
   * over as they came. What begins like gzip can be nothing else: 0x1f would be field 3 with a wire
   * type that protobuf does not have.
   */
  private static InputStream decompressed(InputStream stream) throws IOException {
    var peeked = new PushbackInputStream(stream, 2);
    byte[] magic = peeked.readNBytes(2);
    peeked.unread(magic);
    boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(peeked) : peeked;
  }

  /** A complete body. */
  // Read once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Bytes(byte[] bytes) implements GrpcPayload {}

  /** A body that is not read any further. */
  record Bad(Status status) implements GrpcPayload {}
}
