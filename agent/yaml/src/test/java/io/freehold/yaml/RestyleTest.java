package io.freehold.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A changed value keeps the style of its text. */
class RestyleTest {
  private static final String TEXT =
      """
      # head

      # of the first key
      server: # beside
          # inside
          host: old # its name
          ports: [1,   2, "three"]

      # before
      "quoted": 'it''s'
      list:
        - a # one
        # two
        - {b: c}
        - - nested
      lit: |
        a

          b
      fold: >-
        long
        line
      base: &base {x: 1}
      same: *base
      merged:
        <<: *base
        y: 2
      empty:
      # end
      """;

  @Test
  void keepsCommentsQuotesAndFlow() {
    var before = (MapValue) parse(TEXT);
    var server = before.map("server").with("host", new StringValue("new"));
    var after =
        before
            .with("server", server)
            .with("quoted", new StringValue("that's"))
            .with("added", new StringValue("42"));
    assertThat(Yaml.restyled(TEXT, before, after))
        .isEqualTo(
            """
            # head

            # of the first key
            server: # beside
              # inside
              host: new # its name
              ports: [1, 2, "three"]
            # before
            "quoted": 'that''s'
            list:
            - a # one
            # two
            - {b: c}
            - - nested
            lit: |
              a

                b
            fold: >-
              long line
            base: &base {x: 1}
            same: *base
            merged:
              !!merge <<: *base
              y: 2
            empty:
            added: "42"
            # end
            """);
  }

  @Test
  void writesValuesThatTheTextHasNot() {
    var before = parse("a: {b: [1]}\nc: x\n");
    var after = parse("a: {b: [1, {k: '1, 2'}], m: null}\nc: {d: [], e: {f: \"2\"}}\n");
    String text = Yaml.restyled("a: {b: [1]}\nc: x\n", before, after);
    assertThat(text).startsWith("a: {b: [1, {k: '1, 2'}], m: null}\nc:\n");
    assertThat(parse(text)).isEqualTo(after);
  }

  @Test
  void dropsWhatIsGone() {
    var before = (MapValue) parse(TEXT);
    var after = before.without("server").without("same");
    assertThat(parse(Yaml.restyled(TEXT, before, after))).isEqualTo(after);
  }

  private static Value parse(String text) {
    return Yaml.parse("t", text.getBytes(StandardCharsets.UTF_8), Schema.KUSTOMIZE)
        .getFirst()
        .root();
  }
}
