package io.freehold.yaml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.yaml.YamlException.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
  private static final Limits SMALL = new Limits(1000, 5, 50, 10);

  @Test
  void documentsKnowTheirLine() {
    var documents =
        parse(
            """
            # a licence
            ---
            # the first
            kind: A
            ---
            ---
            # only a comment
            ---
            kind: B
            """);
    assertThat(documents).extracting(Document::isEmpty).containsExactly(false, true, true, false);
    assertThat(documents.getFirst().line()).isEqualTo(4);
    assertThat(documents.getLast().line()).isEqualTo(9);
  }

  @Test
  void aFileWithoutContentHasNoDocuments() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("# nothing\n")).isEmpty();
    assertThat(parse("---\n")).singleElement().matches(Document::isEmpty);
  }

  @Test
  void keysKnowTheirLine() {
    var root = map("a: 1\nb:\n  - c: 2\n    d: 3\n");
    assertThat(root.line()).isEqualTo(1);
    assertThat(root.lineOf("b")).isEqualTo(2);
    var item = (MapValue) root.list("b").get(0);
    assertThat(item.line()).isEqualTo(3);
    assertThat(item.with("c", NumberValue.of(9)).lineOf("d")).isEqualTo(4);
  }

  @Test
  void aliasesAreTheValueOfTheirAnchor() {
    var root = map("a: &x {p: 1}\nb: *x\nc: [*x, &x 2, *x]\n");
    assertThat(Json.text(root))
        .isEqualTo("{\"a\":{\"p\":1},\"b\":{\"p\":1},\"c\":[{\"p\":1},2,2]}");
    assertThat(root.map("b")).isSameAs(root.map("a"));
  }

  @Test
  void ownKeysWinOverMergedOnesWhereverTheyStand() {
    var root =
        map("a: &a {p: 1, q: 2}\nb: &b {p: 9, z: 1}\nc: {q: 3, <<: *a}\nd: {<<: [*a, *b]}\n");
    assertThat(root.map("c")).isEqualTo(map("{q: 3, p: 1}"));
    assertThat(root.map("d")).isEqualTo(map("{p: 1, q: 2, z: 1}"));
    assertThat(map("'<<': 1").keys()).containsExactly("<<");
  }

  @Test
  void aDuplicateKeyIsRefusedAtItsSecondPlace() {
    refused("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", Code.DUPLICATE_KEY)
        .withMessage("f.yaml:5:3: the key c is in line 3 of this map already");
    refused("{1: a, \"1\": b}", Code.DUPLICATE_KEY);
    refused("a: &a {x: 1}\nb: {<<: *a, <<: *a}", Code.DUPLICATE_KEY);
  }

  @Test
  void brokenAliasesAndMergesAreRefused() {
    refused("a: *x", Code.ALIAS).withMessageContaining("&x");
    refused("a: &x [*x]", Code.ALIAS);
    refused("a: &x 1\n---\nb: *x", Code.ALIAS);
    refused("a: {<<: 1}", Code.VALUE);
  }

  @Test
  void anExpansionBombIsStoppedWithoutBeingExpanded() {
    var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append("*a%d,".formatted(i - 1).repeat(10))
          .append("]\n");
    }
    refused(bomb.toString(), Code.LIMIT).withMessageContaining("aliases expanded");
  }

  @Test
  void limitsAreKept() {
    limited("a: " + "x".repeat(1000));
    limited("[[[[[[[1]]]]]]]");
    limited("[" + "1,".repeat(60) + "]");
    limited("a: &x 1\nb: [" + "*x,".repeat(11) + "]");
    assertThat(Yaml.parse("f", "[[[[1]]]]".getBytes(UTF_8), Schema.KUBERNETES, SMALL)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b: c",
        "a:\n\tb: 1",
        "[1, 2",
        "password: \"s3cr3t",
        "password: s3cr3t\n  user: x",
        "a: \u0001",
        "@s3cr3t",
        "%YAML 3.0\n---\ns3cr3t"
      })
  void syntaxErrorsHaveAPositionAndQuoteNothing(String text) {
    refused(text, Code.SYNTAX)
        .withMessageStartingWith("f.yaml:")
        .withMessageNotContaining("s3cr3t");
  }

  @Test
  void otherEncodingsAreRefusedWithTheLine() {
    assertThatExceptionOfType(YamlException.class)
        .isThrownBy(
            () -> Yaml.parse("f.yaml", "a: 1\nb: ä".getBytes(ISO_8859_1), Schema.KUBERNETES))
        .withMessage("f.yaml:2:1: this is not UTF-8; save the file as UTF-8");
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertThat(map("\uFEFFa: ä").text("a")).isEqualTo("ä");
  }

  private static void limited(String text) {
    assertThatExceptionOfType(YamlException.class)
        .isThrownBy(() -> Yaml.parse("f.yaml", text.getBytes(UTF_8), Schema.KUBERNETES, SMALL))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.LIMIT));
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<YamlException> refused(
      String text, Code code) {
    return assertThatExceptionOfType(YamlException.class)
        .isThrownBy(() -> parse(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static MapValue map(String text) {
    return (MapValue) parse(text).getFirst().root();
  }

  private static List<Document> parse(String text) {
    return Yaml.parse("f.yaml", text.getBytes(UTF_8), Schema.KUBERNETES);
  }
}
