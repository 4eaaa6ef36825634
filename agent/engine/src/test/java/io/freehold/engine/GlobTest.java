package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "* anything true",
        "shop-* shop-eu true",
        "shop-* my-shop-eu false",
        "shop-?? shop-eu true",
        "{a,b*}-x bcd-x true",
        "[a-c]1 b1 true",
        "[!a-c]1 b1 false",
        "a.c abc false",
        "https://*.example.org https://eu.example.org true",
        "\\*x *x true",
        "\\*x ax false",
        "{a a false",
      })
  void patterns(String pattern, String text, boolean matches) {
    assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
  }
}
