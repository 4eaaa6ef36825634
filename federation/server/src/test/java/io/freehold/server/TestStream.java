package io.freehold.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Somebody who listens to the stream of changes. */
final class TestStream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  // Guarded by itself.
  private final StringBuilder text = new StringBuilder();

  TestStream(TestPlane plane, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(plane.plane().http() + "/api/v1/events"));
    headers.forEach(request::header);
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    Thread.ofVirtual().start(() -> read(response.body()));
    await(": connected");
  }

  /** Waits until something was said. */
  void await(String wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!text().contains(wanted)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nothing of " + wanted + " in " + text());
      }
      Thread.sleep(20);
    }
  }

  /** Everything that was said. */
  String text() {
    synchronized (text) {
      return text.toString();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private void read(InputStream body) {
    byte[] buffer = new byte[4_096];
    try (body) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        synchronized (text) {
          text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException _) {
      // Closed.
    }
  }
}
