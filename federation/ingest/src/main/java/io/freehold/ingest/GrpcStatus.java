package io.freehold.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How a gRPC call ends.
 *
 * @param code gRPC's number
 * @param message for the sender, empty for none
 */
record GrpcStatus(int code, String message) {
  static final GrpcStatus OK = new GrpcStatus(0, "");

  static GrpcStatus invalidArgument(String message) {
    return new GrpcStatus(3, message);
  }

  static GrpcStatus permissionDenied(String message) {
    return new GrpcStatus(7, message);
  }

  static GrpcStatus resourceExhausted(String message) {
    return new GrpcStatus(8, message);
  }

  static GrpcStatus unimplemented(String message) {
    return new GrpcStatus(12, message);
  }

  static GrpcStatus unavailable(String message) {
    return new GrpcStatus(14, message);
  }

  static GrpcStatus unauthenticated(String message) {
    return new GrpcStatus(16, message);
  }

  /** The message as a header: what is not printable ASCII is percent-encoded. */
  String encodedMessage() {
    var encoded = new StringBuilder();
    for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xff));
      }
    }
    return encoded.toString();
  }
}
