package io.freehold.source;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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
  private final WebServer web;
  private volatile Optional<String> redirect = Optional.empty();

  HttpGitServer(Repository repository, @Nullable SSLContext tls) throws IOException {
    this.repository = repository;
    web = new WebServer("localhost", tls);
    web.otherwise(this::handle);
  }

  GitUrl url() {
    return GitUrl.parse(base() + "/owner/registry.git");
  }

  String base() {
    return web.base();
  }

  /** Sends every request to another server from now on. */
  void redirectTo(String base) {
    redirect = Optional.of(base);
  }

  /** What requests carried in their Authorization header, empty text for none. */
  List<String> authorizations() {
    return web.asked().stream().map(WebServer.Asked::authorization).toList();
  }

  private void handle(HttpExchange exchange, String authorization) throws IOException {
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
    web.close();
  }
}
