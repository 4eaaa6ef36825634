package io.freehold.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ReportToken;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes on a connection and is no HTTP does not keep the connection open. */
@Timeout(30)
class ConnectionsTest {
  @Test
  void a_connection_on_which_headers_never_end_is_closed() throws Exception {
    var closed = new LinkedBlockingQueue<Boolean>();
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            while (!server.isClosed()) {
              try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                  out.write(
                      ("X: " + "y".repeat(1_000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
              } catch (IOException _) {
                closed.add(true);
              }
            }
          });
      var keys = ReportToken.newKeyPair();
      try (var listener =
          new HintListener(
              new Tokens("east", keys::getPrivate, Clock.systemUTC()),
              _ -> {},
              new Random(1),
              Optional.empty())) {
        listener.target("http://127.0.0.1:" + server.getLocalPort());
        listener.start();
        // While the listener still runs.
        assertThat(closed.poll(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
