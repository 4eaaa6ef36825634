package io.freehold.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that speaks SMTP with STARTTLS and PLAIN sign-in, and keeps what it gets. */
final class FakeMailServer implements AutoCloseable {
  final List<String> mails = new CopyOnWriteArrayList<>();
  final List<String> commands = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;
  private final SSLContext tls;
  private final boolean offersTls;

  FakeMailServer(SSLContext tls, boolean offersTls) throws IOException {
    this.tls = tls;
    this.offersTls = offersTls;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
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

  int port() {
    return server.getLocalPort();
  }

  private void serve(Socket plain) {
    try (plain) {
      Socket socket = plain;
      boolean secure = false;
      BufferedReader in = reader(socket);
      say(socket, "220 fake ESMTP");
      while (true) {
        String line = in.readLine();
        if (line == null) {
          return;
        }
        commands.add((secure ? "tls " : "plain ") + line);
        String verb = line.toUpperCase(Locale.ROOT);
        if (verb.startsWith("EHLO")) {
          say(
              socket,
              "250-fake",
              secure || !offersTls ? "250-AUTH PLAIN" : "250-STARTTLS",
              "250 8BITMIME");
        } else if (verb.equals("STARTTLS")) {
          say(socket, "220 go");
          SSLSocket upgraded =
              (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
          upgraded.setUseClientMode(false);
          upgraded.startHandshake();
          socket = upgraded;
          in = reader(socket);
          secure = true;
        } else if (verb.startsWith("AUTH")) {
          say(socket, "235 welcome");
        } else if (verb.equals("DATA")) {
          say(socket, "354 go");
          var mail = new StringBuilder();
          for (String text = in.readLine();
              text != null && !text.equals(".");
              text = in.readLine()) {
            mail.append(text).append('\n');
          }
          mails.add(mail.toString());
          say(socket, "250 taken");
        } else if (verb.equals("QUIT")) {
          say(socket, "221 bye");
          return;
        } else {
          say(socket, "250 fine");
        }
      }
    } catch (IOException _) {
      // The other side went away.
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void say(Socket socket, String... lines) throws IOException {
    socket
        .getOutputStream()
        .write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
