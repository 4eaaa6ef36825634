package io.freehold.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/notifications.md shows is what there is. */
class DocumentationTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void the_examples_are_rules() throws IOException {
    Rules rules = RulesReader.read(examples());
    Overview overview = rules.overview(_ -> Optional.of("secret"));
    assertThat(overview.targets())
        .extracting(Overview.TargetView::name)
        .containsExactly("mail", "on-call", "team-chat");
    assertThat(rules.silences()).hasSize(1);
    assertThat(overview.triggers()).extracting(Overview.TriggerView::name).contains("rolled-back");
  }

  @Test
  void its_trigger_tells_what_it_says() throws IOException {
    Rules rules = RulesReader.read(examples());
    var before =
        RulesTest.state(Map.of("operationRevision", "bad", "operationMessage", "no image"));
    var after = RulesTest.state(Map.of("rolledBack", true, "revision", "good"));
    Evaluation evaluation =
        rules.evaluate(
            Subject.APPLICATION, Map.of(), new Evaluation.Observation(before, after, 0, true));
    var happening = new Happening("rolled-back", Happening.Phase.FIRED);
    assertThat(evaluation.happenings()).containsExactly(happening);
    Map<String, Object> values = Map.of("before", before, "after", after, "repairs", 0L);
    assertThat(rules.routes(happening, values))
        .extracting(Rules.Route::target)
        .containsExactly("team-chat");
    Message message =
        rules
            .write(
                "id",
                "team-chat",
                "incident",
                List.of(new Rules.Occurrence(happening, Instant.EPOCH, values)))
            .orElseThrow();
    assertThat(message.title()).isEqualTo("shop went back to good on prod-1");
    assertThat(message.text()).isEqualTo("It wanted bad: no image");
  }

  @Test
  void every_trigger_field_and_target_is_named() throws IOException {
    String text = text();
    Stream.of(
            Stream.of(Subject.values()).map(Subject::fields).flatMap(Collection::stream),
            Defaults.triggers().stream().map(NotificationsFile.TriggerEntry::name),
            Stream.of(
                "slack", "teams", "webhook", "email", "github", "gitlab", "pagerduty", "opsgenie"))
        .flatMap(names -> names)
        .forEach(name -> assertThat(text).contains("`" + name + "`"));
  }

  private static Map<String, byte[]> examples() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    YAML.matcher(text())
        .results()
        .map(found -> found.group(1))
        .forEach(example -> {
          String whole =
              example.startsWith("apiVersion")
                  ? example
                  : "apiVersion: freehold.io/v1\nkind: Notifications\n" + example;
          files.put(
              "plane/notifications/" + files.size() + ".yaml",
              whole.getBytes(StandardCharsets.UTF_8));
        });
    assertThat(files).hasSize(2);
    return files;
  }

  private static String text() throws IOException {
    return Files.readString(Path.of("..", "..", "docs", "notifications.md"));
  }
}
