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

  private static final int BUFFER = 16 * 1024;

  private Payload() {}

  /**
   * Reads a body.
   *
   * @param body as it comes
   * @param gzip whether it is compressed
   * @throws TooLargeException when it exceeds a bound
   * @throws IOException when the connection breaks or it is no gzip stream
   */
  static byte[] read(InputStream body, boolean gzip) throws IOException {
    var wire = new BoundedStream(body);
    return gzip ? plain(new GZIPInputStream(wire, BUFFER)) : plain(wire);
  }

  /** Reads what somebody else decompresses. */
  static byte[] plain(InputStream plain) throws IOException {
    byte[] bytes = plain.readNBytes(MAX_PLAIN + 1);
    if (bytes.length > MAX_PLAIN) {
      throw new TooLargeException("the request is larger than " + MAX_PLAIN + " bytes");
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

  private static final class BoundedStream extends InputStream {
    private final InputStream in;
    private int left = MAX_WIRE;

    BoundedStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      if (next >= 0) {
        count(1);
      }
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        count(read);
      }
      return read;
    }

    private void count(int read) throws TooLargeException {
      left -= read;
      if (left < 0) {
        throw new TooLargeException("the compressed request is larger than " + MAX_WIRE + " bytes");
      }
    }
  }
}
