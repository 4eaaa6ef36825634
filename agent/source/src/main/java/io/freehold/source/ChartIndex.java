package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The versions of one chart in an {@code index.yaml}. Indexes grow to tens of megabytes, so the
 * rest is passed over while reading and never held.
 */
final class ChartIndex {
  private static final int MOST_VERSIONS = 50_000;
  private static final int DEEPEST = 64;

  private final Iterator<Event> events;
  private final String url;

  /**
   * One version.
   *
   * @param urls where the archive is, relative to the repository or absolute
   * @param digest SHA-256 of the archive in hexadecimal, with or without its algorithm; may be
   *     empty
   */
  record Entry(String version, List<String> urls, String digest) {}

  private ChartIndex(byte[] yaml, String url) {
    this.url = url;
    var settings =
        LoadSettings.builder().setCodePointLimit(yaml.length + 1).setLabel("index.yaml").build();
    this.events = new Parse(settings).parseInputStream(new ByteArrayInputStream(yaml)).iterator();
  }

  /**
   * Reads the versions of a chart in their order; empty when the index does not have the chart.
   *
   * @param url the repository, for messages
   */
  static List<Entry> read(byte[] yaml, String chart, String url) {
    var index = new ChartIndex(yaml, url);
    try {
      return index.entries(chart);
    } catch (YamlEngineException | java.util.NoSuchElementException e) {
      throw new SourceException(
          Code.FORMAT,
          url + "/index.yaml is not readable YAML; the repository must be repaired",
          e);
    }
  }

  private List<Entry> entries(String chart) {
    if (!skipTo("entries") || !(events.next() instanceof MappingStartEvent) || !inMap(chart)) {
      return List.of();
    }
    if (!(events.next() instanceof SequenceStartEvent)) {
      throw unexpected();
    }
    var found = new ArrayList<Entry>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      if (!(event instanceof MappingStartEvent) || found.size() >= MOST_VERSIONS) {
        throw unexpected();
      }
      found.add(entry());
    }
    return List.copyOf(found);
  }

  private Entry entry() {
    String version = "";
    String digest = "";
    List<String> urls = List.of();
    while (true) {
      Event key = events.next();
      if (key instanceof MappingEndEvent) {
        return new Entry(version, urls, digest);
      }
      String name = key instanceof ScalarEvent scalar ? scalar.getValue() : "";
      Event value = events.next();
      switch (name) {
        case "version" -> version = scalar(value);
        case "digest" -> digest = scalar(value);
        case "urls" -> urls = scalars(value);
        default -> skip(value);
      }
    }
  }

  private String scalar(Event value) {
    if (value instanceof ScalarEvent scalar) {
      return scalar.isPlain() && scalar.getValue().equals("null") ? "" : scalar.getValue();
    }
    throw unexpected();
  }

  private List<String> scalars(Event value) {
    if (!(value instanceof SequenceStartEvent)) {
      skip(value);
      return List.of();
    }
    var all = new ArrayList<String>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      all.add(scalar(event));
    }
    return List.copyOf(all);
  }

  /** Goes to the value of a key of the document's root. */
  private boolean skipTo(String key) {
    while (events.hasNext()) {
      if (events.next() instanceof MappingStartEvent) {
        return inMap(key);
      }
    }
    return false;
  }

  /** Goes to the value of a key of the map that just began; false at its end. */
  private boolean inMap(String key) {
    while (true) {
      Event event = events.next();
      if (event instanceof MappingEndEvent) {
        return false;
      }
      if (event instanceof ScalarEvent scalar && scalar.getValue().equals(key)) {
        return true;
      }
      skip(event);
      skip(events.next());
    }
  }

  /** Passes over what an event begins. */
  private void skip(Event first) {
    int depth = 0;
    Event event = first;
    while (true) {
      if (event instanceof MappingStartEvent || event instanceof SequenceStartEvent) {
        depth++;
      } else if (event instanceof MappingEndEvent || event instanceof SequenceEndEvent) {
        depth--;
      } else if (event instanceof AliasEvent || depth > DEEPEST) {
        throw unexpected();
      }
      if (depth == 0) {
        return;
      }
      event = events.next();
    }
  }

  private SourceException unexpected() {
    return new SourceException(
        Code.FORMAT,
        url
            + "/index.yaml does not have the form of a Helm index; the repository must be repaired");
  }

  /** The entry of a version: the one that is written just so, else the highest in the range. */
  static Optional<Entry> choose(List<Entry> entries, String versionOrRange) {
    Optional<Entry> exact =
        entries.stream()
            .filter(entry -> !versionOrRange.isEmpty() && entry.version().equals(versionOrRange))
            .findFirst();
    return exact.or(() ->
        VersionRange.parse(versionOrRange)
            .flatMap(range -> range.highest(entries.stream().map(Entry::version).toList()))
            .flatMap(version ->
                entries.stream().filter(entry -> entry.version().equals(version)).findFirst()));
  }
}
