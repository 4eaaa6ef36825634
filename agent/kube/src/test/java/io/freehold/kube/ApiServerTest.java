package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.engine.ClusterUnreachableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {
  @TempDir Path folder;
  private FakeApiServer fake;
  private ApiServer server;

  @BeforeEach
  void connect() throws IOException {
    fake = new FakeApiServer();
    server = new ApiServer(fake.credentials(folder, "secret-token"));
  }

  @AfterEach
  void close() {
    server.close();
    fake.close();
  }

  @Test
  void signsInAndSaysWhatItAccepts() {
    fake.next(200, "{}");

    assertThat(server.read("/version", ApiServer.JSON).ok()).isTrue();

    assertThat(fake.requests().getFirst().header("Authorization")).isEqualTo("Bearer secret-token");
    assertThat(fake.requests().getFirst().header("Accept")).isEqualTo("application/json");
  }

  @Test
  void writesInTheNameOfTheApplier() {
    fake.next(200, "{}");

    server.write(write(new Actor.Applier("system:serviceaccount:a:b")));

    assertThat(fake.requests().getFirst().header("Impersonate-User"))
        .isEqualTo("system:serviceaccount:a:b");
  }

  @Test
  void readsInTheNameOfAUser() {
    fake.next(200, "{}");

    server.read("/api/v1", ApiServer.JSON, new Actor.Applier("system:serviceaccount:a:b"));

    assertThat(fake.requests().getFirst().header("Impersonate-User"))
        .isEqualTo("system:serviceaccount:a:b");
  }

  @Test
  void refusesAnEmptyApplier() {
    assertThatThrownBy(() -> new Actor.Applier(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("applier is empty");
  }

  @Test
  void asksAgainWhenToldToHavePatience() {
    fake.next(429, "{}", "Retry-After", "0");
    fake.next(200, "{}");

    assertThat(server.write(write(new Actor.Applier("a"))).status()).isEqualTo(200);
    assertThat(fake.requests())
        .hasSize(2)
        .allMatch(request -> request.header("Impersonate-User").equals("a"));
  }

  @Test
  void passesOverloadOnWhenItLasts() {
    fake.next(429, "{}", "Retry-After", "0");
    fake.next(429, "{}", "Retry-After", "0");
    fake.next(429, "{}", "Retry-After", "0");

    assertThat(server.read("/version", ApiServer.JSON).status()).isEqualTo(429);
  }

  @Test
  void doesNotWaitForMinutes() {
    fake.next(429, "{}", "Retry-After", "600");

    assertThat(server.read("/version", ApiServer.JSON).status()).isEqualTo(429);
  }

  @Test
  void repeatsAWriteWhoseConnectionBroke() {
    fake.next(exchange -> exchange.close());
    fake.next(201, "{}");

    assertThat(server.write(write(new Actor.Agent())).status()).isEqualTo(201);
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path kubeconfig = fake.kubeconfig(folder, "t");
    Files.writeString(
        kubeconfig, Files.readString(kubeconfig).replaceAll("127.0.0.1:\\d+", "127.0.0.1:" + port));
    try (ApiServer nobody = new ApiServer(Credentials.of(kubeconfig))) {
      assertThatThrownBy(() -> nobody.read("/version", ApiServer.JSON))
          .isInstanceOf(ClusterUnreachableException.class)
          .hasMessageContaining("/version");
    }
  }

  @Test
  void keepsTheTokenOutOfMessages() {
    fake.next(exchange -> exchange.close());
    fake.next(exchange -> exchange.close());

    assertThatThrownBy(() -> server.write(write(new Actor.Agent())))
        .isInstanceOf(ClusterUnreachableException.class)
        .message()
        .doesNotContain("secret-token");
  }

  private static Write write(Actor actor) {
    return new Write(
        "PATCH", "/api/v1/x", ApiServer.JSON, "{}".getBytes(StandardCharsets.UTF_8), actor);
  }
}
