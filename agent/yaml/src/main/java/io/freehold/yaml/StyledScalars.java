package io.freehold.yaml;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes scalars with the quotes that the text had, or that they need. */
final class StyledScalars {
  private final StringBuilder out;

  StyledScalars(StringBuilder out) {
    this.out = out;
  }

  /** A key, in the style of its node if there is one. */
  void key(@Nullable ScalarNode node, String text) {
    if (node == null) {
      plain(text, 0, true);
    } else {
      // As the YAML library of upstream writes it.
      out.append(text.equals("<<") && node.getScalarStyle() == ScalarStyle.PLAIN ? "!!merge " : "");
      styled(node, text, 0, true);
    }
  }

  /**
   * A value.
   *
   * @param changed what is written; null for the value of the node
   */
  void value(@Nullable ScalarNode node, @Nullable Value changed, int indent, boolean inFlow) {
    if (changed instanceof StringValue string) {
      if (node == null || node.getScalarStyle() == ScalarStyle.PLAIN) {
        plain(string.text(), indent, inFlow);
      } else {
        styled(node, string.text(), indent, inFlow);
      }
    } else if (changed != null) {
      out.append(Json.text(changed));
    } else if (node != null) {
      if (!node.getTag().equals(Tag.STR) && node.getTag().getValue().startsWith("!")) {
        out.append(node.getTag().getValue()).append(' ');
      }
      styled(node, node.getValue(), indent, inFlow);
    }
  }

  private void styled(ScalarNode node, String text, int indent, boolean inFlow) {
    switch (node.getScalarStyle()) {
      case PLAIN, JSON_SCALAR_STYLE -> out.append(text);
      case DOUBLE_QUOTED -> YamlWriter.quote(out, text);
      case SINGLE_QUOTED -> single(text);
      case LITERAL, FOLDED -> {
        if (inFlow || !YamlWriter.canBeBlock(text)) {
          YamlWriter.quote(out, text);
        } else {
          YamlWriter.literal(out, text, indent, node.getScalarStyle() == ScalarStyle.FOLDED);
        }
      }
    }
  }

  private void single(String text) {
    if (text.indexOf('\n') >= 0 || !YamlWriter.isPrintable(text)) {
      YamlWriter.quote(out, text);
    } else {
      out.append('\'').append(text.replace("'", "''")).append('\'');
    }
  }

  private void plain(String text, int indent, boolean inFlow) {
    if (!inFlow && text.indexOf('\n') > 0 && YamlWriter.canBeBlock(text)) {
      YamlWriter.literal(out, text, indent, false);
    } else if (YamlWriter.isOther(text)) {
      YamlWriter.quote(out, text);
    } else if (YamlWriter.isPlain(text)
        && !(inFlow && text.chars().anyMatch(c -> ",[]{}?".indexOf(c) >= 0))) {
      out.append(text);
    } else {
      single(text);
    }
  }
}
