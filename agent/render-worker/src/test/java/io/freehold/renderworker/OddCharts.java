package io.freehold.renderworker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Charts as they come in the wild, each in one text of the test resources: a line of dashes, a path
 * and dashes before each file. A word behind the path says what a text cannot show: {@code crlf}
 * for lines that end as on Windows, {@code bom} for a byte order mark.
 */
final class OddCharts {
  private static final Path FOLDER = Path.of("src/test/resources/odd");
  private static final Pattern BORDER = Pattern.compile("(?m)^-- (.+?)( crlf| bom)? --\\n");

  private OddCharts() {}

  static List<String> names() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replace(".txt", ""))
          .sorted()
          .toList();
    }
  }

  /** Charts below the folder {@code FREEHOLD_CHARTS}, subcharts left out. */
  static List<Path> elsewhere() throws IOException {
    String folder = System.getenv("FREEHOLD_CHARTS");
    if (folder == null) {
      return List.of();
    }
    try (var files = Files.walk(Path.of(folder))) {
      return files
          .filter(file -> file.endsWith("Chart.yaml"))
          .map(Path::getParent)
          .filter(chart -> !chart.toString().matches(".*/charts/[^/]+"))
          .sorted()
          .toList();
    }
  }

  /** The files of a chart. */
  static Map<String, byte[]> read(String name) throws IOException {
    String text = Files.readString(FOLDER.resolve(name + ".txt"));
    var chart = new HashMap<String, byte[]>();
    var border = BORDER.matcher(text);
    boolean more = border.find();
    while (more) {
      String path = border.group(1);
      String form = border.group(2) == null ? "" : border.group(2).strip();
      int start = border.end();
      more = border.find();
      String content = text.substring(start, more ? border.start() : text.length());
      chart.put(path, inForm(content, form).getBytes(UTF_8));
    }
    return chart;
  }

  private static String inForm(String content, String form) {
    return switch (form) {
      case "crlf" -> content.replace("\n", "\r\n");
      case "bom" -> "\ufeff" + content;
      default -> content;
    };
  }
}
