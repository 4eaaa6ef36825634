package io.freehold.worker;

import io.freehold.worker.WorkerException.Code;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Messages over a pair of streams, each a frame: its length as four bytes, then its content. For
 * one thread at a time.
 */
public final class Channel {
  private final DataInputStream in;
  private final DataOutputStream out;
  private final int frameLimit;

  /**
   * A channel.
   *
   * @param frameLimit bytes of the largest frame that is received
   */
  public Channel(InputStream in, OutputStream out, int frameLimit) {
    this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    this.frameLimit = frameLimit;
  }

  /** Sends one message. */
  public void send(Message message) throws IOException {
    var bytes = new ByteArrayOutputStream();
    new MessageWriter(new DataOutputStream(bytes)).write(message);
    out.writeInt(bytes.size());
    bytes.writeTo(out);
    out.flush();
  }

  /**
   * The next message; empty when the other side has closed.
   *
   * @throws WorkerException with {@link Code#OUTPUT_LIMIT} when the frame is larger than allowed;
   *     the channel is useless then
   * @throws IOException when the other side breaks off or says what is no message
   */
  public Optional<Message> receive() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException _) {
      return Optional.empty();
    }
    if (length < 0) {
      throw new IOException("the worker's output is not a message");
    }
    if (length > frameLimit) {
      throw new WorkerException(
          Code.OUTPUT_LIMIT,
          "the result has %d bytes; at most %d are taken".formatted(length, frameLimit));
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a message breaks off");
    }
    return Optional.of(
        new MessageReader(new DataInputStream(new ByteArrayInputStream(bytes))).read());
  }
}
