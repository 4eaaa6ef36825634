package io.freehold.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** Git's smart HTTP protocol for one repository, behind a user name and password. */
final class HttpGitServer implements AutoCloseable {
  static final String USER = "agent";
  static final String PASSWORD = "correct-horse";

  private final Repository repository;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile Optional<String> redirect = Optional.empty();
  private final String scheme;

  HttpGitServer(Repository repository, @Nullable SSLContext tls) throws IOException {
    this.repository = repository;
    this.scheme = tls == null ? "http" : "https";
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      server = HttpServer.create(address, 0);
    } else {
      var secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  GitUrl url() {
    return GitUrl.parse(base() + "/owner/registry.git");
  }

  String base() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  /** Sends every request to another server from now on. */
  void redirectTo(String base) {
    redirect = Optional.of(base);
  }

  /** What requests carried in their Authorization header, empty text for none. */
  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      authorizations.add(authorization);
      if (redirect.isPresent()) {
        exchange.getResponseHeaders().set("Location", redirect.get() + exchange.getRequestURI());
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      String expected =
          Base64.getEncoder()
              .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      if (!authorization.equals("Basic " + expected)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      answer(exchange);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var out = new ByteArrayOutputStream();
    var pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    String type = "result";
    if (!exchange.getRequestURI().getPath().startsWith("/owner/registry.git/")) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
      var lines = new PacketLineOut(out);
      lines.writeString("# service=git-upload-pack\n");
      lines.end();
      pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
      type = "advertisement";
    } else {
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream body = exchange.getRequestBody();
      pack.upload(zipped ? new GZIPInputStream(body) : body, out, null);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-" + type);
    exchange.sendResponseHeaders(200, out.size());
    exchange.getResponseBody().write(out.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }
}
