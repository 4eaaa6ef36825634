package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.LayerChoice.Operation;
import io.freehold.source.SourceException.Code;
import io.freehold.source.TestRegistry.Access;
import io.freehold.source.TestRegistry.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciTest {
  private static final FetchLimits LIMITS =
      new FetchLimits(Duration.ofSeconds(10), 1 << 20, 1 << 20, 4 << 20, 1 << 20, 100, 50);
  private static final String CONTENT = "application/vnd.cncf.flux.content.v1.tar+gzip";

  @TempDir Path folder;
  private Path cache;
  private TestRegistry registry;

  @BeforeEach
  void start() throws IOException {
    cache = folder.resolve("cache");
    registry = new TestRegistry("localhost", null);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void aTagARangeAndADigestNameAnArtifact() {
    String first = push("1.0.0", "one");
    String second = push("1.2.0", "two");
    push("2.0.0-rc.1", "three");
    String latest = push("latest", "four");
    try (var artifacts = artifacts()) {
      assertThat(artifacts.lookUp(url(), "")).isEqualTo(latest);
      assertThat(artifacts.lookUp(url(), "1.x")).isEqualTo(second);
      assertThat(artifacts.lookUp(url(), ">=1.0 <1.1")).isEqualTo(first);
      assertThat(artifacts.lookUp(url(), "1.2.0")).isEqualTo(second);
      OciArtifact artifact = artifacts.fetch(url(), first, LayerChoice.DEFAULT);
      assertThat(artifact.digest()).isEqualTo(first);
      assertThat(artifact.tree().read("deploy/app.yaml")).asString().isEqualTo("one");
      assertThat(artifacts.fetch(url(), "1.x", LayerChoice.DEFAULT).tag()).isEqualTo("1.2.0");
    }
    fails("3.x", Code.NOT_FOUND_REF);
    fails("sha256:" + "0".repeat(64), Code.NOT_FOUND_REF);
  }

  @Test
  void whatIsNamedByDigestIsReadWithoutTheRegistryOnceItWasFetched() {
    String digest = push("1.0.0", "one");
    try (var artifacts = artifacts()) {
      artifacts.fetch(url(), "1.0.0", LayerChoice.DEFAULT);
    }
    registry.close();
    try (var artifacts = artifacts()) {
      assertThat(artifacts.fetch(url(), digest, LayerChoice.DEFAULT).tree().read("deploy/app.yaml"))
          .asString()
          .isEqualTo("one");
    }
  }

  @Test
  void aTagThatDidNotMoveCostsAQuestionForItsDigest() {
    push("latest", "one");
    try (var artifacts = artifacts()) {
      var first = artifacts.fetch(url(), "latest", LayerChoice.DEFAULT);
      registry.web.forget();
      var again = artifacts.fetch(url(), "latest", LayerChoice.DEFAULT);
      assertThat(again.tree()).as("unpacked once").isSameAs(first.tree());
      assertThat(registry.web.asked())
          .extracting(asked -> asked.method() + " " + asked.path())
          .containsExactly("HEAD /v2/apps/web/manifests/latest");

      push("latest", "two");
      var moved = artifacts.fetch(url(), "latest", LayerChoice.DEFAULT);
      assertThat(moved.tree().read("deploy/app.yaml")).asString().isEqualTo("two");
    }
  }

  @Test
  void layersAreChosenByMediaTypeAndCopiedOrUnpacked() {
    byte[] text = "a: 1".getBytes(StandardCharsets.UTF_8);
    registry.push(
        "apps/web",
        "v1",
        new Layer("text/yaml", text, Map.of("org.opencontainers.image.title", "all.yaml")),
        new Layer(CONTENT, Tar.gz(Map.of("a.yaml", "b: 2"))));
    try (var artifacts = artifacts()) {
      assertThat(
              artifacts
                  .fetch(url(), "v1", new LayerChoice("text/yaml", Operation.COPY))
                  .tree()
                  .read("all.yaml"))
          .isEqualTo(text);
      assertThat(
              artifacts
                  .fetch(url(), "v1", new LayerChoice(CONTENT, Operation.EXTRACT))
                  .tree()
                  .read("a.yaml"))
          .asString()
          .isEqualTo("b: 2");
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> artifacts.fetch(url(), "v1", new LayerChoice("x/y", Operation.COPY)))
          .withMessageContaining("x/y");
    }
    fails("v1", Code.FORMAT).withMessageContaining("text/yaml");
  }

  @Test
  void whatIsNotWhatItsDigestSaysIsRefused() {
    String digest = push("1.0.0", "one");
    registry.corrupt("apps/web", digest);
    fails(digest, Code.DIGEST);
    String layer = Digest.of(Tar.gz(Map.of("deploy/app.yaml", "one"))).toString();
    registry.corrupt("apps/web", layer);
    fails("1.0.0", Code.DIGEST);
  }

  @Test
  void manifestsThatLieAboutSizesOrAreListsAreRefused() {
    String huge =
        "{\"config\":{\"digest\":\"%1$s\",\"size\":1},\"layers\":[{\"mediaType\":\"%2$s\",\"digest\":\"%1$s\",\"size\":%3$s}]}";
    String digest = push("1.0.0", "one");
    registry.pushManifest("apps/web", "huge", huge.formatted(digest, CONTENT, "99999999999"));
    fails("huge", Code.LIMIT);
    String layer = Digest.of(Tar.gz(Map.of("deploy/app.yaml", "one"))).toString();
    registry.pushManifest("apps/web", "short", huge.formatted(layer, CONTENT, "3"));
    fails("short", Code.LIMIT);
    registry.pushManifest("apps/web", "index", "{\"manifests\":[]}");
    fails("index", Code.FORMAT).withMessageContaining("several platforms");
    registry.pushManifest("apps/web", "text", "nothing");
    fails("text", Code.FORMAT);
  }

  @Test
  void basicCredentialsAndTokensAreUsedAsTheRegistryDemands() {
    push("1.0.0", "one");
    for (var access : new Access[] {Access.BASIC, Access.TOKEN}) {
      registry.demand(access);
      fails("1.0.0", Code.AUTH);
      try (var artifacts = artifacts(bound(url(), "", TestRegistry.PASSWORD))) {
        assertThat(artifacts.fetch(url(), "1.x", LayerChoice.DEFAULT).tag()).isEqualTo("1.0.0");
      }
      try (var wrong = artifacts(bound(url(), "", "battery-staple"))) {
        assertThatExceptionOfType(SourceException.class)
            .isThrownBy(() -> wrong.lookUp(url(), "1.0.0"))
            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.AUTH))
            .withMessageNotContaining("battery-staple");
      }
    }
    assertThat(registry.web.asked())
        .filteredOn(
            asked -> asked.path().startsWith("/v2/") && asked.authorization().startsWith("Bearer"))
        .isNotEmpty();
  }

  @Test
  void aTokenIsAskedForOnceAndServesManyRequests() {
    push("1.0.0", "one");
    registry.demand(Access.TOKEN);
    try (var artifacts = artifacts(bound(url(), "", TestRegistry.PASSWORD))) {
      artifacts.fetch(url(), "1.0.0", LayerChoice.DEFAULT);
      artifacts.lookUp(url(), "1.0.0");
    }
    assertThat(registry.web.paths().stream().filter(path -> path.startsWith("/token"))).hasSize(1);
  }

  @Test
  void aTokenServerElsewhereIsNotShownTheRegistrysCredentials() throws Exception {
    Tls tls = Tls.create(folder, "registry.test");
    Tls other = Tls.create(folder, "other.test");
    try (var secure = new TestRegistry("registry.test", tls.context());
        var thief = new WebServer("other.test", other.context())) {
      thief.on("/token", secure::token);
      secure.push("apps/web", "1.0.0", new Layer(CONTENT, Tar.gz(Map.of("a", "1"))));
      secure.demand(Access.TOKEN);
      secure.sendForTokensTo(thief.base() + "/token");
      var forRegistry = bound(secure.url("apps"), tls.pem(), TestRegistry.PASSWORD);
      var trustOnly =
          new BoundCredentials(
              UrlPrefix.parse(thief.base()), new GitCredentials("", "", "", "", other.pem()));
      try (var artifacts = artifacts(forRegistry, trustOnly)) {
        assertThatExceptionOfType(SourceException.class)
            .isThrownBy(() -> artifacts.lookUp(secure.url("apps/web"), "1.0.0"))
            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.AUTH));
      }
      assertThat(thief.asked()).hasSize(1).allMatch(asked -> asked.authorization().isEmpty());

      // Bound to the token server by a person, they are sent there.
      var forTokens = bound(thief.base() + "/token", other.pem(), TestRegistry.PASSWORD);
      try (var artifacts = artifacts(forRegistry, forTokens)) {
        assertThat(artifacts.lookUp(secure.url("apps/web"), "1.0.0")).startsWith("sha256:");
      }

      secure.sendForTokensTo("http://other.test:1/token");
      try (var artifacts = artifacts(forRegistry, forTokens)) {
        assertThatExceptionOfType(SourceException.class)
            .isThrownBy(() -> artifacts.lookUp(secure.url("apps/web"), "1.0.0"))
            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.URL));
      }
    }
  }

  @Test
  void aTokenServerThatTheRegistrysDomainIsInIsShownItsCredentials() throws Exception {
    Tls tls = Tls.create(folder, "registry.git.test");
    Tls parent = Tls.create(folder, "git.test");
    try (var secure = new TestRegistry("registry.git.test", tls.context());
        var tokens = new WebServer("git.test", parent.context())) {
      tokens.on("/jwt", secure::token);
      secure.push("apps/web", "1.0.0", new Layer(CONTENT, Tar.gz(Map.of("a", "1"))));
      secure.demand(Access.TOKEN);
      secure.sendForTokensTo(tokens.base() + "/jwt");
      var trustOnly =
          new BoundCredentials(
              UrlPrefix.parse(tokens.base()), new GitCredentials("", "", "", "", parent.pem()));
      try (var artifacts =
          artifacts(bound(secure.url("apps"), tls.pem(), TestRegistry.PASSWORD), trustOnly)) {
        assertThat(artifacts.lookUp(secure.url("apps/web"), "1.0.0")).startsWith("sha256:");
      }
      assertThat(tokens.asked())
          .extracting(WebServer.Asked::authorization)
          .containsExactly(TestRegistry.basic());
    }
  }

  @Test
  void tlsIsCheckedAgainstTheBoundCertificates() throws Exception {
    Tls tls = Tls.create(folder, "registry.test");
    try (var secure = new TestRegistry("registry.test", tls.context())) {
      secure.push("apps/web", "1.0.0", new Layer(CONTENT, Tar.gz(Map.of("a", "1"))));
      try (var artifacts = artifacts(bound(secure.url("apps"), tls.pem(), "x"))) {
        assertThat(artifacts.lookUp(secure.url("apps/web"), "1.0.0")).startsWith("sha256:");
      }
      try (var artifacts = artifacts()) {
        assertThatExceptionOfType(SourceException.class)
            .isThrownBy(() -> artifacts.lookUp(secure.url("apps/web"), "1.0.0"))
            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNREACHABLE));
      }
    }
  }

  @Test
  void blobsComeFromAnotherStoreWithoutCredentialsAndManifestsDoNot() throws IOException {
    push("1.0.0", "one");
    byte[] layer = Tar.gz(Map.of("deploy/app.yaml", "one"));
    try (var store = WebServer.plain()) {
      store.serve("/" + Digest.of(layer), layer);
      registry.demand(Access.BASIC);
      registry.redirectBlobsTo(store.base());
      try (var artifacts = artifacts(bound(url(), "", TestRegistry.PASSWORD))) {
        artifacts.fetch(url(), "1.0.0", LayerChoice.DEFAULT);
        assertThat(store.asked()).hasSize(1).allMatch(asked -> asked.authorization().isEmpty());

        registry.web.redirect("/v2/apps/web/manifests/1.0.0", store.base() + "/manifest");
        assertThatExceptionOfType(SourceException.class)
            .isThrownBy(() -> artifacts.lookUp(url(), "1.0.0"))
            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.URL));
      }
      assertThat(store.asked()).hasSize(1);
    }
  }

  @Test
  void chartsComeFromRegistriesWithAndWithoutTheScheme() {
    byte[] chart = ChartRepositoriesTest.chart("web", "1.2.0+build.5");
    registry.push("charts/web", "1.2.0_build.5", new Layer(TestRegistry.CHART, chart));
    registry.push("charts/web", "1.1.0", new Layer(TestRegistry.CHART, chart));
    registry.push("charts/other", "1.0.0", new Layer(CONTENT, chart));
    try (var charts =
        new ChartRepositories(cache, CredentialStore.of(), LIMITS, Clock.systemUTC())) {
      for (String url :
          new String[] {registry.url("charts"), registry.web.authority() + "/charts"}) {
        ChartArchive archive = charts.fetch(url, "web", "^1");
        assertThat(archive.version()).isEqualTo("1.2.0+build.5");
        assertThat(archive.digest()).isEqualTo(Digest.of(chart).toString());
        assertThat(archive.tree().find("Chart.yaml")).isPresent();
        assertThat(charts.fetch(url, "web", "1.2.0+build.5").version()).isEqualTo("1.2.0+build.5");
        assertThat(charts.fetch(url, "web", "1.1.0").version()).isEqualTo("1.1.0");
      }
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> charts.fetch(registry.url("charts"), "other", "1.0.0"))
          .withMessageContaining("not a Helm chart");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oci://host",
        "oci://host/UPPER",
        "oci://host/a:tag",
        "oci://host/a@sha256:0",
        "oci://u:p@host/a",
        "oci://host/../a",
        "oci://169.254.169.254/a",
        "oci://host/a?b",
        "",
      })
  void urlsThatAreNoneAreRefused(String url) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> OciUrl.parse(url))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.URL))
        .withMessageNotContaining("u:p@");
  }

  private String push(String tag, String text) {
    return registry.push(
        "apps/web", tag, new Layer(CONTENT, Tar.gz(Map.of("deploy/app.yaml", text))));
  }

  private String url() {
    return registry.url("apps/web");
  }

  private OciArtifacts artifacts(BoundCredentials... credentials) {
    return new OciArtifacts(cache, CredentialStore.of(credentials), LIMITS, Clock.systemUTC());
  }

  private static BoundCredentials bound(String prefix, String pem, String password) {
    return new BoundCredentials(
        UrlPrefix.parse(prefix), new GitCredentials("", "", TestRegistry.USER, password, pem));
  }

  private ThrowableAssertAlternative<SourceException> fails(String revision, Code code) {
    try (var artifacts = artifacts()) {
      return assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> artifacts.fetch(url(), revision, LayerChoice.DEFAULT))
          .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
  }
}
