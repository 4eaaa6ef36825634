package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.freehold.kustomize.BuildOptions.Order;
import io.freehold.kustomize.BuildOptions.Restriction;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The shared cases from upstream's own tests, all of which pass. */
class CaseSuiteTest {
  private static final Kustomizer KUSTOMIZER = new Kustomizer();

  @TestFactory
  Stream<DynamicTest> verified() throws IOException {
    return cases("verified");
  }

  @TestFactory
  Stream<DynamicTest> newer() throws IOException {
    return cases("newer");
  }

  private static Stream<DynamicTest> cases(String suite) throws IOException {
    Path folder = suites().resolve(suite);
    try (var list = Files.list(folder)) {
      return list.filter(path -> Files.exists(path.resolve("case.yaml"))).sorted().toList().stream()
          .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> check(path)));
    }
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

  private static void check(Path folder) throws IOException {
    var spec = (MapValue) read(folder.resolve("case.yaml")).getFirst();
    MapValue options = spec.map("options");
    var build =
        BuildOptions.DEFAULT
            .withOrder(options.text("reorder").equals("none") ? Order.NONE : Order.LEGACY)
            .withRestriction(
                options.text("loadRestrictor").equals("none") ? Restriction.NONE : Restriction.ROOT)
            .withManagedByLabel(
                options.getOr("managedByLabel", BooleanValue.FALSE).equals(BooleanValue.TRUE));
    var tree = new DiskTree(folder.resolve("input"), Clock.systemUTC());
    String path = spec.text("path");
    if (spec.text("expect").equals("error")) {
      assertThatThrownBy(() -> KUSTOMIZER.build(tree, path, build))
          .isInstanceOf(KustomizeException.class)
          .message()
          .hasLineCount(1)
          .hasSizeGreaterThan(20);
    } else {
      var expected = read(folder.resolve("expected.yaml"));
      assertThat(KUSTOMIZER.build(tree, path, build).objects())
          .as("the objects of %s, in order", folder.getFileName())
          .isEqualTo(expected);
    }
  }

  private static List<Value> read(Path file) throws IOException {
    return Yaml.parse(file.getFileName().toString(), Files.readAllBytes(file), Schema.KUSTOMIZE)
        .stream()
        .filter(document -> !document.isEmpty())
        .map(io.freehold.yaml.Document::root)
        .toList();
  }
}
