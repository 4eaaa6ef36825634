package io.freehold.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.notify.Evaluation.Observation;
import io.freehold.notify.Happening.Phase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Triggers, routes and texts, without database and network. */
class RulesTest {
  private static final Map<String, Object> HEALTHY = state(Map.of());
  private static final Map<String, Object> DEGRADED = state(Map.of("health", "Degraded"));

  @Test
  void a_trigger_fires_once_and_is_over_when_its_until_says_so() {
    Rules rules = rules("");
    Evaluation first = step(rules, Map.of(), HEALTHY, DEGRADED);
    assertThat(first.happenings()).containsExactly(new Happening("degraded", Phase.FIRED));
    Evaluation again =
        step(rules, first.standings(), DEGRADED, with(DEGRADED, "healthMessage", "other"));
    assertThat(again.happenings()).isEmpty();
    Evaluation between =
        step(rules, again.standings(), DEGRADED, state(Map.of("health", "Progressing")));
    assertThat(between.happenings()).isEmpty();
    Evaluation over = step(rules, between.standings(), DEGRADED, HEALTHY);
    assertThat(over.happenings())
        .containsExactly(
            new Happening("degraded", Phase.RESOLVED), new Happening("recovered", Phase.FIRED));
    assertThat(step(rules, over.standings(), HEALTHY, HEALTHY).happenings()).isEmpty();
  }

  @Test
  void a_failed_sync_is_told_once_per_commit() {
    Rules rules = rules("");
    var failed = state(Map.of("phase", "Failed", "operationRevision", "a"));
    Evaluation first = step(rules, Map.of(), HEALTHY, failed);
    assertThat(first.happenings()).containsExactly(new Happening("sync-failed", Phase.FIRED));
    Evaluation retry = step(rules, first.standings(), failed, with(failed, "phase", "Running"));
    retry = step(rules, retry.standings(), failed, with(failed, "attempt", 2L));
    assertThat(retry.happenings()).isEmpty();
    Evaluation next =
        step(rules, retry.standings(), failed, with(failed, "operationRevision", "b"));
    assertThat(next.happenings()).containsExactly(new Happening("sync-failed", Phase.FIRED));
  }

  @Test
  void a_deployment_is_told_once_per_content_and_again_after_a_rollback() {
    Rules rules = rules("");
    Map<String, Standing> standings = Map.of();
    List<String> told = new java.util.ArrayList<>();
    Map<String, Object> before = state(Map.of());
    for (String digest : List.of("a", "a", "b", "a")) {
      // Other commits that change nothing of it, and the syncs in between, are no deployments.
      for (String phase : List.of("Running", "Succeeded")) {
        var after =
            state(
                Map.of(
                    "sync",
                    "Synced",
                    "health",
                    "Healthy",
                    "phase",
                    phase,
                    "digest",
                    digest,
                    "revision",
                    "r" + told.size()));
        Evaluation evaluation = step(rules, standings, before, after);
        standings = evaluation.standings();
        evaluation.happenings().forEach(one -> told.add(one.trigger() + " " + digest));
        before = after;
      }
    }
    assertThat(told).containsExactly("deployed a", "deployed b", "deployed a");
  }

  @Test
  void what_the_plane_hears_of_for_the_first_time_is_no_deployment() {
    var deployed =
        state(Map.of("sync", "Synced", "health", "Healthy", "phase", "Succeeded", "digest", "a"));
    Evaluation first =
        rules("")
            .evaluate(
                Subject.APPLICATION,
                Map.of(),
                new Observation(States.noApplication(), deployed, 0, false));
    assertThat(first.happenings()).isEmpty();
    assertThat(step(rules(""), first.standings(), deployed, deployed).happenings()).isEmpty();
  }

  @Test
  void drift_again_and_again_is_told() {
    Evaluation fight =
        rules("")
            .evaluate(Subject.APPLICATION, Map.of(), new Observation(HEALTHY, HEALTHY, 5, true));
    assertThat(fight.happenings()).containsExactly(new Happening("drift-fight", Phase.FIRED));
    Evaluation less =
        rules("")
            .evaluate(
                Subject.APPLICATION, fight.standings(), new Observation(HEALTHY, HEALTHY, 2, true));
    assertThat(less.happenings()).isEmpty();
  }

  @Test
  void a_trigger_that_cannot_say_is_a_problem_and_stops_no_other() {
    Rules rules = rules("triggers: [{name: odd, when: \"after.labels.tier == 'x'\", title: odd}]");
    Evaluation evaluation = step(rules, Map.of(), HEALTHY, DEGRADED);
    assertThat(evaluation.problems()).containsOnlyKeys("odd");
    assertThat(evaluation.happenings()).containsExactly(new Happening("degraded", Phase.FIRED));
  }

  @Test
  void subscriptions_choose_by_labels_projects_and_names() {
    Rules rules =
        rules(
            """
            subscriptions:
              - {targets: [chat], triggers: ["deg*"], labels: {env: prod}, projects: [shop], applications: ["apps/*"]}
            """);
    var happening = new Happening("degraded", Phase.FIRED);
    assertThat(rules.routes(happening, values(DEGRADED))).hasSize(1);
    for (Map<String, Object> other :
        List.of(
            with(DEGRADED, "project", "other"),
            with(DEGRADED, "namespace", "web"),
            with(DEGRADED, "labels", Map.of("env", "dev")))) {
      assertThat(rules.routes(happening, values(other))).isEmpty();
    }
    assertThat(rules.routes(new Happening("sync-failed", Phase.FIRED), values(DEGRADED))).isEmpty();
    // A chat is told of ends by a trigger of its own.
    assertThat(rules.routes(new Happening("degraded", Phase.RESOLVED), values(DEGRADED))).isEmpty();
  }

  @Test
  void the_same_of_many_clusters_is_one_group_and_one_message() {
    Rules rules = rules("subscriptions: [{targets: [chat]}]");
    var happening = new Happening("degraded", Phase.FIRED);
    List<Rules.Occurrence> group = new java.util.ArrayList<>();
    for (int i = 0; i < 40; i++) {
      var state =
          with(
              with(DEGRADED, "cluster", "prod-" + i),
              "healthMessage",
              "pod shop-%08x on prod-%d failed".formatted(i * 7919, i));
      group.add(new Rules.Occurrence(happening, Instant.EPOCH, values(state)));
    }
    assertThat(
            group.stream()
                .map(one -> rules.routes(happening, one.values()).getFirst().group())
                .distinct())
        .hasSize(1);
    Message message = rules.write("id", "chat", "i", group).orElseThrow();
    assertThat(message.count()).isEqualTo(40);
    assertThat(message.title())
        .isEqualTo("shop is degraded on prod-0, prod-1, prod-10 and 37 others");
    var other = with(DEGRADED, "healthMessage", "disk is full");
    assertThat(rules.routes(happening, values(other)).getFirst().group())
        .isNotEqualTo(rules.routes(happening, group.getFirst().values()).getFirst().group());
  }

  @Test
  void values_cannot_become_markup_mentions_or_lines() {
    String evil =
        "<!channel> <b>*x*</b> @all [a](http://x) `c`\r\nBcc: y\u202eend {{ after.name }}";
    var state = with(DEGRADED, "healthMessage", evil);
    var values = new HashMap<>(values(state));
    Template text = Template.parse("{{ after.healthMessage }}", Subject.APPLICATION);
    assertThat(text.render(values, Escape.SLACK))
        .contains("&lt;!channel&gt;")
        .doesNotContain("<", "@all", "\n", "\r", "\u202e")
        .contains("{{ after.name }}");
    assertThat(text.render(values, Escape.MARKDOWN))
        .contains("\\*x\\*", "\\[a\\]\\(", "\\`c\\`")
        .doesNotContain("<", "@all", "\n");
    assertThat(text.render(values, Escape.PLAIN)).contains("<b>").doesNotContain("\n", "\r");
  }

  @Test
  void what_cannot_be_used_is_named() {
    assertProblem("targets: [{name: a, slack: {}}]", "spec.targets[0]", "url");
    assertProblem("targets: [{name: a, smoke: {}}]", "spec.targets[0]", "slack");
    assertProblem("targets: [{name: a, slack: {url: \"https://u:p@x/\"}}]", "https://host/path");
    assertProblem("targets: [{name: a, slack: {url: {env: HOME}}}]", "FREEHOLD_SECRET_");
    assertProblem("targets: [{name: a, slack: {url: {file: ../../etc/passwd}}}]", "file");
    assertProblem("targets: [{name: a, pagerduty: {routingKey: {file: k}, color: red}}]", ".color");
    assertProblem(
        "targets: [{name: a, github: {repository: ../x, token: {file: k}}}]", "owner/name");
    assertProblem("subscriptions: [{targets: [nobody]}]", "nobody");
    assertProblem("subscriptions: [{targets: [chat], triggers: [never]}]", "never");
    assertProblem("subscriptions: [{targets: [chat], digest: 3d}]", "digest");
    assertProblem(
        "triggers: [{name: a, when: after.helth == 'x', title: a}]", "after.helth", "health");
    assertProblem("triggers: [{name: a, when: \"'x'\", title: a}]", "bool");
    assertProblem("triggers: [{name: a, when: \"true\", title: \"{{ after.name\"}]", "}}");
    assertProblem(
        "silences: [{until: \"2126-01-01T00:00:00Z\", author: a, reason: b}]", "name something");
    assertProblem("colours: []", ".colours");
  }

  @Test
  void a_silence_holds_until_it_ends() {
    Rules rules =
        rules(
            "silences: [{clusters: [\"prod-*\"], triggers: [degraded], until: \"2026-12-01T00:00:00Z\","
                + " author: ops, reason: work}]");
    var state = with(DEGRADED, "cluster", "prod-1");
    Instant before = Instant.parse("2026-11-30T00:00:00Z");
    assertThat(Rules.silencing(rules.silences(), "degraded", state, before)).isPresent();
    assertThat(Rules.silencing(rules.silences(), "deployed", state, before)).isEmpty();
    assertThat(
            Rules.silencing(
                rules.silences(), "degraded", state, Instant.parse("2026-12-01T00:00:01Z")))
        .isEmpty();
  }

  private static void assertProblem(String spec, String... texts) {
    assertThatThrownBy(() -> rules(spec))
        .as(spec)
        .isInstanceOf(RuleException.class)
        .hasMessageContaining("plane/notifications.yaml")
        .satisfies(e -> assertThat(e.getMessage()).contains(texts));
  }

  /** Rules with a chat, unless the text names targets itself. */
  static Rules rules(String spec) {
    String chat = "  targets: [{name: chat, slack: {url: {file: chat}}}]\n";
    String text =
        "apiVersion: freehold.io/v1\nkind: Notifications\nspec:\n"
            + (spec.contains("targets: [{") && spec.startsWith("targets") ? "" : chat)
            + spec.indent(2);
    return RulesReader.read(
        Map.of("plane/notifications.yaml", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Evaluation step(
      Rules rules,
      Map<String, Standing> standings,
      Map<String, Object> before,
      Map<String, Object> after) {
    return rules.evaluate(Subject.APPLICATION, standings, new Observation(before, after, 0, true));
  }

  private static Map<String, Object> values(Map<String, Object> after) {
    return Map.of("before", HEALTHY, "after", after, "repairs", 0L);
  }

  static Map<String, Object> state(Map<String, Object> fields) {
    var state = new HashMap<>(States.noApplication());
    state.put("cluster", "prod-1");
    state.put("labels", Map.of("env", "prod"));
    state.put("namespace", "apps");
    state.put("name", "shop");
    state.put("project", "shop");
    state.put("health", "Healthy");
    state.put("phase", "Succeeded");
    state.putAll(fields);
    return state;
  }

  static Map<String, Object> with(Map<String, Object> state, String field, Object value) {
    var changed = new HashMap<>(state);
    changed.put(field, value);
    return changed;
  }
}
