package io.freehold.conformance.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plane that means harm. To every second request it answers as it should, so that the agent comes
 * back soon; to the others it does the next thing of its list, of reports and of hints each for
 * themselves.
 */
final class HostilePlane implements AutoCloseable {
  private static final Random RANDOM = new Random(7);

  /** What it says as an answer to a report or as a stream of hints. */
  @FunctionalInterface
  interface Mischief {
    void say(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final String digest;
  private final List<Mischief> mischief;
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final AtomicInteger elsewhere = new AtomicInteger();

  /**
   * @param digest of the repository that the agent follows
   */
  HostilePlane(String digest) throws IOException {
    this.digest = digest;
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.mischief =
        List.of(
            this::redirect,
            out -> head(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", this::flood),
            out -> head(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", this::chunks),
            out -> head(out, "HTTP/1.1 200 OK\r\nX-Much: ", this::flood),
            out -> head(out, "HTTP/1.1 200 OK\r\n", this::headers),
            out -> head(out, "", this::interim),
            out -> head(out, "", this::noise),
            this::http2,
            this::commands,
            out -> head(out, "HTTP/1.1 200 OK\r\n\r\n", this::hints),
            out -> head(out, "HTTP/1.1 500 No\r\nContent-Length: 5\r\n\r\n", _ -> {}),
            out -> head(out, "HTTP/1.1 200 OK\r\n\r\n", this::drip),
            out -> head(out, "HTTP/1.1 ", this::drip));
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Whether all of it was done both to reports and to hints. */
  boolean didEverything() {
    return done("POST") >= mischief.size() && done("GET") >= mischief.size();
  }

  String progress() {
    return "reports %d, hints %d of %d".formatted(done("POST"), done("GET"), mischief.size());
  }

  /** The most connections that were open at a time. */
  int mostOpen() {
    return mostOpen.get();
  }

  /** How many are open now. */
  int open() {
    return open.get();
  }

  /** Requests that followed a redirect. */
  int elsewhere() {
    return elsewhere.get();
  }

  private int done(String method) {
    return requests.getOrDefault(method, new AtomicInteger()).get() / 2;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      String head = head(in);
      String method = head.startsWith("POST") ? "POST" : "GET";
      if (head.contains("/elsewhere")) {
        elsewhere.incrementAndGet();
      }
      int number = requests.computeIfAbsent(method, _ -> new AtomicInteger()).getAndIncrement();
      if (number % 2 == 0) {
        well(method, out);
      } else {
        mischief.get(number / 2 % mischief.size()).say(out);
      }
      out.flush();
    } catch (IOException | InterruptedException _) {
      // The agent went away, as it should.
    } finally {
      open.decrementAndGet();
    }
  }

  private static void well(String method, OutputStream out) throws IOException {
    write(
        out,
        method.equals("POST")
            ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n\n");
  }

  private void redirect(OutputStream out) throws IOException {
    write(
        out,
        "HTTP/1.1 307 Go\r\nLocation: %s/elsewhere\r\nContent-Length: 0\r\n\r\n".formatted(url()));
  }

  private static void head(OutputStream out, String head, Mischief rest)
      throws IOException, InterruptedException {
    write(out, head);
    rest.say(out);
  }

  private void flood(OutputStream out) throws IOException {
    byte[] much = new byte[1 << 16];
    java.util.Arrays.fill(much, (byte) 'x');
    while (true) {
      out.write(much);
    }
  }

  private void chunks(OutputStream out) throws IOException {
    while (true) {
      write(out, "4000\r\n" + "\n".repeat(0x4000) + "\r\n");
    }
  }

  private void headers(OutputStream out) throws IOException {
    for (int i = 0; true; i++) {
      write(out, "X-%d: %s\r\n".formatted(i, "y".repeat(1_000)));
    }
  }

  private void interim(OutputStream out) throws IOException {
    while (true) {
      write(out, "HTTP/1.1 103 Early Hints\r\nLink: </sync>; rel=command\r\n\r\n");
    }
  }

  private void noise(OutputStream out) throws IOException {
    byte[] noise = new byte[100_000];
    RANDOM.nextBytes(noise);
    out.write(noise);
  }

  private void http2(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    // SETTINGS, a PUSH_PROMISE that nobody asked for, and a GOAWAY.
    out.write(
        new byte[] {
          0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 4, 5, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 8, 7, 0, 0, 0, 0,
          0, 0, 0, 0, 0, 0, 0, 0, 0
        });
  }

  private void commands(OutputStream out) throws IOException {
    String body =
        "\nhint " + digest + "\n{\"command\": \"delete\", \"application\": \"kept\"}\nsync kept\n";
    write(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Command: prune\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private void hints(OutputStream out) throws IOException {
    while (true) {
      write(out, ("hint " + digest + "\n").repeat(1_000));
    }
  }

  private void drip(OutputStream out) throws IOException, InterruptedException {
    while (true) {
      out.write(' ');
      out.flush();
      Thread.sleep(100);
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
