package io.freehold.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Writes a changed value in the style of the text it was read from: flow and block, quotes,
 * comments, anchors and the order of keys stay where the text had them. Indentation becomes two
 * spaces, lists stand at the column of their key, and long lines are not broken. For one use.
 */
final class StyledYaml {
  private static final String MERGE = "<<";

  private final StringBuilder out = new StringBuilder();
  private final StyledScalars scalars = new StyledScalars(out);
  private final Set<Node> written = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Writes the first document of a valid text with what differs between two values. */
  String write(String text, Value before, Value after) {
    var settings =
        LoadSettings.builder().setParseComments(true).setCodePointLimit(Integer.MAX_VALUE).build();
    var composer =
        new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
    if (!composer.hasNext()) {
      return text;
    }
    Node root = composer.next();
    comments(root.getBlockComments(), 0);
    if (isBlock(root, after)) {
      properties(root);
      block(root, before, after, 0);
    } else {
      inline(root, before, after, 0, false);
      lineComment(root);
      out.append('\n');
      comments(root.getEndComments(), 0);
    }
    return out.toString();
  }

  /** Whether a value is written on lines of its own; without a node in block style. */
  private boolean isBlock(@Nullable Node node, @Nullable Value value) {
    if (value instanceof ScalarValue || (node instanceof ScalarNode && value == null)) {
      return false;
    }
    if (value instanceof MapValue map && map.isEmpty()) {
      return false;
    }
    if (value instanceof ListValue list && list.isEmpty()) {
      return false;
    }
    if (node != null && value == null && isKnown(node)) {
      return false;
    }
    return switch (node) {
      case MappingNode map when value == null || value instanceof MapValue ->
          map.getFlowStyle() == FlowStyle.BLOCK;
      case SequenceNode list when value == null || value instanceof ListValue ->
          list.getFlowStyle() == FlowStyle.BLOCK;
      case null, default -> true;
    };
  }

  private boolean isKnown(Node node) {
    return node.getAnchor().isPresent() && written.contains(node);
  }

  /** Null as a value means that all of the node stays. */
  private static @Nullable Value change(@Nullable Value before, @Nullable Value after) {
    return after == null || after.equals(before) ? null : after;
  }

  private void block(
      @Nullable Node node, @Nullable Value before, @Nullable Value after, int indent) {
    Value changed = change(before, after);
    if (node instanceof MappingNode map && (changed == null || changed instanceof MapValue)) {
      map(map, (MapValue) before, (MapValue) changed, indent);
    } else if (node instanceof SequenceNode list
        && (changed == null || changed instanceof ListValue)) {
      list(list, (ListValue) before, (ListValue) changed, indent);
    } else if (changed instanceof MapValue map) {
      boolean first = true;
      for (var entry : map) {
        pad(first ? 0 : indent);
        first = false;
        scalars.key(null, entry.getKey());
        value(null, null, null, entry.getValue(), indent);
      }
    } else if (changed instanceof ListValue list) {
      boolean first = true;
      for (Value item : list) {
        pad(first ? 0 : indent);
        first = false;
        item(null, null, item, indent);
      }
    }
  }

  private void map(
      MappingNode node, @Nullable MapValue before, @Nullable MapValue after, int indent) {
    boolean first = true;
    var own = new HashSet<String>();
    for (NodeTuple tuple : node.getValue()) {
      String key = text(tuple.getKeyNode());
      own.add(key);
      boolean isMerge = key.equals(MERGE);
      if (after != null && !isMerge && !after.has(key)) {
        continue;
      }
      Value old = isMerge || before == null ? null : before.get(key).orElse(null);
      Value now = isMerge || after == null ? null : after.get(key).orElse(null);
      first = start(tuple.getKeyNode(), first, indent);
      scalars.key((ScalarNode) tuple.getKeyNode(), key);
      value(tuple.getKeyNode(), tuple.getValueNode(), old, now, indent);
    }
    for (var entry : added(own, before, after)) {
      pad(first ? 0 : indent);
      first = false;
      scalars.key(null, entry);
      value(null, null, null, after == null ? null : after.get(entry).orElse(null), indent);
    }
    comments(node.getEndComments(), indent);
  }

  /** Keys that the text has not, but not those that it merges. */
  private static List<String> added(
      Set<String> own, @Nullable MapValue before, @Nullable MapValue after) {
    var added = new ArrayList<String>();
    if (after != null) {
      for (var entry : after) {
        String key = entry.getKey();
        boolean isMerged = before != null && before.get(key).equals(after.get(key));
        if (!own.contains(key) && !isMerged) {
          added.add(key);
        }
      }
    }
    return added;
  }

  /** What stands before an entry; the first one of a block is already in its column. */
  private boolean start(Node node, boolean first, int indent) {
    var comments = node.getBlockComments();
    if (comments != null && comments.stream().anyMatch(StyledYaml::isText)) {
      if (first && indent > 0 && out.charAt(out.length() - 1) != '\n') {
        comments(comments, indent, true);
      } else {
        comments(comments, indent);
      }
      pad(indent);
    } else if (!first) {
      pad(indent);
    }
    return false;
  }

  private void list(
      SequenceNode node, @Nullable ListValue before, @Nullable ListValue after, int indent) {
    int size = after == null ? node.getValue().size() : after.size();
    boolean first = true;
    for (int i = 0; i < size; i++) {
      Node item = i < node.getValue().size() ? node.getValue().get(i) : null;
      Value old = before != null && i < before.size() ? before.get(i) : null;
      first = item == null ? start(first, indent) : start(item, first, indent);
      item(item, old, after == null ? null : after.get(i), indent);
    }
    comments(node.getEndComments(), indent);
  }

  private boolean start(boolean first, int indent) {
    pad(first ? 0 : indent);
    return false;
  }

  private void item(
      @Nullable Node node, @Nullable Value before, @Nullable Value after, int indent) {
    Value changed = change(before, after);
    out.append("- ");
    if (isBlock(node, changed)) {
      properties(node);
      block(node, before, changed, indent + 2);
    } else {
      inline(node, before, changed, indent, false);
      lineComment(node);
      out.append('\n');
    }
  }

  /** What follows a key: the colon and the value. */
  private void value(
      @Nullable Node key,
      @Nullable Node node,
      @Nullable Value before,
      @Nullable Value after,
      int indent) {
    Value changed = change(before, after);
    out.append(':');
    if (!isBlock(node, changed)) {
      boolean isBlank =
          changed == null
              && node instanceof ScalarNode scalar
              && scalar.getValue().isEmpty()
              && scalar.getScalarStyle() == ScalarStyle.PLAIN;
      out.append(isBlank ? "" : " ");
      inline(node, before, changed, indent, false);
      lineComment(key);
      lineComment(node);
      out.append('\n');
      return;
    }
    if (node != null && node.getAnchor().isPresent()) {
      out.append(' ');
      properties(node);
      out.setLength(out.length() - 1);
    }
    lineComment(key);
    out.append('\n');
    boolean isList = changed == null ? node instanceof SequenceNode : changed instanceof ListValue;
    int inner = isList ? indent : indent + 2;
    pad(inner);
    block(node, before, changed, inner);
  }

  private void inline(
      @Nullable Node node,
      @Nullable Value before,
      @Nullable Value after,
      int indent,
      boolean inFlow) {
    Value changed = change(before, after);
    if (node != null && changed == null && isKnown(node)) {
      out.append('*').append(node.getAnchor().orElseThrow().getValue());
      return;
    }
    properties(node);
    if (node instanceof MappingNode map && (changed == null || changed instanceof MapValue)) {
      flowMap(map, (MapValue) before, (MapValue) changed, indent);
    } else if (node instanceof SequenceNode list
        && (changed == null || changed instanceof ListValue)) {
      flowList(list, (ListValue) before, (ListValue) changed, indent);
    } else if (changed instanceof MapValue map) {
      out.append('{');
      String comma = "";
      for (var entry : map) {
        out.append(comma);
        comma = ", ";
        scalars.key(null, entry.getKey());
        out.append(": ");
        inline(null, null, entry.getValue(), indent, true);
      }
      out.append('}');
    } else if (changed instanceof ListValue list) {
      out.append('[');
      String comma = "";
      for (Value item : list) {
        out.append(comma);
        comma = ", ";
        inline(null, null, item, indent, true);
      }
      out.append(']');
    } else {
      scalars.value((node instanceof ScalarNode scalar) ? scalar : null, changed, indent, inFlow);
    }
  }

  private void flowMap(
      MappingNode node, @Nullable MapValue before, @Nullable MapValue after, int indent) {
    out.append('{');
    String comma = "";
    var own = new HashSet<String>();
    for (NodeTuple tuple : node.getValue()) {
      String key = text(tuple.getKeyNode());
      own.add(key);
      boolean isMerge = key.equals(MERGE);
      if (after != null && !isMerge && !after.has(key)) {
        continue;
      }
      out.append(comma);
      comma = ", ";
      scalars.key((ScalarNode) tuple.getKeyNode(), key);
      out.append(": ");
      inline(
          tuple.getValueNode(),
          isMerge || before == null ? null : before.get(key).orElse(null),
          isMerge || after == null ? null : after.get(key).orElse(null),
          indent,
          true);
    }
    for (String key : added(own, before, after)) {
      out.append(comma);
      comma = ", ";
      scalars.key(null, key);
      out.append(": ");
      inline(null, null, after == null ? null : after.get(key).orElse(null), indent, true);
    }
    out.append('}');
  }

  private void flowList(
      SequenceNode node, @Nullable ListValue before, @Nullable ListValue after, int indent) {
    out.append('[');
    int size = after == null ? node.getValue().size() : after.size();
    for (int i = 0; i < size; i++) {
      out.append(i == 0 ? "" : ", ");
      inline(
          i < node.getValue().size() ? node.getValue().get(i) : null,
          before != null && i < before.size() ? before.get(i) : null,
          after == null ? null : after.get(i),
          indent,
          true);
    }
    out.append(']');
  }

  private void properties(@Nullable Node node) {
    if (node != null && node.getAnchor().isPresent() && written.add(node)) {
      out.append('&').append(node.getAnchor().get().getValue()).append(' ');
    }
  }

  private static String text(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static boolean isText(CommentLine line) {
    return line.getCommentType() != CommentType.BLANK_LINE;
  }

  private void lineComment(@Nullable Node node) {
    if (node == null || node.getInLineComments() == null) {
      return;
    }
    for (CommentLine line : node.getInLineComments()) {
      if (isText(line)) {
        out.append(" #").append(line.getValue());
      }
    }
  }

  private void comments(@Nullable List<CommentLine> lines, int indent) {
    comments(lines, indent, false);
  }

  /** Comments on lines of their own; blank lines between them stay, those around them do not. */
  private void comments(@Nullable List<CommentLine> lines, int indent, boolean isInColumn) {
    if (lines == null) {
      return;
    }
    boolean inColumn = isInColumn;
    boolean wasText = false;
    for (CommentLine line : lines) {
      if (isText(line)) {
        pad(inColumn ? 0 : indent);
        inColumn = false;
        out.append('#').append(line.getValue()).append('\n');
        wasText = true;
      } else if (wasText) {
        out.append('\n');
        wasText = false;
      }
    }
  }

  private void pad(int indent) {
    out.repeat(' ', indent);
  }
}
