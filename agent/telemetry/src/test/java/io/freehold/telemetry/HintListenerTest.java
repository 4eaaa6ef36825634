package io.freehold.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freehold.api.ReportToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plane can say nothing but hints, however hostile it is. */
@Timeout(30)
class HintListenerTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final String HINT = "hint " + DIGEST + "\n";

  @Test
  void hints_are_heard_and_empty_lines_are_nothing() throws IOException {
    List<String> heard = new ArrayList<>();
    assertThat(read("\n" + HINT + "\n\n" + HINT, heard)).isTrue();
    assertThat(heard).containsExactly(DIGEST, DIGEST);
  }

  @Test
  void everything_else_ends_the_stream_and_is_not_heard() throws IOException {
    for (String line :
        List.of(
            "sync everything",
            "hint",
            "hint " + DIGEST + " now",
            "hint " + DIGEST.substring(1),
            "HINT " + DIGEST,
            "{\"command\": \"delete\"}",
            "x".repeat(10_000_000))) {
      List<String> heard = new ArrayList<>();
      assertThat(read(line + "\n" + HINT, heard)).isFalse();
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void random_bytes_are_never_heard() throws IOException {
    var random = new Random(4318);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      List<String> heard = new ArrayList<>();
      HintLines.read(new ByteArrayInputStream(bytes), heard::add, () -> true);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void an_endless_stream_is_not_listened_to_for_ever() throws IOException {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return '\n';
          }
        };
    assertThat(HintLines.read(endless, _ -> {}, () -> true)).isFalse();
  }

  @Test
  void redirects_are_not_followed_and_the_token_goes_nowhere_else() throws Exception {
    var elsewhere = new AtomicInteger();
    var asked = new CountDownLatch(2);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/v1/hints",
        exchange -> {
          asked.countDown();
          exchange.getResponseHeaders().set("Location", url + "/elsewhere");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    server.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try (HintListener listener = listener(new LinkedBlockingQueue<>())) {
      listener.target(url);
      listener.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      server.stop(0);
    }
    assertThat(elsewhere.get()).isZero();
  }

  @Test
  void after_the_end_of_a_stream_it_is_opened_again() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/hints",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(HINT.getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
    try (HintListener listener = listener(heard)) {
      listener.target("http://127.0.0.1:" + server.getAddress().getPort());
      listener.start();
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(DIGEST);
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(DIGEST);
    } finally {
      server.stop(0);
    }
  }

  private static HintListener listener(BlockingQueue<String> heard) {
    var keys = ReportToken.newKeyPair();
    return new HintListener(
        new Tokens("east", keys::getPrivate, Clock.systemUTC()),
        heard::add,
        new Random(1),
        Optional.empty());
  }

  private static boolean read(String text, List<String> heard) throws IOException {
    return HintLines.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), heard::add, () -> true);
  }
}
