package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathMapTest {
  private final PathMap paths =
      new PathMap(
          Map.of(
              "/tmp", Path.of("/tmp/demo/tmp"),
              "/etc/freehold", Path.of("/tmp/demo/config"),
              "/var/lib/freehold", Path.of("/tmp/demo/data"),
              "/app", Path.of("/home/me/dist")));

  @Test
  void replaces_mounted_paths_in_commands_and_configuration() {
    assertThat(paths.apply("/app/lib/*")).isEqualTo("/home/me/dist/lib/*");
    assertThat(paths.apply("-Xmx96m -Djava.io.tmpdir=/tmp"))
        .isEqualTo("-Xmx96m -Djava.io.tmpdir=/tmp/demo/tmp");
    assertThat(paths.apply("git: /etc/freehold/git\ndataDir: /var/lib/freehold\nx: 1"))
        .isEqualTo("git: /tmp/demo/config/git\ndataDir: /tmp/demo/data\nx: 1");
  }

  @Test
  void leaves_what_only_looks_similar() {
    String text = "ssh://git@host/app/x /apple /var/tmp/x /etc/freeholder";

    assertThat(paths.apply(text)).isEqualTo(text);
  }
}
