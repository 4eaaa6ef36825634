package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatedSystemReaderTest {
  @TempDir Path home;

  @Test
  void theMachinesConfigurationIsNeitherReadNorWritten()
      throws IOException, ConfigInvalidException {
    Path file = Files.writeString(home.resolve(".gitconfig"), "[http]\n\tproxy = evil.example\n");
    IsolatedSystemReader.install();
    FS fs = FS.DETECTED.newInstance();
    fs.setUserHome(home.toFile());

    var reader = SystemReader.getInstance();
    for (StoredConfig config :
        new StoredConfig[] {
          reader.openUserConfig(new Config(), fs),
          reader.openSystemConfig(new Config(), fs),
          reader.openJGitConfig(new Config(), fs)
        }) {
      config.load();
      assertThat(config.getSections()).isEmpty();
      config.setString("http", null, "proxy", "other.example");
      config.save();
    }
    assertThat(file).hasContent("[http]\n\tproxy = evil.example\n");
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(reader.getenv("GIT_CONFIG_GLOBAL")).isNull();
    assertThat(reader.getenv("SSH_AUTH_SOCK")).isNull();
  }
}
