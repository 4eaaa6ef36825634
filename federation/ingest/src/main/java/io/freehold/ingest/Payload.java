package io.freehold.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/** Reads request bodies within bounds, before and after decompression. */
final class Payload {
  /** Largest body on the wire. */
  static final int MAX_WIRE = 8 << 20;

  /** Largest body after decompression. */
  static final int MAX_PLAIN = 20 << 20;

  /** Largest JSON body: reading it takes many times its size. Agents send protobuf. */
  static final int MAX_JSON = 4 << 20;

  private static final int PART = 16 << 10;

  private Payload() {}

  /**
   * Reads a body as it comes.
   *
   * @param held told of every part before it is kept
   * @throws TooLargeException when it exceeds the bound
   */
  static byte[] wire(InputStream body, LongConsumer held) throws IOException {
    var received = new ByteArrayOutputStream();
    byte[] part = new byte[PART];
    for (int read = body.read(part); read >= 0; read = body.read(part)) {
      if (received.size() + read > MAX_WIRE) {
        throw tooLarge(MAX_WIRE);
      }
      held.accept(read);
      received.write(part, 0, read);
    }
    return received.toByteArray();
  }

  /**
   * Decompresses a body when it is compressed.
   *
   * @param limit bound of the result
   * @throws TooLargeException when it exceeds the bound
   * @throws IOException when it is no gzip stream
   */
  static byte[] plain(InputStream wire, boolean gzip, int limit) throws IOException {
    return bounded(gzip ? new GZIPInputStream(wire) : wire, limit);
  }

  private static byte[] bounded(InputStream stream, int limit) throws IOException {
    byte[] bytes = stream.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw tooLarge(limit);
    }
    return bytes;
  }

  private static TooLargeException tooLarge(int limit) {
    return new TooLargeException("the request is larger than " + limit + " bytes");
  }

  /** A body exceeds a bound. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    TooLargeException(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** Which bound, for the sender. */
    String reason() {
      return reason;
    }
  }
}
