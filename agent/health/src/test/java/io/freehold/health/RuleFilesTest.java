package io.freehold.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freehold.api.HealthState;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFilesTest {
  @TestFactory
  Stream<DynamicTest> every_file_can_be_read_and_ends_with_a_verdict() throws URISyntaxException {
    var one = requireNonNull(RuleFiles.class.getResource("rules/cert-manager.io.json"));
    File folder = requireNonNull(new File(one.toURI()).getParentFile());
    return Arrays.stream(requireNonNull(folder.listFiles()))
        .map(file -> file.getName().replace(".json", "").replace("_.", "any."))
        .map(group -> DynamicTest.dynamicTest(group, () -> check(group)));
  }

  private static void check(String group) {
    var kinds = RuleFiles.kinds(group);
    assertThat(kinds).isNotEmpty();
    kinds.forEach((kind, lines) -> {
      assertThat(lines).as(kind).allSatisfy(Clause::parse);
      // Nothing known is an answer too, not an accident.
      assertThat(Clause.parse(lines.getLast()).tests()).as("last line of %s", kind).isEmpty();
      var empty = JsonNodeFactory.instance.objectNode().put("kind", kind);
      assertThat(new RuleFiles().rule(group, kind).orElseThrow().of(empty).status()).isNotNull();
    });
  }

  @Test
  void a_longer_suffix_wins_and_unknown_groups_have_no_rule() {
    assertThat(RuleFiles.kinds("s3.aws.crossplane.io")).containsKey("*");
    assertThat(new RuleFiles().rule("example.com", "Any")).isEmpty();
    assertThat(new RuleFiles().rule("../../secret", "Any")).isEmpty();
    assertThat(new RuleFiles().rule("", "ConfigMap")).isEmpty();
  }

  @Test
  void the_first_clause_that_holds_decides_and_brings_its_message() {
    var live = JsonNodeFactory.instance.objectNode().put("kind", "Issuer");
    live.putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "False")
        .put("message", "no account");
    var health = new RuleFiles().rule("cert-manager.io", "Issuer").orElseThrow().of(live);
    assertThat(health.status()).isEqualTo(HealthState.DEGRADED);
    assertThat(health.message()).isEqualTo("no account");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Fine: Ready=True", "Healthy: Ready", "Healthy: Ready=True(", "Healthy: cel (("})
  void a_malformed_clause_is_refused(String line) {
    assertThatThrownBy(() -> Clause.parse(line)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void tests_can_be_joined_and_turned_around() {
    var live = JsonNodeFactory.instance.objectNode();
    live.putObject("status").put("phase", "Done").put("ready", true).putNull("gone");
    List.of(
            ".status.phase=Done|Over && .status.ready=true",
            "!.status.gone && !.status.none && observed",
            "cel status.phase.startsWith('Do') && status.ready",
            "!cel status.none == 'x'")
        .forEach(tests ->
            assertThat(Clause.parse("Healthy: " + tests).of(new Live(live))).as(tests).isPresent());
  }
}
