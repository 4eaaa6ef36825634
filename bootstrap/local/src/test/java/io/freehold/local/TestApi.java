package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Talks to a cluster as administrator and as others. */
final class TestApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final HttpClient admin;
  private final HttpClient nobody;

  private TestApi(URI server, HttpClient admin, HttpClient nobody) {
    this.server = server;
    this.admin = admin;
    this.nobody = nobody;
  }

  static TestApi connect(LocalCluster cluster) throws Exception {
    var authority = cluster.directory().resolve("ca.crt");
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var pem = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var nobody = HttpClient.newBuilder().sslContext(context).build();
    return new TestApi(cluster.server(), cluster.httpClient(), nobody);
  }

  JsonNode post(String path, String body) throws Exception {
    var response =
        admin.send(
            HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return JSON.readTree(response.body());
  }

  /** Watches the one object at {@code path} until the condition holds. */
  void await(String path, Predicate<JsonNode> condition) throws Exception {
    var cut = path.lastIndexOf('/');
    var watch =
        path.substring(0, cut)
            + "?watch=true&timeoutSeconds=60&fieldSelector=metadata.name%3D"
            + path.substring(cut + 1);
    var request = HttpRequest.newBuilder(server.resolve(watch)).build();
    try (var lines = admin.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      for (var line : (Iterable<String>) lines::iterator) {
        if (condition.test(JSON.readTree(line).at("/object"))) {
          return;
        }
      }
    }
    throw new AssertionError(path + " did not meet the condition in time");
  }

  int status(String path, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Authorization", "Bearer " + token)
            .build();
    return nobody.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** The authorizer learns of a binding a moment after it was made; there is nothing to watch. */
  void awaitStatus(String path, String token, int expected) throws Exception {
    var deadline = Instant.now().plus(Duration.ofSeconds(10));
    while (status(path, token) != expected) {
      assertThat(Instant.now()).as("HTTP %d for %s", expected, path).isBefore(deadline);
    }
  }

  int anonymousStatus(String path) throws Exception {
    var request = HttpRequest.newBuilder(server.resolve(path)).build();
    return nobody.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
