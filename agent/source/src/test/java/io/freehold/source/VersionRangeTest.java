package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {
  private static final List<String> TAGS =
      List.of(
          "nightly",
          "v0.9.0",
          "v1.0.0",
          "1.1.0",
          "1.2.2",
          "1.2.9",
          "v1.2.10",
          "1.3.0-rc.1",
          "1.9.1",
          "2.0.0-beta.2",
          "2.0.0-beta.11",
          "2.0.0",
          "2.1.0-0",
          "main");

  @ParameterizedTest
  @CsvSource({
    "1.x, 1.9.1",
    "^1.2, 1.9.1",
    "~1.2.3, v1.2.10",
    "'>=1.0 <2', 1.9.1",
    "'>=1.0, <2', 1.9.1",
    "*, 2.0.0",
    "'', 2.0.0",
    "'>=2.0.0-0 <2.0.0', 2.0.0-beta.11",
    "'>=1.3.0-0', 2.1.0-0",
    "'<1.0 || ~1.1', 1.1.0",
    "1.0 - 1.2, v1.2.10",
    "1.2.9, 1.2.9",
    "=1.0.0, v1.0.0",
    "!=2.0.0, 1.9.1",
  })
  void theHighestVersionInTheRangeIsTaken(String range, String expected) {
    assertThat(VersionRange.parse(range).orElseThrow().highest(TAGS)).contains(expected);
  }

  @Test
  void textsThatAreNoRangesAreTold() {
    for (String text :
        List.of("main", "release-1.2", "1.2.3.4", "feature/1.x", "abc", "^", ">= =1", "1..2")) {
      assertThat(VersionRange.parse(text)).as(text).isEmpty();
    }
    assertThat(VersionRange.parse(">3").orElseThrow().highest(TAGS)).isEmpty();
    assertThat(SemanticVersion.parse("1.0.0-01")).isEmpty();
    assertThat(SemanticVersion.parse("1." + "9".repeat(300))).isEmpty();
  }

  @Test
  void precedenceIsThatOfTheSpecification() {
    var ordered =
        List.of(
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.1.0",
            "2.0.0");
    var shuffled = new ArrayList<>(ordered.reversed());
    assertThat(shuffled.stream().map(VersionRangeTest::version).sorted().map(SemanticVersion::text))
        .containsExactlyElementsOf(ordered);
    assertThat(version("1.0.0+a").comparePrecedence(version("v1.0.0+b"))).isZero();
  }

  /**
   * The answers were written by Masterminds/semver 3.4.0 for ranges and versions made at random.
   */
  @Test
  void rangesMeanWhatTheyMeanToHelmAndArgoCd() throws IOException {
    var wrong = new ArrayList<String>();
    for (String line : lines()) {
      List<String> fields = List.of(line.split("\t"));
      String answer =
          VersionRange.parse(fields.get(0))
              .map(range -> String.valueOf(range.contains(version(fields.get(1)))))
              .orElse("err");
      if (!answer.equals(fields.get(2))) {
        wrong.add(line + " but was " + answer);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> lines() throws IOException {
    try (var in =
        Optional.ofNullable(VersionRangeTest.class.getResourceAsStream("version-ranges.tsv"))
            .orElseThrow()) {
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines).hasSizeGreaterThan(1000);
      return lines;
    }
  }

  private static SemanticVersion version(String text) {
    return SemanticVersion.parse(text).orElseThrow();
  }
}
