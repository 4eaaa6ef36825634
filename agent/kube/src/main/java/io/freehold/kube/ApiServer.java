package io.freehold.kube;

import io.freehold.engine.ClusterUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one API server over HTTP/2: short ones share one connection, lists and watches have
 * their own. Blocks the calling (virtual) thread. At most {@link #WRITES} writes are in flight:
 * more only add latency. When the API server asks for patience it gets a little, and connections
 * that broke in the middle are tried once more; every request here can be repeated.
 */
final class ApiServer implements AutoCloseable {
  static final String JSON = "application/json";

  /** Of an object only its metadata. */
  static final String METADATA = JSON + ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  private static final int WRITES = 8;
  // A commit may be news to every Application: what it wants applied must not wait for that.
  private static final int REPORTS = 3;
  // Together well below the 100 streams that an API server grants a connection.
  private static final int READS = 32;
  private static final int UNAUTHORIZED = 401;
  private static final int ATTEMPTS = 3;
  private static final int BODY_LIMIT = 64 << 20;
  private static final long LONGEST_PATIENCE_SECONDS = 10;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  // Longer than the 30 s that the API server grants an admission webhook.
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(35);

  private final Credentials credentials;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile HttpClient client;
  private final StreamClients streams;
  private final Semaphore writes = new Semaphore(WRITES, true);
  private final Semaphore reports = new Semaphore(REPORTS, true);
  private final Semaphore reads = new Semaphore(READS);

  ApiServer(Credentials credentials) {
    this.credentials = credentials;
    this.client = newClient();
    this.streams = new StreamClients(this::newClient);
  }

  /**
   * Reads.
   *
   * @throws ClusterUnreachableException when there is no answer
   */
  Answer read(String path, String accept, String... headers) {
    HttpRequest.Builder request = request(path).GET().header("Accept", accept);
    return exchange(headers.length == 0 ? request : request.headers(headers), path, reads);
  }

  /**
   * Reads in an actor's name.
   *
   * @throws ClusterUnreachableException when there is no answer
   */
  Answer read(String path, String accept, Actor actor) {
    HttpRequest.Builder request = request(path).GET().header("Accept", accept);
    actor.headers(request);
    return exchange(request, path, reads);
  }

  /**
   * Writes, after waiting for a turn.
   *
   * @throws ClusterUnreachableException when there is no answer
   */
  Answer write(Write write) {
    return write(write, JSON, writes);
  }

  /**
   * Writes what only tells something, behind everything that changes something. The answer holds no
   * more than metadata.
   *
   * @throws ClusterUnreachableException when there is no answer
   */
  Answer report(Write write) {
    return write(write, METADATA, reports);
  }

  private Answer write(Write write, String accept, Semaphore turns) {
    HttpRequest.Builder request =
        request(write.path())
            .method(write.method(), BodyPublishers.ofByteArray(write.body()))
            .header("Content-Type", write.contentType())
            .header("Accept", accept);
    write.actor().headers(request);
    return exchange(request, write.method() + " " + write.path(), turns);
  }

  /**
   * Opens a list or watch whose body is read as it comes; the caller closes it.
   *
   * @throws ClusterUnreachableException when there is no answer
   */
  OpenBody open(String path, String accept) {
    HttpRequest request = signed(request(path).GET().header("Accept", accept));
    StreamClients.Lease lease = streams.lease();
    HttpResponse<InputStream> response;
    try {
      response = send(lease.client(), request, BodyHandlers.ofInputStream(), path);
    } catch (ClusterUnreachableException e) {
      if (isTimeout(e.getCause())) {
        lease.retire();
      }
      lease.close();
      throw e;
    }
    if (response.statusCode() == UNAUTHORIZED) {
      credentials.refused();
    }
    return new OpenBody(response, lease);
  }

  @Override
  public void close() {
    client.shutdownNow();
    streams.close();
    threads.shutdownNow();
  }

  private HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .sslContext(credentials.tls())
        .connectTimeout(CONNECT_TIMEOUT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .executor(threads)
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(credentials.server() + path))
        .timeout(REQUEST_TIMEOUT)
        .header("User-Agent", "freehold-agent");
  }

  private HttpRequest signed(HttpRequest.Builder request) {
    credentials.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    return request.build();
  }

  private Answer exchange(HttpRequest.Builder request, String what, Semaphore turns) {
    boolean broken = false;
    for (int attempt = 1; ; attempt++) {
      Answer answer;
      acquire(turns, what);
      try {
        answer = answer(signed(request), what);
      } catch (ClusterUnreachableException e) {
        // The JDK repeats only GET by itself when a pooled connection turns out to be dead.
        if (broken || !brokeInTheMiddle(e.getCause())) {
          throw e;
        }
        broken = true;
        continue;
      } finally {
        turns.release();
      }
      if (attempt >= ATTEMPTS) {
        return answer;
      }
      if (answer.status() == UNAUTHORIZED) {
        credentials.refused();
        attempt = ATTEMPTS - 1;
        continue;
      }
      OptionalLong patience = patience(answer);
      if (patience.isEmpty()) {
        return answer;
      }
      pause(patience.getAsLong(), what);
    }
  }

  private Answer answer(HttpRequest request, String what) {
    HttpClient used = client;
    try {
      HttpResponse<byte[]> response =
          send(used, request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_LIMIT), what);
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (ClusterUnreachableException e) {
      if (isTimeout(e.getCause())) {
        replace(used);
      }
      throw e;
    }
  }

  /**
   * A connection that went dead without a word stays in use for many minutes, until TCP gives it
   * up: take another.
   */
  private synchronized void replace(HttpClient dead) {
    if (client.equals(dead)) {
      client = newClient();
      dead.shutdown();
    }
  }

  private static boolean isTimeout(@Nullable Throwable cause) {
    return cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
  }

  private static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, BodyHandler<T> handler, String what) {
    CompletableFuture<HttpResponse<T>> response = client.sendAsync(request, handler);
    try {
      // The request's own timeout ends with the headers; this one covers the body too.
      return response.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ClusterUnreachableException(
          "no answer from " + request.uri().getAuthority() + " to " + what + ": " + reason(cause),
          cause);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new ClusterUnreachableException(
          "no complete answer within " + REQUEST_TIMEOUT.toSeconds() + " s to " + what, e);
    } catch (InterruptedException e) {
      response.cancel(true);
      throw interrupted(what, e);
    }
  }

  private static boolean brokeInTheMiddle(@Nullable Throwable cause) {
    return cause instanceof IOException
        && !(cause instanceof HttpTimeoutException)
        && !(cause instanceof ConnectException);
  }

  private static String reason(Throwable failure) {
    // The JDK hides why it could not connect behind exceptions without a message.
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static OptionalLong patience(Answer answer) {
    if (answer.status() != 429 && answer.status() != 503) {
      return OptionalLong.empty();
    }
    try {
      OptionalLong seconds = answer.headers().firstValueAsLong("Retry-After");
      return seconds.isPresent() && seconds.getAsLong() <= LONGEST_PATIENCE_SECONDS
          ? seconds
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static void acquire(Semaphore turns, String what) {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private static void pause(long seconds, String what) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds));
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private static ClusterUnreachableException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ClusterUnreachableException("interrupted: " + what, e);
  }
}
