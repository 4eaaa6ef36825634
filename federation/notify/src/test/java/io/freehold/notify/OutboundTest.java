package io.freehold.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** URLs of rules reach what may be told things, and nothing else, whatever answers there. */
@Timeout(60)
class OutboundTest {
  private static final AddressRules LOOPBACK = AddressRules.allowing("127.0.0.0/8");

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket server;
  private volatile Answer answer = out -> out.write(bytes("HTTP/1.1 204 No\r\n\r\n"));

  /** What the server does with a connection once it has read a request's head. */
  @FunctionalInterface
  private interface Answer {
    void give(OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              connections.incrementAndGet();
              Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
              return;
            }
          }
        });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void private_and_special_addresses_are_refused_in_every_spelling() {
    for (String host :
        List.of(
            "127.0.0.1",
            "localhost",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "[fc00::1]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[ff02::1]")) {
      for (String scheme : List.of("http", "https")) {
        assertThatThrownBy(
                () -> send(new Outbound(AddressRules.INTERNET), scheme + "://" + host + "/x"))
            .as(scheme + " " + host)
            .isInstanceOf(DeliveryException.class)
            .satisfies(e -> assertThat(((DeliveryException) e).worthRetrying()).as(host).isFalse())
            .hasMessageContaining("FREEHOLD_NOTIFY_ALLOW");
      }
    }
    assertThat(connections).hasValue(0);
  }

  @Test
  void a_name_that_is_rebound_gains_nothing() {
    var asked = new AtomicInteger();
    // The internet the first time, this machine afterwards.
    AddressRules.Resolver resolver =
        _ ->
            List.of(
                asked.getAndIncrement() == 0
                    ? InetAddress.ofLiteral("192.0.2.1")
                    : InetAddress.getLoopbackAddress());
    var outbound =
        new Outbound(
            AddressRules.allowing("192.0.2.1"),
            resolver,
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            Duration.ofMillis(500));
    assertThatThrownBy(() -> send(outbound, "http://rebound.example:" + server.getLocalPort()))
        .isInstanceOf(DeliveryException.class);
    assertThat(asked).hasValue(1);
    assertThat(connections).hasValue(0);
    // A name of which one address is inside is none of the internet either.
    AddressRules.Resolver mixed =
        _ -> List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.getLoopbackAddress());
    assertThatThrownBy(() ->
            send(
                new Outbound(
                    AddressRules.INTERNET,
                    mixed,
                    (SSLSocketFactory) SSLSocketFactory.getDefault(),
                    Duration.ofMillis(500)),
                "https://mixed.example"))
        .hasMessageContaining("FREEHOLD_NOTIFY_ALLOW");
  }

  @Test
  void what_is_not_named_by_the_settings_is_told_nothing_in_the_clear() {
    AddressRules.Resolver internet = _ -> List.of(InetAddress.ofLiteral("1.1.1.1"));
    assertThatThrownBy(() ->
            send(
                new Outbound(
                    AddressRules.INTERNET,
                    internet,
                    (SSLSocketFactory) SSLSocketFactory.getDefault(),
                    Duration.ofMillis(500)),
                "http://plain.example/x"))
        .hasMessageContaining("https://");
  }

  @Test
  void redirects_are_not_followed_and_take_no_credentials_along() throws Exception {
    answer =
        out ->
            out.write(
                bytes(
                    "HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:"
                        + server.getLocalPort()
                        + "/elsewhere\r\nContent-Length: 0\r\n\r\n"));
    HttpAnswer moved = send(new Outbound(LOOPBACK), url("/hook"));
    assertThat(moved.status()).isEqualTo(307);
    assertThat(moved.failure("it").worthRetrying()).isFalse();
    assertThat(moved.failure("it")).hasMessageContaining("redirects");
    assertThat(connections).hasValue(1);
    assertThat(heard).hasSize(1).first().asString().startsWith("POST /hook ");
  }

  @Test
  void answers_are_bounded_in_size_and_time() throws Exception {
    answer =
        out -> {
          out.write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
          byte[] much = new byte[1 << 16];
          while (true) {
            out.write(much);
          }
        };
    assertThat(send(new Outbound(LOOPBACK), url("/")).body().length()).isEqualTo(256 * 1024);
    List<Answer> endless = new ArrayList<>();
    endless.add(out -> drip(out, "HTTP/1.1 200 OK\r\n\r\n"));
    endless.add(out -> drip(out, ""));
    endless.add(out -> Thread.sleep(60_000));
    for (Answer slow : endless) {
      answer = slow;
      assertThatThrownBy(() -> send(quick(), url("/"))).hasMessageContaining("in time");
    }
    answer = out -> out.write(bytes("HTTP/1.1 200 OK\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"));
    assertThatThrownBy(() -> send(quick(), url("/"))).isInstanceOf(DeliveryException.class);
    answer = out -> out.write(bytes("SSH-2.0-nothing\r\n"));
    assertThatThrownBy(() -> send(quick(), url("/"))).isInstanceOf(DeliveryException.class);
  }

  @Test
  void chunks_and_interim_answers_are_read() throws Exception {
    answer =
        out ->
            out.write(
                bytes(
                    """
                    HTTP/1.1 103 Early
                    Link: x

                    HTTP/1.1 429 Slow
                    Retry-After: 7
                    Transfer-Encoding: chunked

                    3
                    abc
                    2;x=y
                    de
                    0

                    """
                        .replace("\n", "\r\n")));
    HttpAnswer read = send(new Outbound(LOOPBACK), url("/"));
    assertThat(read.body()).isEqualTo("abcde");
    assertThat(read.failure("it").worthRetrying()).isTrue();
    assertThat(read.failure("it").pause()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void nothing_becomes_a_header_that_is_none() {
    assertThatThrownBy(() ->
            new Outbound(LOOPBACK)
                .send(
                    new Outbound.Request(
                        "POST",
                        Outbound.url(url("/")),
                        Map.of("Authorization", "Bearer a\r\nHost: other"),
                        "")))
        .isInstanceOf(DeliveryException.class)
        .hasMessageNotContaining("Bearer");
    assertThat(heard).isEmpty();
    for (String bad : List.of("file:///etc/passwd", "gopher://x/", "https://a:b@x/", "//x", "x")) {
      assertThatThrownBy(() -> Outbound.url(bad)).isInstanceOf(DeliveryException.class);
    }
  }

  private Outbound quick() {
    return new Outbound(
        LOOPBACK,
        AddressRules.Resolver.SYSTEM,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        Duration.ofMillis(700));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  private static HttpAnswer send(Outbound outbound, String url) throws DeliveryException {
    return outbound.send(
        new Outbound.Request(
            "POST", Outbound.url(url), Map.of("Authorization", "Bearer secret"), "{}"));
  }

  private void serve(Socket socket) {
    try (socket) {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      heard.add(head.toString());
      answer.give(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException | InterruptedException _) {
      // The other side went away.
    }
  }

  private static void drip(OutputStream out, String first)
      throws IOException, InterruptedException {
    out.write(bytes(first));
    while (true) {
      out.write('x');
      out.flush();
      Thread.sleep(50);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
