package io.freehold.server;

import java.util.List;

/** A page in Prometheus' text format, version 0.0.4. */
final class Exposition {
  /** Its content type. */
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /** Begins a metric that goes up and down. */
  void gauge(String name, String help) {
    begin(name, help, "gauge");
  }

  /** Begins a metric that only grows. */
  void counter(String name, String help) {
    begin(name, help, "counter");
  }

  /** A whole number; labels are names and values in turn. */
  void value(String name, long value, String... labels) {
    value(name, Long.toString(value), labels);
  }

  /** A value; labels are names and values in turn. */
  void value(String name, double value, String... labels) {
    value(name, Double.toString(value), labels);
  }

  private void value(String name, String value, String... labels) {
    text.append(name);
    String before = "{";
    for (int i = 0; i < labels.length; i += 2) {
      text.append(before).append(labels[i]).append("=\"").append(escape(labels[i + 1])).append('"');
      before = ",";
    }
    text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
  }

  /** A metric with one value. */
  void gauge(String name, String help, long value) {
    gauge(name, help);
    value(name, value);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void begin(String name, String help, String type) {
    List.of("# HELP ", name, " ", help, "\n# TYPE ", name, " ", type, "\n").forEach(text::append);
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
