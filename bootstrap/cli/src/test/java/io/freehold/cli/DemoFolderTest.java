package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir private Path parent;

  @Test
  void sweeps_folders_of_killed_demos_and_nothing_else() throws IOException {
    Path killed = folder("freehold-demo-1", "999999999\n");
    Path running = folder("freehold-demo-2", ProcessHandle.current().pid() + "\n");
    Path foreign = folder("freehold-demo-3", "not a number");
    Path unrelated = folder("something-else", "999999999");

    DemoFolder.sweep(parent);

    assertThat(killed).doesNotExist();
    assertThat(running).exists();
    assertThat(foreign).exists();
    assertThat(unrelated).exists();
  }

  private Path folder(String name, String pid) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name).resolve("deep"));
    Files.writeString(folder.resolve("key"), "secret");
    Files.writeString(parent.resolve(name).resolve("pid"), pid);
    return parent.resolve(name);
  }
}
