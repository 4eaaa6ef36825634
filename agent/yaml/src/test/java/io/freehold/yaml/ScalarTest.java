package io.freehold.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The expected columns are what kubectl 1.32 printed for each scalar, applied and through its
 * kustomize.
 */
class ScalarTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ' ',
      textBlock =
          """
          on true "on"
          off false "off"
          yes true "yes"
          y true "y"
          N false "N"
          True true true
          TRUE true true
          tRUE "tRUE" "tRUE"
          0123 83 83
          089 89 89
          0o17 15 15
          0O17 15 15
          0x1F 31 31
          -0x1F -31 -31
          +12 12 12
          1_000 1000 1000
          1__000 1000 1000
          0b11 3 3
          -0b11 -3 -3
          0b12 "0b12" "0b12"
          1e3 1000 1000
          1.0 1 1
          1. 1 1
          .5 0.5 0.5
          +.5 0.5 0.5
          1.5e-7 1.5e-7 1.5e-7
          1e21 1e+21 1e+21
          1e20 100000000000000000000 100000000000000000000
          1E400 "1E400" "1E400"
          123456789012345678901 123456789012345680000 123456789012345680000
          18446744073709551615 18446744073709552000 18446744073709551615
          9223372036854775807 9223372036854775807 9223372036854775807
          9223372036854775808 9223372036854776000 9223372036854775808
          -9223372036854775809 -9223372036854776000 -9223372036854776000
          2001-01-01 "2001-01-01" "2001-01-01T00:00:00Z"
          2001-1-1 "2001-1-1" "2001-01-01T00:00:00Z"
          2001-02-30 "2001-02-30" "2001-02-30"
          2001-1-1T1:2:3Z "2001-1-1T1:2:3Z" "2001-01-01T01:02:03Z"
          2001-01-01T10:00:00.5Z "2001-01-01T10:00:00.5Z" "2001-01-01T10:00:00.5Z"
          2001-01-01t10:00:00+02:00 "2001-01-01t10:00:00+02:00" "2001-01-01T10:00:00+02:00"
          1:30 "1:30" "1:30"
          190:20:30 "190:20:30" "190:20:30"
          ~ null null
          Null null null
          nUll "nUll" "nUll"
          0 0 0
          00 0 0
          -0 0 0
          -0.0 0 0
          1e-7 1e-7 1e-7
          0.000001 0.000001 0.000001
          100000000000000000000000 1e+23 1e+23
          0x "0x" "0x"
          0_ 0 0
          _1 "_1" "_1"
          1_ 1 1
          1.2.3 "1.2.3" "1.2.3"
          1e "1e" "1e"
          0777 511 511
          0x1_F 31 31
          1_000.5 1000.5 1000.5
          0o8 "0o8" "0o8"
          -017 -15 -15
          .e5 ".e5" ".e5"
          + "+" "+"
          0x1p4 "0x1p4" "0x1p4"
          `!!str 12` "12" "12"
          `!!int "0x10"` 16 16
          `!!binary aGk=` "hi" "hi"
          `!foo 12` "12" "12"
          NaN "NaN" "NaN"
          3.14159265358979323846 3.141592653589793 3.141592653589793
          "on" "on" "on"
          '0123' "0123" "0123"
          = "=" "="
          """)
  void plainScalarMeansWhatKubectlSays(String text, String kubernetes, String kustomize) {
    assertThat(Json.text(read(text, Schema.KUBERNETES))).isEqualTo(kubernetes);
    assertThat(Json.text(read(text, Schema.KUSTOMIZE))).isEqualTo(kustomize);
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", ".inf", "-.INF", "!!int 1.5", "!!bool maybe", "!!binary '%'"})
  void whatJsonCannotSayIsRefused(String text) {
    assertThatExceptionOfType(YamlException.class)
        .isThrownBy(() -> read(text, Schema.KUBERNETES))
        .satisfies(e -> assertThat(e.code()).isEqualTo(YamlException.Code.VALUE))
        .withMessageStartingWith("f.yaml:1:4:");
  }

  @ParameterizedTest
  @CsvSource({
    "on,true",
    "1,1",
    "0123,83",
    "1.5,1.5",
    "true,true",
    "2001-01-01,2001-01-01",
    "1e3,1000"
  })
  void keysBecomeText(String key, String expected) {
    var root = Yaml.parse("f.yaml", (key + ": q").getBytes(UTF_8), Schema.KUBERNETES);
    assertThat(((MapValue) root.getFirst().root()).keys()).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null: 1", "~: 1", "? [a]\n: 1", "? {a: 1}\n: 1"})
  void otherKeysAreRefused(String text) {
    assertThatExceptionOfType(YamlException.class)
        .isThrownBy(() -> Yaml.parse("f.yaml", text.getBytes(UTF_8), Schema.KUBERNETES))
        .satisfies(e -> assertThat(e.code()).isEqualTo(YamlException.Code.KEY));
  }

  @ParameterizedTest
  @CsvSource({"0123", "1e3", "1_000"})
  void numbersRememberTheirSpelling(String text) {
    assertThat(((NumberValue) read(text, Schema.KUSTOMIZE)).text()).isEqualTo(text);
  }

  private static Value read(String text, Schema schema) {
    var documents = Yaml.parse("f.yaml", ("v: " + text).getBytes(UTF_8), schema);
    return ((MapValue) documents.getFirst().root()).get("v").orElseThrow();
  }
}
