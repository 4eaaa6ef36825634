package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts in place of the Go compiler, which takes minutes. */
class DevClusterBinaryTest {
  @TempDir Path temp;

  @Test
  void aMissingCompilerIsToldInOneLine() {
    assertThatThrownBy(() -> build(temp.resolve("absent"), new ArrayList<>()))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessage(
            "the go command was not found: install Go 1.26 or newer to build the local control plane");
  }

  @Test
  void anOldCompilerIsToldInOneLine() throws Exception {
    var go = script("echo go1.21.3");
    assertThatThrownBy(() -> build(go, new ArrayList<>()))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("too old (go1.21.3)")
        .hasMessageNotContaining("\n");
  }

  @Test
  void buildsOnceForManyAndTellsProgress() throws Exception {
    // Counts its builds and writes the file named after -o.
    var go =
        script(
            """
            if [ "$1" = env ]; then echo go1.26.8; exit; fi
            echo built >> "%s"
            while [ "$1" != -o ]; do shift; done
            printf '#!/bin/sh\\n' > "$2" && chmod +x "$2"
            """
                .formatted(temp.resolve("count")));
    var progress = new ArrayList<String>();
    List<Callable<Path>> callers = List.of(() -> build(go, progress), () -> build(go, progress));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.invokeAll(callers).getFirst().get();
      assertThat(first).isExecutable();
      assertThat(first.startsWith(temp.resolve("cache"))).isTrue();
    }
    assertThat(Files.readAllLines(temp.resolve("count"))).containsExactly("built");
    assertThat(progress).first().asString().startsWith("building the control plane once: ");
  }

  @Test
  void aFailedBuildTellsWhyAndLeavesNothingBehind() throws Exception {
    var go =
        script(
            """
            if [ "$1" = env ]; then echo go1.26.8; exit; fi
            echo './main.go:7:2: undefined: nonsense'; exit 1
            """);
    assertThatThrownBy(() -> build(go, new ArrayList<>()))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("undefined: nonsense");
    try (var files = Files.walk(temp.resolve("cache"))) {
      assertThat(files.filter(Files::isExecutable).filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void onlyTheNewestBuildsAreKept() throws Exception {
    for (var i = 0; i < 5; i++) {
      var executable = Files.createDirectories(temp.resolve("build" + i)).resolve("devcluster");
      Files.writeString(executable, "");
      Files.setLastModifiedTime(executable, FileTime.fromMillis(1_000_000L + i * 1000L));
    }
    OldBinaries.prune(temp);
    assertThat(temp.resolve("build1/devcluster")).doesNotExist();
    assertThat(temp.resolve("build2/devcluster")).exists();
    assertThat(temp.resolve("build4/devcluster")).exists();
  }

  @Test
  void elapsedTimeReadsWell() {
    assertThat(BuildProgress.text(Duration.ofSeconds(80))).isEqualTo("1m20s");
    assertThat(BuildProgress.text(Duration.ofSeconds(5))).isEqualTo("5s");
  }

  private Path build(Path go, List<String> progress) {
    return DevClusterBinary.ensure(
        temp.resolve("cache"), new GoToolchain(go.toString()), progress::add);
  }

  private Path script(String body) throws Exception {
    var file = temp.resolve("go");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
