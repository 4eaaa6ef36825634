package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.freehold.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs of a kubelet that the local platform has not. */
class PodLogsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final PodLogs.Container WEB = new PodLogs.Container("shop", "web-1", "web");
  private static final PodLogs.Container GONE = new PodLogs.Container("shop", "gone", "web");

  private final Queue<String> queries = new ConcurrentLinkedQueue<>();
  private final CountDownLatch more = new CountDownLatch(1);
  private final StringWriter said = new StringWriter();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void lines_come_after_the_names_of_pod_and_container() {
    List<String> problems =
        new PodLogs(client, new PrintWriter(said), 20, Duration.ofMinutes(2))
            .print(List.of(WEB, GONE));
    assertThat(said.toString().lines()).containsExactly("web-1 web one", "web-1 web two");
    assertThat(problems).singleElement().asString().startsWith("no log of gone web: ");
    assertThat(queries.peek())
        .contains("container=web", "tailLines=20", "sinceSeconds=120")
        .doesNotContain("follow=true");
  }

  @Test
  void without_bounds_everything_is_asked_for() {
    new PodLogs(client, new PrintWriter(said), -1, Duration.ZERO).print(List.of(WEB));
    assertThat(queries.peek()).doesNotContain("tailLines", "sinceSeconds");
  }

  @Test
  void what_comes_is_printed_until_the_container_ends() throws InterruptedException {
    AtomicReference<List<String>> problems = new AtomicReference<>();
    Thread following =
        Thread.ofVirtual()
            .start(() -> {
              try {
                problems.set(
                    new PodLogs(client, new PrintWriter(said), 5, Duration.ZERO)
                        .follow(List.of(WEB, GONE)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Eventually.within(LIMIT, () -> assertThat(said.toString()).contains("web-1 web two"));
    assertThat(said.toString()).doesNotContain("three");
    more.countDown();
    following.join();
    assertThat(said.toString().lines())
        .containsExactly("web-1 web one", "web-1 web two", "web-1 web three");
    assertThat(problems.get()).singleElement().asString().startsWith("no log of gone web: ");
    assertThat(queries.peek()).contains("follow=true", "tailLines=5");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().endsWith("/pods/web-1/log")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      queries.add(query);
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        body.flush();
        if (query.contains("follow=true")) {
          more.await();
          body.write("three\n".getBytes(StandardCharsets.UTF_8));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
