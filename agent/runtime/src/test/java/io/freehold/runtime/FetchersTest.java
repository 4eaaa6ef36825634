package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.freehold.api.Signatures;
import io.freehold.source.ChartRepositories;
import io.freehold.source.CredentialStore;
import io.freehold.source.FetchLimits;
import io.freehold.source.OciArtifacts;
import io.freehold.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchersTest {
  private static final CredentialStore NOBODY = CredentialStore.of();

  @TempDir Path directory;
  private HttpServer server;
  private SourceKey key;

  @BeforeEach
  void publish() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(
        "/index.yaml",
        "{entries: {web: [{name: web, version: 1.2.0, urls: [web.tgz]}]}}"
            .getBytes(StandardCharsets.UTF_8));
    serve("/web.tgz", archive("web/Chart.yaml", "{name: web, version: 1.2.0}"));
    server.start();
    String url = "http://localhost:" + server.getAddress().getPort();
    key = new SourceKey(url, "web", "^1", Demands.NONE);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_range_goes_on_from_its_version_after_a_restart_without_the_server() {
    try (Fetchers before = fetchers()) {
      assertThat(before.kept(key)).isEmpty();
      SourceState.Snapshot first = before.fetch(key);
      assertThat(first.revision()).isEqualTo("1.2.0");
      assertThat(before.fetch(key).tree()).as("unpacked once").isSameAs(first.tree());
    }
    server.stop(0);
    try (Fetchers after = fetchers()) {
      assertThatExceptionOfType(SourceException.class).isThrownBy(() -> after.fetch(key));
      SourceState.Snapshot kept = after.kept(key).orElseThrow();
      assertThat(kept.revision()).isEqualTo("1.2.0");
      assertThat(kept.tree().read("Chart.yaml")).asString().contains("web");

      var signatures = new Signatures(Signatures.Mode.HEAD, List.of(), List.of(), List.of());
      var demanding =
          new SourceKey(
              key.url(), key.chart(), key.revision(), new Demands(List.of(signatures), null));
      assertThat(after.kept(demanding)).as("nobody checked its signature").isEmpty();
    }
  }

  @Test
  void what_was_changed_on_disk_is_not_kept() throws IOException {
    try (Fetchers before = fetchers()) {
      before.fetch(key);
    }
    try (var files = Files.walk(directory.resolve("charts"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, "changed");
      }
    }
    try (Fetchers after = fetchers()) {
      assertThat(after.kept(key)).isEmpty();
    }
  }

  private Fetchers fetchers() {
    return new Fetchers(
        new GitFetcher(directory.resolve("git"), NOBODY, _ -> false, "ssh://git@host/r.git"),
        new ChartRepositories(
            directory.resolve("charts"), NOBODY, FetchLimits.DEFAULT, Clock.systemUTC()),
        new OciArtifacts(
            directory.resolve("artifacts"), NOBODY, FetchLimits.DEFAULT, Clock.systemUTC()),
        new KeptVersions(directory.resolve("versions")));
  }

  private void serve(String path, byte[] content) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
  }

  /** A tar archive of one file, as gzip. */
  private static byte[] archive(String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(header);
      gzip.write(content);
      gzip.write(new byte[512 - content.length % 512 + 1024]);
    }
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
