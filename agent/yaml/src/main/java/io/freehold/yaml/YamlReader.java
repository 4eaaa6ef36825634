package io.freehold.yaml;

import io.freehold.yaml.YamlException.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Builds values straight from parse events. An alias is the very value of its anchor, so hostile
 * nesting costs no memory; {@link Limits#nodes()} still counts what it stands for, because whoever
 * walks the tree pays for that.
 */
final class YamlReader {
  private static final String MERGE = "<<";
  private static final String MERGE_TAG = "tag:yaml.org,2002:merge";

  private final String file;
  private final String text;
  private final Schema schema;
  private final Limits limits;
  private final RepeatedKeys repeated;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private int nodes;
  private int aliases;

  /**
   * The value of an anchor and how many nodes it stands for; the value is null while it is being
   * read.
   */
  private record Anchored(@Nullable Value value, int nodes) {}

  YamlReader(String file, String text, Schema schema, Limits limits, RepeatedKeys repeated) {
    this.file = file;
    this.text = text;
    this.schema = schema;
    this.limits = limits;
    this.repeated = repeated;
  }

  List<Document> documents() {
    var settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(Integer.MAX_VALUE).build();
    try {
      return read(new ParserImpl(settings, new StreamReader(settings, text)));
    } catch (MarkedYamlEngineException e) {
      // Not its message: that quotes the source, which may be secret.
      var mark = e.getProblemMark().or(e::getContextMark);
      throw error(Code.SYNTAX, mark, e.getProblem() == null ? e.getContext() : e.getProblem());
    } catch (ReaderException e) {
      int line = 1 + (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      String problem = "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint());
      throw new YamlException(Code.SYNTAX, file, line, 1, problem);
    } catch (YamlEngineException _) {
      throw new YamlException(Code.SYNTAX, file, 1, 1, "this is not valid YAML");
    }
  }

  private List<Document> read(ParserImpl parser) {
    var documents = new ArrayList<Document>();
    while (parser.hasNext()) {
      Event event = parser.next();
      if (event.getEventId() == Event.ID.DocumentStart) {
        anchors.clear();
        Event content = parser.next();
        documents.add(new Document(node(parser, content, 0), line(content)));
      }
    }
    return List.copyOf(documents);
  }

  private Value node(ParserImpl parser, Event event, int depth) {
    if (depth > limits.depth()) {
      throw error(
          Code.LIMIT, event.getStartMark(), "nested deeper than " + limits.depth() + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    var start = (NodeEvent) event;
    count(1, start);
    int before = nodes;
    var anchor = start.getAnchor().map(Anchor::getValue);
    anchor.ifPresent(name -> anchors.put(name, new Anchored(null, 0)));
    Value value =
        switch (start) {
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent _ -> map(parser, start, depth);
          case SequenceStartEvent _ -> list(parser, depth);
          default -> throw error(Code.SYNTAX, event.getStartMark(), "unexpected content");
        };
    anchor.ifPresent(name -> anchors.put(name, new Anchored(value, nodes - before + 1)));
    return value;
  }

  private Value alias(AliasEvent event) {
    String name = event.getAlias().getValue();
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw error(Code.ALIAS, event.getStartMark(), "there is no anchor &" + name + " above");
    }
    Value value = anchored.value();
    if (value == null) {
      throw error(Code.ALIAS, event.getStartMark(), "*" + name + " stands inside its own anchor");
    }
    if (++aliases > limits.aliases()) {
      throw error(
          Code.LIMIT, event.getStartMark(), "more than " + limits.aliases() + " aliases in a file");
    }
    count(anchored.nodes(), event);
    return value;
  }

  private void count(int more, Event at) {
    nodes += more;
    // An alias of aliases may overflow the sum.
    if (nodes < 0 || nodes > limits.nodes()) {
      throw error(
          Code.LIMIT,
          at.getStartMark(),
          "more than " + limits.nodes() + " values in a file, aliases expanded");
    }
  }

  private ListValue list(ParserImpl parser, int depth) {
    var items = new ArrayList<Value>();
    Event event = parser.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(parser, event, depth + 1));
      event = parser.next();
    }
    return ListValue.of(items);
  }

  private MapValue map(ParserImpl parser, Event start, int depth) {
    var builder = new MapBuilder(line(start));
    List<Value> merges = List.of();
    Event event = parser.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      if (event instanceof ScalarEvent scalar && isMerge(scalar)) {
        if (!merges.isEmpty()) {
          throw error(
              Code.DUPLICATE_KEY, event.getStartMark(), "<< stands twice in one map; write a list");
        }
        Event merged = parser.next();
        merges = merge(node(parser, merged, depth + 1), merged);
      } else {
        String key = key(event);
        if (repeated == RepeatedKeys.REFUSE && builder.has(key)) {
          throw error(
              Code.DUPLICATE_KEY,
              event.getStartMark(),
              "the key " + key + " is in line " + builder.lineOf(key) + " of this map already");
        }
        builder.put(key, node(parser, parser.next(), depth + 1), line(event));
      }
      event = parser.next();
    }
    // After all own keys, which win; of the merged maps the first wins.
    for (Value merge : merges) {
      for (var entry : (MapValue) merge) {
        if (!builder.has(entry.getKey())) {
          builder.put(entry.getKey(), entry.getValue());
        }
      }
    }
    return builder.build();
  }

  private List<Value> merge(Value value, Event at) {
    var maps = value instanceof ListValue list ? list.items() : List.of(value);
    if (maps.isEmpty() || !maps.stream().allMatch(MapValue.class::isInstance)) {
      throw error(Code.VALUE, at.getStartMark(), "<< merges a map or a list of maps");
    }
    return maps;
  }

  private static boolean isMerge(ScalarEvent event) {
    return event.getValue().equals(MERGE)
        && event.getTag().map(MERGE_TAG::equals).orElse(event.isPlain());
  }

  private String key(Event event) {
    Value key =
        switch (event) {
          case ScalarEvent scalar -> {
            count(1, event);
            Value value = scalar(scalar);
            scalar
                .getAnchor()
                .ifPresent(anchor -> anchors.put(anchor.getValue(), new Anchored(value, 1)));
            yield value;
          }
          case AliasEvent alias -> alias(alias);
          default -> throw error(Code.KEY, event.getStartMark(), "a key must be text");
        };
    String name =
        switch (key) {
          case StringValue string -> string.text();
          case NumberValue number -> number.json();
          case BooleanValue bool -> bool.text();
          case NullValue _, MapValue _, ListValue _ ->
              throw error(
                  Code.KEY, event.getStartMark(), "a key must be text, not " + key.describe());
        };
    return keys.computeIfAbsent(name, k -> k);
  }

  private Value scalar(ScalarEvent event) {
    String tag = event.getTag().orElse("");
    if (tag.isEmpty()) {
      if (!event.isPlain()) {
        return new StringValue(event.getValue());
      }
      return finite(Scalars.plain(event.getValue(), schema), event);
    }
    return finite(Tags.resolve(tag, event.getValue(), schema), event);
  }

  private Value finite(@Nullable Value value, ScalarEvent event) {
    if (value == null) {
      throw error(
          Code.VALUE,
          event.getStartMark(),
          event.getTag().isPresent()
              ? "the value does not fit its tag " + event.getTag().get()
              : "Kubernetes has no infinite numbers; put quotes around text");
    }
    return value;
  }

  private YamlException error(Code code, Optional<Mark> mark, String problem) {
    return new YamlException(
        code,
        file,
        mark.map(m -> m.getLine() + 1).orElse(1),
        mark.map(m -> m.getColumn() + 1).orElse(1),
        problem);
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
