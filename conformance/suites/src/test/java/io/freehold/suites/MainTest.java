package io.freehold.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program as the launcher starts it. */
class MainTest {
  @Test
  void each_line_is_answered_before_the_next_is_read() throws Exception {
    Process process = start("envsubst");
    try (var in = process.outputWriter(StandardCharsets.UTF_8);
        var out = process.inputReader(StandardCharsets.UTF_8)) {
      in.write("{\"id\": \"é\", \"template\": \"${v}\", \"vars\": {\"v\": \"ü\"}}\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("{\"id\":\"é\",\"output\":\"ü\"}");
      in.write("not JSON\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("{\"error\":\"the case is no JSON object\"}");
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void an_unknown_suite_is_an_error_with_the_list() throws Exception {
    Process process = start("nonsense");
    assertThat(process.errorReader(StandardCharsets.UTF_8).readAllAsString())
        .contains("there is no suite named nonsense")
        .contains("envsubst");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private static Process start(String suite) throws IOException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
    command.addAll(
        List.of(System.getProperty("java.class.path"), "io.freehold.suites.Main", suite));
    return new ProcessBuilder(command).start();
  }
}
