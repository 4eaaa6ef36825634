package io.freehold.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.yaml.YamlException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsWhatItWrites() {
    String text =
        "{\"b\":[1,-2.5,true,false,null,\"\\u0001\\\"\\\\\\n\"],\"a\":{},\"c\":[],\"ü\":\"😀\"}";
    assertThat(Json.text(parse(" " + text + "\n"))).isEqualTo(text);
    assertThat(Json.text(parse("\"\\u00fc\\/\\t\""))).isEqualTo("\"ü/\\t\"");
  }

  @Test
  void canonicalFormSortsKeysAtEveryDepth() {
    assertThat(new String(Json.canonical(parse("{\"b\":{\"d\":1,\"c\":2},\"a\":1.0}")), UTF_8))
        .isEqualTo("{\"a\":1,\"b\":{\"c\":2,\"d\":1}}");
  }

  @Test
  void keysKnowTheirLine() {
    var root = (MapValue) parse("{\n\"a\": 1,\n\n\"b\": {}}");
    assertThat(root.lineOf("b")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        "-",
        "+1",
        ".5",
        "tru",
        "'a'",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "[1] 2",
        "nul",
        "1e",
        "{\"a\" 1}",
        "NaN"
      })
  void brokenJsonIsRefused(String text) {
    refused(text, Code.SYNTAX);
  }

  @Test
  void duplicatesAndExcessAreRefused() {
    refused("{\"a\":1,\n \"a\":2}", Code.DUPLICATE_KEY)
        .withMessage("f.json:2:2: the key a is in line 1 of this map already");
    refused("1e999", Code.VALUE);
    refused("[".repeat(200) + "]".repeat(200), Code.LIMIT);
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<YamlException> refused(
      String text, Code code) {
    return assertThatExceptionOfType(YamlException.class)
        .isThrownBy(() -> parse(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static Value parse(String text) {
    return Json.parse("f.json", text.getBytes(UTF_8), Schema.KUBERNETES).root();
  }
}
