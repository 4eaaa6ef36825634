package io.freehold.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends what an exporter has serialised, on the caller's thread and once: retries are the
 * reporter's business, which has to know of the answer what the exporter throws away. Used by one
 * thread.
 */
final class DeliverySender implements HttpSender {
  // Of an answer only a status message is read; the rest could be anything.
  private static final int MAX_ANSWER = 16 * 1024;

  private static final Delivery NOT_SENT =
      new Delivery.Later(Duration.ZERO, false, "the exporter did not send it");

  private final HttpSenderConfig config;
  private final Connections connections;
  private final InstantSource clock;
  private Delivery last = NOT_SENT;

  DeliverySender(HttpSenderConfig config, Connections connections, InstantSource clock) {
    this.config = config;
    this.connections = connections;
    this.clock = clock;
  }

  /** How the newest request ended. */
  Delivery last() {
    return last;
  }

  /**
   * Forgets the newest request, so that one that is never sent does not look like the one before.
   */
  void forget() {
    last = NOT_SENT;
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    try {
      var response = exchange(request(message));
      byte[] body = response.body();
      String retryAfter = response.headers().firstValue("Retry-After").orElse("");
      last = Answer.read(response.statusCode(), retryAfter, body, clock.instant());
      onResponse.accept(new ReadResponse(response.statusCode(), body));
    } catch (IOException | RuntimeException | ExecutionException | TimeoutException e) {
      connections.renew();
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      last = new Delivery.Later(Duration.ZERO, false, String.valueOf(cause));
      onError.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last = new Delivery.Later(Duration.ZERO, false, "interrupted");
      onError.accept(e);
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  private java.net.http.HttpResponse<byte[]> exchange(HttpRequest request)
      throws ExecutionException, TimeoutException, InterruptedException {
    var answer =
        connections
            .client()
            .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      // The client's own timeout ends with the headers; this one covers a body that never ends too.
      return answer.get(config.getTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(MessageWriter message) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Compressor compressor = config.getCompressor();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.getEndpoint())
            .header("Content-Type", config.getContentType());
    if (compressor == null) {
      message.writeMessage(bytes);
    } else {
      try (OutputStream compressed = compressor.compress(bytes)) {
        message.writeMessage(compressed);
      }
      request.header("Content-Encoding", compressor.getEncoding());
    }
    config
        .getHeadersSupplier()
        .get()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    return request.POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray())).build();
  }

  // The array is handed over, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record ReadResponse(int status, byte[] body) implements HttpResponse {
    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return body;
    }
  }
}
