package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {
  private static final FetchLimits LIMITS =
      new FetchLimits(Duration.ofSeconds(5), 1 << 20, 1 << 20, 64 << 20, 32 << 20, 50, 20);

  @Test
  void filesAreUnpackedWithAndWithoutGzip() {
    byte[] tar =
        new Tar()
            .entry("app/", '5', "", new byte[0])
            .file("./app/Chart.yaml", "name: app")
            .file("app/templates/a.yaml", "a: 1")
            .bytes();
    for (byte[] archive : new byte[][] {tar, Tar.gzip(tar)}) {
      Tree tree = Archives.unpack(archive, 1, "the chart", LIMITS);
      assertThat(tree.read("Chart.yaml")).asString().isEqualTo("name: app");
      assertThat(tree.read("templates/a.yaml")).asString().isEqualTo("a: 1");
    }
    assertThat(Archives.unpack(tar, 0, "it", LIMITS).find("app/Chart.yaml")).isPresent();
  }

  @Test
  void longNamesOfGnuAndPaxAreRead() {
    String name = "d/".repeat(90) + "file.yaml";
    byte[] gnu =
        new Tar()
            .entry("././@LongLink", 'L', "", (name + "\0").getBytes(StandardCharsets.UTF_8))
            .file("cut", "gnu")
            .bytes();
    String record = " path=" + name + "\n";
    byte[] pax =
        new Tar()
            .entry("g", 'g', "", "18 comment=a commit\n".getBytes(StandardCharsets.UTF_8))
            .entry("x", 'x', "", (record.length() + 3 + record).getBytes(StandardCharsets.UTF_8))
            .file("cut", "pax")
            .bytes();
    assertThat(Archives.unpack(gnu, 0, "it", LIMITS).read(name)).asString().isEqualTo("gnu");
    assertThat(Archives.unpack(pax, 0, "it", LIMITS).read(name)).asString().isEqualTo("pax");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "app/../../evil", "/etc/passwd", "app/..", "app\\..\\evil", "a\0b/.."})
  void noPathLeavesTheFolder(String name) {
    byte[] record = (name.length() + 9 + " path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] archive = new Tar().entry("x", 'x', "", record).file("app/x", "1").bytes();
    fails(archive, Code.FORMAT);
  }

  @Test
  void linksAndDevicesAreRefused() {
    for (char type : new char[] {'1', '2', '3', '4', '6'}) {
      fails(new Tar().entry("app/link", type, "/etc/passwd", new byte[0]).bytes(), Code.FORMAT)
          .withMessageContaining("app/link");
    }
  }

  @Test
  void bombsAreRefusedWhileTheyAreUnpacked() {
    byte[] zeros = new byte[30 << 20];
    fails(Tar.gzip(new Tar().entry("app/zeros", '0', "", zeros).bytes()), Code.LIMIT)
        .withMessageContaining("bomb");
    fails(new Tar().header("app/huge", '0', "", 8L << 30).bytes(), Code.LIMIT)
        .withMessageContaining("app/huge");
    var many = new Tar();
    for (int i = 0; i < 51; i++) {
      many.file("app/" + i, "");
    }
    fails(many.bytes(), Code.LIMIT).withMessageContaining("50 entries");
  }

  @Test
  void whatIsNoArchiveIsToldAsSuch() {
    fails("<html>not found</html>".repeat(100).getBytes(StandardCharsets.UTF_8), Code.FORMAT);
    fails(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3}, Code.FORMAT);
    byte[] cut = java.util.Arrays.copyOf(Tar.gz(Map.of("app/a", "text".repeat(500))), 60);
    fails(cut, Code.FORMAT);
    fails(new Tar().header("app/a", '0', "", 5000).bytes(), Code.FORMAT);
    fails(new Tar().file("app", "1").file("app/a", "2").bytes(), Code.FORMAT);
  }

  private static ThrowableAssertAlternative<SourceException> fails(byte[] archive, Code code) {
    return assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> Archives.unpack(archive, 0, "the chart", LIMITS))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
