package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The compatibility suites, when a folder shared/cases lies above the working directory. */
final class SharedCases {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SharedCases() {}

  /** The cases of a suite; none when the suite is not there. */
  static List<JsonNode> of(String suite) throws IOException {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/cases").resolve(suite + ".jsonl");
      if (Files.isRegularFile(file)) {
        var cases = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(file)) {
          cases.add(JSON.readTree(line));
        }
        return cases;
      }
    }
    return List.of();
  }
}
