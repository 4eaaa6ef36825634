package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCredentialsTest {
  @TempDir Path folder;

  @Test
  void aFolderHoldsAKeyOrAPassword() throws IOException {
    Files.writeString(folder.resolve("username"), "agent\n");
    Files.writeString(folder.resolve("password"), "s3cr3t\n");
    assertThat(GitCredentials.read(folder))
        .isEqualTo(new GitCredentials("", "", "agent", "s3cr3t", ""))
        .asString()
        .doesNotContain("s3cr3t")
        .doesNotContain("agent");

    Files.writeString(folder.resolve("identity"), "key");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> GitCredentials.read(folder))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CREDENTIALS))
        .withMessageContaining("known_hosts");
    Files.writeString(folder.resolve("known_hosts"), "host ssh-ed25519 AAAA");
    assertThat(GitCredentials.read(folder).identity()).isEqualTo("key");
  }

  @Test
  void aMissingFolderIsAnError() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> GitCredentials.read(folder.resolve("nowhere")))
        .withMessageContaining("nowhere");
  }
}
