package io.freehold.kube;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/**
 * The beginning of an answer whose body is read as it comes. Closing it, from any thread, ends the
 * reading.
 */
final class OpenBody implements AutoCloseable {
  private static final int ERROR_LIMIT = 128 << 10;

  private final HttpResponse<InputStream> response;
  private final StreamClients.Lease lease;

  OpenBody(HttpResponse<InputStream> response, StreamClients.Lease lease) {
    this.response = response;
    this.lease = lease;
  }

  int status() {
    return response.statusCode();
  }

  InputStream stream() {
    return response.body();
  }

  /** The answer as a whole, for one that is not the stream asked for. */
  Answer refusal() throws IOException {
    return new Answer(status(), stream().readNBytes(ERROR_LIMIT), response.headers());
  }

  /** Closes it, and uses another connection for what is opened next. */
  void abandon() {
    lease.retire();
    close();
  }

  @Override
  public void close() {
    try {
      stream().close();
    } catch (IOException e) {
      // Nobody reads it any more.
    } finally {
      lease.close();
    }
  }
}
