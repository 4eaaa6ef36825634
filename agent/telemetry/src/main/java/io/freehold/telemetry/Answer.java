package io.freehold.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads an OTLP/HTTP answer. */
final class Answer {
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_ERROR = 500;
  private static final int MAX_REASON = 300;
  private static final int LENGTH_DELIMITED = 2;

  private Answer() {}

  static Delivery read(int status, String retryAfter, byte[] body, Instant now) {
    if (status >= OK && status < REDIRECTION) {
      return partialSuccess(body);
    }
    return switch (status) {
      case 401, 403 -> new Delivery.Later(Duration.ZERO, true, reason(status, body));
      // 404 and 405: a proxy without its plane behind it. The journal must survive that.
      case 404, 405, 408, 429 ->
          new Delivery.Later(retryAfter(retryAfter, now), false, reason(status, body));
      default ->
          status >= BAD_REQUEST && status < SERVER_ERROR
              ? new Delivery.Refused(status, reason(status, body))
              : new Delivery.Later(retryAfter(retryAfter, now), false, reason(status, body));
    };
  }

  private static String reason(int status, byte[] body) {
    String message;
    try {
      // google.rpc.Status: field 2 is the message.
      message = text(field(ByteBuffer.wrap(body), 2));
    } catch (RuntimeException _) {
      message = "";
    }
    String text = "HTTP " + status + (message.isEmpty() ? "" : ": " + message);
    return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
  }

  private static Delivery partialSuccess(byte[] body) {
    try {
      // Export*ServiceResponse: field 1 is partial_success with 1 = rejected and 2 = message, for
      // every signal.
      ByteBuffer partial = field(ByteBuffer.wrap(body), 1);
      return new Delivery.Taken(number(partial.duplicate(), 1), text(field(partial, 2)));
    } catch (RuntimeException _) {
      // Some receivers answer success with a body of their own; the status counts.
      return new Delivery.Taken(0, "");
    }
  }

  private static Duration retryAfter(String header, Instant now) {
    try {
      if (header.isEmpty()) {
        return Duration.ZERO;
      }
      if (header.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Duration.ofSeconds(Long.parseLong(header));
      }
      Instant at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    } catch (DateTimeException | NumberFormatException _) {
      return Duration.ZERO;
    }
  }

  /** The bytes of a length-delimited protobuf field, empty when it is absent. */
  private static ByteBuffer field(ByteBuffer message, int wanted) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      if ((tag & 7) != LENGTH_DELIMITED) {
        skip(message, (int) (tag & 7));
        continue;
      }
      int length = Math.toIntExact(varint(message));
      ByteBuffer value = message.slice(message.position(), length);
      message.position(message.position() + length);
      if (tag >>> 3 == wanted) {
        return value;
      }
    }
    return ByteBuffer.allocate(0);
  }

  /** The value of a varint field, 0 when it is absent. */
  private static long number(ByteBuffer message, int wanted) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      if ((tag & 7) == 0) {
        long value = varint(message);
        if (tag >>> 3 == wanted) {
          return value;
        }
      } else {
        skip(message, (int) (tag & 7));
      }
    }
    return 0;
  }

  private static void skip(ByteBuffer message, int wireType) {
    int bytes =
        switch (wireType) {
          case 0 -> {
            varint(message);
            yield 0;
          }
          case 1 -> Long.BYTES;
          case LENGTH_DELIMITED -> Math.toIntExact(varint(message));
          case 5 -> Integer.BYTES;
          default -> throw new IllegalArgumentException("not protobuf");
        };
    message.position(message.position() + bytes);
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = message.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("not protobuf");
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
