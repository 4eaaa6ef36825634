package io.freehold.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads request bodies within bounds, before and after decompression. */
final class Payload {
  /** Largest body on the wire. */
  static final int MAX_WIRE = 8 << 20;

  /** Largest body after decompression. */
  static final int MAX_PLAIN = 20 << 20;

  /** Largest JSON body: reading it takes many times its size. Agents send protobuf. */
  static final int MAX_JSON = 4 << 20;

  private Payload() {}

  /**
   * Reads a body as it comes.
   *
   * @throws TooLargeException when it exceeds the bound
   */
  static byte[] wire(InputStream body) throws IOException {
    return bounded(body, MAX_WIRE);
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
      throw new TooLargeException("the request is larger than " + limit + " bytes");
    }
    return bytes;
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
