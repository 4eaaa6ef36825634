package io.freehold.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line per log record on standard error: time, level, class, message. */
final class LogFormat extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * Makes this the format of the process.
   *
   * @param environment {@code FREEHOLD_LOG_LEVEL}: debug, info (default), warn or error
   */
  static void install(Map<String, String> environment) {
    LogManager.getLogManager().reset();
    ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new LogFormat());
    handler.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
    Level level =
        switch (environment.getOrDefault("FREEHOLD_LOG_LEVEL", "info").toLowerCase(Locale.ROOT)) {
          case "debug" -> Level.FINE;
          case "warn" -> Level.WARNING;
          case "error" -> Level.SEVERE;
          default -> Level.INFO;
        };
    FREEHOLD.setLevel(level);
  }

  // Held, because the JDK forgets the levels of loggers that nobody refers to.
  private static final Logger FREEHOLD = Logger.getLogger("io.freehold");

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(160);
    TIME.formatTo(record.getInstant(), line);
    line.append(' ').append(level(record.getLevel())).append(' ');
    String logger = String.valueOf(record.getLoggerName());
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
    // Line breaks would let foreign text pretend to be a record of its own.
    line.append(formatMessage(record).replace("\r", "").replace("\n", "\\n")).append('\n');
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace));
      line.append(trace);
    }
    return line.toString();
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN ";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }
}
