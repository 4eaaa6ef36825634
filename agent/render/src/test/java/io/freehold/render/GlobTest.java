package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*.yaml a.yaml true",
        "*.yaml a/b.yaml true",
        "**/*.yaml a/b.yaml true",
        "*.yaml a.yml false",
        "a?c abc true",
        "a?c ac false",
        "[a-c]x bx true",
        "[!a-c]x bx false",
        "[!a-c]x dx true",
        "{a,b}/c b/c true",
        "{a,b}/c c/c false",
        "{a,{b,c}}.json c.json true",
        "\\*.yaml *.yaml true",
        "\\*.yaml a.yaml false",
        "*a*b*c xaybzc true",
        "*a*b*c xaybz false",
        "a* a true",
      })
  void patterns_match_as_written(String pattern, String path, boolean expected) {
    assertThat(new Glob(pattern).matches(path)).isEqualTo(expected);
  }

  @Test
  void what_is_no_pattern_is_refused() {
    for (String pattern : new String[] {"{a", "[a", "a\\", "{a,b}".repeat(20), "a".repeat(5_000)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Glob(pattern));
    }
  }

  @Test
  void many_stars_take_no_longer() {
    var glob = new Glob("*a".repeat(1_000) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(glob.matches("a".repeat(4_000))).isFalse());
  }
}
