package io.freehold.notify;

/**
 * How a value is put into a text of a target, so that it is shown as it is: agents and commits are
 * not trusted to be harmless. Control characters are always taken out.
 */
enum Escape {
  /** As it is. */
  PLAIN {
    @Override
    void append(StringBuilder out, int c) {
      out.appendCodePoint(c);
    }
  },
  /** Slack's own markup; also harmless where the same messages are read as Markdown. */
  SLACK {
    @Override
    void append(StringBuilder out, int c) {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '@' -> out.append("@").append(BREAK);
        default -> out.appendCodePoint(c);
      }
    }
  },
  /** Markdown as forges and Teams read it. */
  MARKDOWN {
    @Override
    void append(StringBuilder out, int c) {
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '@' -> out.append("@").append(BREAK);
        // References to issues and commands of forges.
        case '/' -> out.append(out.isEmpty() || out.charAt(out.length() - 1) == '\n' ? "\\/" : "/");
        case '#' -> out.append("#").append(BREAK);
        case '\\', '`', '*', '_', '[', ']', '(', ')', '!', '|', '~' ->
            out.append('\\').appendCodePoint(c);
        default -> out.appendCodePoint(c);
      }
    }
  };

  // Nothing that is seen, but no longer the name of somebody.
  private static final char BREAK = '\u200b';

  private static final int LONGEST = 2_000;

  abstract void append(StringBuilder out, int c);

  /** A value in one line of a bounded length. */
  String of(String value) {
    var out = new StringBuilder();
    value
        .codePoints()
        .limit(LONGEST)
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        // Marks that turn the direction of text around can make it say something else.
        .filter(c -> Character.getType(c) != Character.FORMAT && Character.isDefined(c))
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .forEach(c -> append(out, c));
    return out.toString();
  }
}
