package io.freehold.ingest;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.freehold.ingest.Admission.BusyException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * How a gRPC call ends.
 *
 * @param code gRPC's number
 * @param message for the sender, empty for none
 * @param retryAfter when to come again; empty: by OTLP's rules RESOURCE_EXHAUSTED is then final
 */
record GrpcStatus(int code, String message, Optional<Duration> retryAfter) {
  static final GrpcStatus OK = new GrpcStatus(0, "");

  GrpcStatus(int code, String message) {
    this(code, message, Optional.empty());
  }

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

  static GrpcStatus internal(String message) {
    return new GrpcStatus(13, message);
  }

  static GrpcStatus unavailable(String message, Duration retryAfter) {
    return new GrpcStatus(14, message, Optional.of(retryAfter));
  }

  /** The sender, or everybody, has to come again later. */
  static GrpcStatus busy(BusyException e) {
    return new GrpcStatus(e.own() ? 8 : 14, e.reason(), Optional.of(e.pause()));
  }

  static GrpcStatus unauthenticated(String message) {
    return new GrpcStatus(16, message);
  }

  /** The details as a header: google.rpc.Status with RetryInfo, empty when there are none. */
  String encodedDetails() {
    return retryAfter.map(this::details).orElse("");
  }

  private String details(Duration pause) {
    RetryInfo retry =
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(pause.toSeconds())
                    .setNanos(pause.toNanosPart()))
            .build();
    Status status =
        Status.newBuilder().setCode(code).setMessage(message).addDetails(Any.pack(retry)).build();
    return Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
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
