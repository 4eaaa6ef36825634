package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartRepositoriesTest {
  private static final FetchLimits LIMITS =
      new FetchLimits(Duration.ofSeconds(10), 1 << 20, 1 << 20, 4 << 20, 1 << 20, 100, 50);

  @TempDir Path folder;
  private WebServer server;
  private ChartRepositories charts;

  @BeforeEach
  void start() throws IOException {
    server = WebServer.plain();
    charts = open();
  }

  @AfterEach
  void stop() {
    charts.close();
    server.close();
  }

  @Test
  void aVersionOrTheHighestOfARangeIsFetched() {
    publish("web", "1.0.0", "1.2.0", "1.10.0", "2.0.0-rc.1");
    assertThat(version("web", "1.2.0")).isEqualTo("1.2.0");
    assertThat(version("web", "^1.0")).isEqualTo("1.10.0");
    assertThat(version("web", "")).isEqualTo("1.10.0");
    assertThat(version("web", ">=2.0.0-0")).isEqualTo("2.0.0-rc.1");
    ChartArchive archive = charts.fetch(server.base() + "/charts/", "web", "~1.2");
    assertThat(archive.tree().read("Chart.yaml")).asString().contains("version: 1.2.0");
    assertThat(archive.digest()).isEqualTo(Digest.of(chart("web", "1.2.0")).toString());
    fails("web", ">3", Code.NOT_FOUND_REF).withMessageContaining("newest is 2.0.0-rc.1");
    fails("other", "1.0.0", Code.NOT_FOUND_REF).withMessageContaining("no chart of this name");
  }

  @Test
  void anUnchangedIndexAndAKnownArchiveAreNotSentAgain() {
    publish("web", "1.0.0");
    String index = index("web", List.of("1.0.0"), true);
    server.on(
        "/charts/index.yaml",
        (exchange, _) -> {
          exchange.getResponseHeaders().set("ETag", "\"e1\"");
          boolean known = "\"e1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          WebServer.answer(
              exchange,
              known ? 304 : 200,
              known ? new byte[0] : index.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
    version("web", "*");
    server.forget();
    version("web", "*");
    assertThat(server.paths()).containsExactly("/charts/index.yaml");
  }

  @Test
  void aCacheThatWasChangedOnDiskIsNotBelieved() throws IOException {
    publish("web", "1.0.0");
    version("web", "1.0.0");
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.write(file, "tampered".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    assertThat(version("web", "1.0.0")).isEqualTo("1.0.0");
    assertThat(server.paths().stream().filter(path -> path.endsWith(".tgz"))).hasSize(2);
  }

  @Test
  void anArchiveWithAnotherDigestThanTheIndexSaysIsRefused() {
    publish("web", "1.0.0");
    server.serve("/charts/web-1.0.0.tgz", chart("web", "6.6.6"));
    fails("web", "1.0.0", Code.DIGEST);
  }

  @Test
  void credentialsGoToTheirPrefixOnlyAlsoWhenArchivesAreElsewhere() throws IOException {
    try (var other = WebServer.plain()) {
      publish("web", "1.0.0");
      other.serve("/web.tgz", chart("web", "1.0.0"));
      server.serve("/charts/index.yaml", index("web", "1.0.0", other.base() + "/web.tgz"));
      try (var bound = open(bound(server.base() + "/charts"))) {
        assertThat(bound.fetch(server.base() + "/charts", "web", "*").version()).isEqualTo("1.0.0");
      }
      assertThat(server.asked()).allMatch(asked -> asked.authorization().startsWith("Basic "));
      assertThat(other.asked()).hasSize(1).allMatch(asked -> asked.authorization().isEmpty());
    }
  }

  @Test
  void aRedirectedIndexIsRefusedAndARedirectedArchiveIsFollowedWithoutCredentials()
      throws IOException {
    try (var other = WebServer.plain()) {
      publish("web", "1.0.0");
      other.serve("/store/web.tgz", chart("web", "1.0.0"));
      server.redirect("/charts/web-1.0.0.tgz", other.base() + "/store/web.tgz?signature=s3cret");
      try (var bound = open(bound(server.base()))) {
        assertThat(bound.fetch(server.base() + "/charts", "web", "*").version()).isEqualTo("1.0.0");
        assertThat(other.asked()).hasSize(1).allMatch(asked -> asked.authorization().isEmpty());

        // Without a digest nothing tells whether the other server's content is right.
        server.serve("/charts/index.yaml", index("web", List.of("1.0.1"), false));
        server.redirect("/charts/web-1.0.1.tgz", other.base() + "/store/web.tgz?signature=s3cret");
        fails(bound, "web", "*", Code.URL)
            .withMessageContaining(other.base())
            .withMessageNotContaining("s3cret");
        server.redirect("/charts/index.yaml", other.base() + "/index.yaml");
        fails(bound, "web", "*", Code.URL).withMessageContaining(other.base());
      }
      assertThat(other.asked()).hasSize(1);
    }
  }

  @Test
  void aRedirectInsideOfTheServerButOutsideOfThePrefixCarriesNothing() throws IOException {
    publish("web", "1.0.0");
    server.redirect("/charts/index.yaml", "/public/index.yaml");
    server.serve(
        "/public/index.yaml", index("web", "1.0.0", server.base() + "/charts/web-1.0.0.tgz"));
    try (var bound = open(bound(server.base() + "/charts"))) {
      bound.fetch(server.base() + "/charts", "web", "*");
    }
    assertThat(server.asked())
        .anyMatch(
            asked -> asked.path().equals("/public/index.yaml") && asked.authorization().isEmpty())
        .anyMatch(
            asked -> asked.path().equals("/charts/index.yaml") && !asked.authorization().isEmpty());
  }

  @Test
  void nothingIsFetchedFromMetadataAddresses() {
    publish("web", "1.0.0");
    for (String target : List.of("http://169.254.169.254/a", "http://metadata.test:81/a")) {
      server.redirect("/charts/web-1.0.0.tgz", target);
      fails("web", "1.0.0", Code.URL).withMessageContaining("169.254.169.254");
    }
    server.serve("/charts/index.yaml", index("web", "1.0.0", "file:///etc/passwd"));
    fails("web", "1.0.0", Code.URL);
  }

  @Test
  void largeBrokenAndHostileIndexesAreRefused() {
    server.serve("/charts/index.yaml", "# " + "x".repeat(2 << 20));
    fails("web", "*", Code.LIMIT).withMessageContaining("1048576");
    server.serve("/charts/index.yaml", "entries: {web: [");
    fails("web", "*", Code.FORMAT);
    server.serve("/charts/index.yaml", "a: &a [x]\nb: [*a, *a]\nentries: {}");
    fails("web", "*", Code.FORMAT);
    server.serve("/charts/index.yaml", "[".repeat(10_000));
    fails("web", "*", Code.FORMAT);
    server.serve("/charts/index.yaml", "entries: {web: text}");
    fails("web", "*", Code.FORMAT);
    server.serve("/charts/index.yaml", "");
    fails("web", "*", Code.NOT_FOUND_REF);
  }

  @Test
  void aServerThatSendsForeverIsLeft() throws IOException {
    var slow = new FetchLimits(Duration.ofSeconds(1), 1 << 20, 1 << 20, 4 << 20, 1 << 20, 100, 50);
    server.on(
        "/charts/index.yaml",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            // Slow enough that the limit in bytes is not what ends it.
            while (true) {
              exchange.getResponseBody().write('#');
              exchange.getResponseBody().flush();
              Thread.sleep(20);
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    try (var impatient = new ChartRepositories(folder, List::of, slow, Clock.systemUTC())) {
      fails(impatient, "web", "*", Code.LIMIT).withMessageContaining("longer than 1 s");
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void statusesAreToldApart() {
    fails("web", "*", Code.NOT_FOUND);
    server.on("/charts/index.yaml", (exchange, _) -> WebServer.answer(exchange, 401, new byte[0]));
    fails("web", "*", Code.AUTH);
    server.on("/charts/index.yaml", (exchange, _) -> WebServer.answer(exchange, 503, new byte[0]));
    fails("web", "*", Code.UNREACHABLE);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> charts.fetch("https://user:pass@host/charts", "web", "*"))
        .withMessageNotContaining("pass@");
  }

  private void publish(String chart, String... versions) {
    server.serve("/charts/index.yaml", index(chart, List.of(versions), true));
    for (String version : versions) {
      server.serve("/charts/" + chart + "-" + version + ".tgz", chart(chart, version));
    }
  }

  private static String index(String chart, List<String> versions, boolean digests) {
    var text =
        new StringBuilder(
            "apiVersion: v1\nentries:\n  another:\n  - version: 9.9.9\n  " + chart + ":\n");
    for (String version : versions) {
      text.append(
          "  - created: 2026-01-01T00:00:00Z\n    name: %s\n    version: %s\n    maintainers: [{name: a}]\n    urls:\n    - %s-%s.tgz\n"
              .formatted(chart, version, chart, version));
      if (digests) {
        text.append("    digest: ").append(Digest.of(chart(chart, version)).hex()).append('\n');
      }
    }
    return text + "generated: now\n";
  }

  private static String index(String chart, String version, String url) {
    return "entries: {%s: [{version: %s, urls: ['%s'], digest: %s}]}"
        .formatted(chart, version, url, Digest.of(chart(chart, version)).hex());
  }

  static byte[] chart(String name, String version) {
    return Tar.gz(
        Map.of(
            name + "/Chart.yaml",
            "apiVersion: v2\nname: %s\nversion: %s\n".formatted(name, version)));
  }

  private String version(String chart, String range) {
    return charts.fetch(server.base() + "/charts", chart, range).version();
  }

  private ChartRepositories open(BoundCredentials... credentials) {
    return new ChartRepositories(
        folder, CredentialStore.of(credentials), LIMITS, Clock.systemUTC());
  }

  private static BoundCredentials bound(String prefix) {
    return new BoundCredentials(
        UrlPrefix.parse(prefix), new GitCredentials("", "", "helm", "correct-horse", ""));
  }

  private ThrowableAssertAlternative<SourceException> fails(String chart, String range, Code code) {
    return fails(charts, chart, range, code);
  }

  private ThrowableAssertAlternative<SourceException> fails(
      ChartRepository from, String chart, String range, Code code) {
    return assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> from.fetch(server.base() + "/charts", chart, range))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .withMessageNotContaining("correct-horse");
  }
}
