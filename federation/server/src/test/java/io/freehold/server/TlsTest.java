package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.ClusterReport;
import io.freehold.telemetry.OtlpReporter;
import io.freehold.telemetry.ReportTarget;
import io.freehold.telemetry.ReporterSettings;
import io.freehold.tls.TlsFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plane whose listeners speak TLS, and that takes reports of known machines only. */
@Timeout(120)
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;
  private TestPlane plane;
  private Path server;
  private Path agent;
  private Path stranger;

  @BeforeEach
  void start() throws Exception {
    server = keys("server");
    agent = keys("agent");
    stranger = keys("stranger");
    for (Path client : new Path[] {agent, stranger}) {
      Files.copy(server.resolve(TlsFolder.CERTIFICATE), client.resolve(TlsFolder.TRUST));
    }
    plane = new TestPlane(Files.createDirectory(directory.resolve("plane")));
    plane.tls(new PlaneTls(server.toString(), agent.resolve(TlsFolder.CERTIFICATE).toString()));
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void reportsCrossTlsWithACertificateAndNotWithout() throws Exception {
    assertThat(plane.plane().http()).startsWith("https://");
    try (OtlpReporter refused = reporter("west", stranger);
        OtlpReporter taken = reporter("east", agent)) {
      refused.cluster(report("west"));
      taken.cluster(report("east"));
      assertThat(awaited("east")).contains("c0ffee");
      assertThat(fetch("/api/v1/clusters/" + plane.name("west"))).contains("missing");
      assertThat(refused.counters().sent()).isZero();
    }
  }

  @Test
  void thePageNeedsNoCertificateAndPlainHttpIsNotSpoken() {
    assertThat(fetch("/healthz")).isNotNull();
    URI plain = URI.create(plane.plane().http().replace("https://", "http://") + "/healthz");
    assertThatThrownBy(() ->
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void signingInOverTlsGivesACookieThatIsBoundToIt() {
    try (HttpClient client = client()) {
      var browser = new Browser(plane, client);
      HttpResponse<String> answer =
          browser.form("/login/local", Map.of("password", TestPlane.PASSWORD));
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
          .startsWith("__Host-freehold=")
          .contains("; Secure");
      assertThat(browser.get("/api/v1/me").body()).contains("\"admin\"");
    }
  }

  @Test
  void certificatesOfAgentsNeedTls() {
    assertThatThrownBy(() -> new PlaneTls("", "ca.crt"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("FREEHOLD_TLS_DIR");
    assertThatThrownBy(() -> new PlaneTls(directory.toString(), "").web(InstantSource.system()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("tls.crt");
  }

  private OtlpReporter reporter(String base, Path tls) {
    var keys = base.equals("east") ? plane.east : plane.west;
    OtlpReporter reporter =
        OtlpReporter.start(
            ReporterSettings.of(
                    plane.name(base), "test", "1", keys::getPrivate, directory.resolve(base))
                .withTls(TlsFolder.client(tls, InstantSource.system())));
    reporter.target(new ReportTarget(plane.plane().otlpHttp(), Duration.ofSeconds(5)));
    return reporter;
  }

  private ClusterReport report(String base) {
    return Reports.cluster(plane.name(base), "c0ffee");
  }

  private String awaited(String base) throws InterruptedException {
    String path = "/api/v1/clusters/" + plane.name(base);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String answer = fetch(path);
    while (!answer.contains("c0ffee") && System.nanoTime() < end) {
      Thread.sleep(50);
      answer = fetch(path);
    }
    return answer;
  }

  private HttpClient client() {
    SSLContext trusting =
        Optional.of(agent)
            .flatMap(folder -> TlsFolder.client(folder, InstantSource.system()))
            .orElseThrow();
    return HttpClient.newBuilder().sslContext(trusting).version(HttpClient.Version.HTTP_2).build();
  }

  private String fetch(String path) {
    try (HttpClient client = client()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(plane.plane().http() + path)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A folder with a key and its own certificate, made by the JDK's tool. */
  private Path keys(String name) throws Exception {
    Path folder = Files.createDirectory(directory.resolve(name));
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    write(folder, TlsFolder.CERTIFICATE, "CERTIFICATE", keys.getCertificate("a").getEncoded());
    write(
        folder,
        TlsFolder.KEY,
        "PRIVATE KEY",
        keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
    return folder;
  }

  private static void write(Path folder, String file, String type, byte[] content)
      throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(type, Base64.getMimeEncoder().encodeToString(content), type));
  }
}
