package io.freehold.kustomize;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freehold.yaml.Document;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same folders, built here and by {@code kubectl kustomize} when it is there. They hold what
 * kustomize 5.5 does as 5.8; each is one resource, so that a failure names what differs.
 */
class OracleTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anchors-in-kustomization",
        "behaviour-chain",
        "builtin-transformers",
        "case-fields",
        "components-order",
        "configurations",
        "diamond",
        "generators",
        "generators-env-ok",
        "generators-refs",
        "images-odd",
        "json6902-ops",
        "labels",
        "labels-all",
        "lists-kind",
        "localconfig",
        "merge",
        "name-collisions-refs",
        "ns-rolebinding",
        "ns-transformer-subjects",
        "ns-unsetonly",
        "patch-rename",
        "patch-target-selectors",
        "patches-multi-doc",
        "references",
        "replicas",
        "scalars",
        "smp-crd-kind",
        "smp-emptymap",
        "smp-finalizers-owner",
        "smp-lists",
        "smp-replace-directive",
        "smp-service-ports",
        "sort",
        "vars"
      })
  void givesTheSameObjects(String name) throws Exception {
    Path kubectl = kubectl();
    unpack(name);
    var process =
        new ProcessBuilder(kubectl.toString(), "kustomize", folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("exit code of kubectl kustomize").isZero();
    List<Value> expected =
        Yaml.parse("oracle", output, Schema.KUSTOMIZE).stream().map(Document::root).toList();
    assertThat(Trees.build(new DiskTree(folder, Clock.systemUTC()), "")).isEqualTo(expected);
  }

  /** Files of one case stand in one resource, each after a line {@code # file: NAME}. */
  private void unpack(String name) throws IOException {
    try (var stream = OracleTest.class.getResourceAsStream("oracle/" + name + ".yaml")) {
      String text = new String(requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      for (String part : text.split("(?m)^# file: ", -1)) {
        if (!part.isBlank()) {
          int end = part.indexOf('\n');
          Path file = folder.resolve(part.substring(0, end).strip());
          Files.createDirectories(file.getParent());
          Files.writeString(file, part.substring(end + 1));
        }
      }
    }
  }

  private static Path kubectl() {
    for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(entry, "kubectl");
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    assumeTrue(false, "kubectl is not on the PATH; nothing to compare with");
    throw new IllegalStateException();
  }
}
