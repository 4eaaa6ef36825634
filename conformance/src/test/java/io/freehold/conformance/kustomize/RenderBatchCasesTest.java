package io.freehold.conformance.kustomize;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The shared kustomize cases, through one process of {@code freehold render --batch}. */
class RenderBatchCasesTest {
  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> answersLikeUpstream() throws Exception {
    List<Path> cases = new ArrayList<>();
    for (String suite : List.of("verified", "newer")) {
      try (var list = Files.list(suites().resolve(suite))) {
        list.filter(path -> Files.exists(path.resolve("case.yaml"))).sorted().forEach(cases::add);
      }
    }
    Map<String, MapValue> answers = ask(cases);
    return cases.stream()
        .map(path ->
            DynamicTest.dynamicTest(
                name(path), () -> check(path, requireNonNull(answers.get(name(path))))));
  }

  private static Path suites() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path suites = folder.resolve("shared/cases/kustomize");
      if (Files.isDirectory(suites)) {
        return suites;
      }
    }
    return abort("shared/cases/kustomize is not there; the cases are not run");
  }

  private Map<String, MapValue> ask(List<Path> cases) throws Exception {
    var requests = new StringBuilder();
    for (Path path : cases) {
      requests.append(Json.text(request(path))).append('\n');
    }
    Path input = work.resolve("requests.jsonl");
    Path output = work.resolve("answers.jsonl");
    Files.writeString(input, requests);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.freehold.cli.Main",
                "render",
                "--batch")
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).as("exit code of freehold render --batch").isZero();
    var answers = new HashMap<String, MapValue>();
    for (String line : Files.readAllLines(output)) {
      var answer =
          (MapValue)
              Json.parse("answer", line.getBytes(StandardCharsets.UTF_8), Schema.KUSTOMIZE).root();
      answers.put(answer.text("id"), answer);
    }
    return answers;
  }

  private static MapValue request(Path path) throws IOException {
    MapValue spec = spec(path);
    MapValue options = spec.map("options");
    var request =
        MapValue.builder()
            .put("id", name(path))
            .put("dir", path.resolve("input").resolve(spec.text("path")).normalize().toString())
            .put("managedByLabel", options.getOr("managedByLabel", BooleanValue.FALSE));
    options.get("reorder").ifPresent(order -> request.put("reorder", order));
    options.get("loadRestrictor").ifPresent(where -> request.put("restrictor", where));
    return request.build();
  }

  private static void check(Path path, MapValue answer) throws IOException {
    if (spec(path).text("expect").equals("error")) {
      assertThat(answer.text("error")).isNotBlank().hasLineCount(1);
    } else {
      assertThat(answer.get("error")).isEmpty();
      assertThat(documents(answer.getOr("yaml", new StringValue(""))))
          .isEqualTo(documents(new StringValue(Files.readString(path.resolve("expected.yaml")))));
    }
  }

  private static MapValue spec(Path path) throws IOException {
    return (MapValue)
        documents(new StringValue(Files.readString(path.resolve("case.yaml")))).getFirst();
  }

  private static List<Value> documents(Value text) {
    byte[] bytes = ((StringValue) text).text().getBytes(StandardCharsets.UTF_8);
    return Yaml.parse("documents", bytes, Schema.KUSTOMIZE).stream()
        .filter(document -> !document.isEmpty())
        .map(Document::root)
        .toList();
  }

  private static String name(Path path) {
    return requireNonNull(path.getFileName()).toString();
  }
}
