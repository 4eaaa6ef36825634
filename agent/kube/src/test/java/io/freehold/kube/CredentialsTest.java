package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void readsATokenAgainWhenItsFileChanged() throws IOException {
    Path kubeconfig = kubeconfig("first", 1);
    Credentials credentials = Credentials.of(kubeconfig, nanos::get);
    assertThat(credentials.authorization()).contains("Bearer first");

    kubeconfig("second", 2);
    assertThat(credentials.authorization()).as("not looked at every time").contains("Bearer first");

    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(credentials.authorization()).contains("Bearer second");
  }

  @Test
  void readsATokenAgainWhenItWasRefused() throws IOException {
    Path kubeconfig = kubeconfig("first", 1);
    Credentials credentials = Credentials.of(kubeconfig, nanos::get);

    // The same time of change, as on file systems with a coarse clock.
    kubeconfig("second", 1);
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    credentials.refused();

    assertThat(credentials.authorization()).contains("Bearer second");
  }

  @Test
  void knowsTheServerWithoutASlashAtItsEnd() throws IOException {
    assertThat(Credentials.of(kubeconfig("t", 1), nanos::get).server())
        .hasToString("http://127.0.0.1:1");
  }

  private Path kubeconfig(String token, long changedAt) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1/"}}]
            users: [{name: u, user: {token: %s}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            current-context: c
            """
                .formatted(token));
    Files.setLastModifiedTime(file, FileTime.fromMillis(changedAt * 1000));
    return file;
  }
}
