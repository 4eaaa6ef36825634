package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.ref;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.Application;
import io.freehold.api.JournalEntry;
import io.freehold.api.Project;
import io.freehold.api.SyncState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProjectsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final String OPEN = "{\"sources\": [\"registry\"], \"namespaces\": [\"shop\"]}";

  private final Bench bench = new Bench();

  @Test
  void an_application_without_project_may_do_everything_where_nobody_made_the_default() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.condition("Permitted")).isEqualTo("absent");
  }

  @Test
  void nothing_is_done_for_a_project_that_does_not_exist_until_it_does() {
    bench.commit("one", configMap("a", "1"));
    bench.add(inProject());
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.condition("Permitted"))
        .isEqualTo(
            "False: project team does not exist; create it in namespace freehold-system, or correct"
                + " spec.project");
    assertThat(bench.condition("Ready")).startsWith("False: project team does not exist");
    assertThat(bench.condition("Reconciling")).startsWith("False");
    assertThat(bench.journal).extracting(JournalEntry::message).hasSize(1);

    bench.projects.changed(project("freehold-system", OPEN));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
    assertThat(bench.condition("Permitted")).isEqualTo("absent");
  }

  @Test
  void projects_of_other_namespaces_are_nobodys_rules() {
    bench.projects.changed(project("shop", OPEN));
    bench.commit("one", configMap("a", "1"));
    bench.add(inProject());
    bench.pass(MOMENT);

    assertThat(bench.condition("Permitted")).startsWith("False: project team does not exist");
  }

  @Test
  void a_forbidden_object_stops_the_whole_commit_and_changes_nothing() {
    bench.projects.changed(
        project(
            "freehold-system",
            """
            {"sources": ["registry"], "namespaces": ["shop"],
             "namespacedKinds": {"deny": [{"kind": "Secret"}]}}
            """));
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(inProject());
    bench.pass(MOMENT);
    bench.cluster.asked();

    bench.commit("two", configMap("a", "2"), object("v1", "Secret", "s", "1"));
    bench.pass(MOMENT);
    bench.cluster.change(ref("a"), live -> ((ObjectNode) live.path("data")).put("key", "by hand"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.asked())
        .as("looked at, not changed")
        .allMatch(call -> call.startsWith("preview"));
    assertThat(bench.cluster.names()).containsExactly("a", "b");
    assertThat(bench.condition("Permitted"))
        .isEqualTo("False: project team denies Secret shop/s in spec.namespacedKinds.deny");
    assertThat(bench.status().sync()).isEqualTo(SyncState.UNKNOWN);

    bench.commit("three", configMap("a", "3"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
  }

  @Test
  void a_source_that_the_project_forbids_is_not_even_fetched() {
    bench.projects.changed(project("freehold-system", OPEN));
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "shop",
            spec(
                """
                {"project": "team", "destination": {"namespace": "shop"},
                 "sources": [{"repoUrl": "https://evil.example.org/x"}]}
                """),
            1,
            ""));
    bench.pass(MOMENT);

    assertThat(bench.condition("Permitted"))
        .isEqualTo("False: project team does not allow https://evil.example.org/x in spec.sources");
    assertThat(bench.followed()).isZero();
    assertThat(bench.renders).isZero();
  }

  @Test
  void a_project_that_changes_is_asked_again() {
    bench.projects.changed(project("freehold-system", OPEN));
    bench.commit("one", configMap("a", "1"));
    bench.add(inProject());
    bench.pass(MOMENT);
    bench.cluster.asked();

    bench.projects.changed(
        project("freehold-system", "{\"sources\": [\"registry\"], \"namespaces\": [\"other\"]}"));
    bench.commit("two");
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.condition("Permitted"))
        .isEqualTo("False: project team does not allow namespace shop in spec.namespaces");

    bench.projects.gone("freehold-system", "team");
    bench.pass(MOMENT);
    assertThat(bench.condition("Permitted")).startsWith("False: project team does not exist");
  }

  @Test
  void a_project_that_cannot_be_read_allows_nothing() {
    bench.projects.unreadable(project("freehold-system", "{}"), "spec.sources: no list");
    bench.commit("one", configMap("a", "1"));
    bench.add(inProject());
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.condition("Permitted"))
        .isEqualTo("False: project team cannot be read: spec.sources: no list");
  }

  @Test
  void objects_are_written_and_deleted_in_the_name_of_the_account_of_the_project() {
    bench.projects.changed(
        project(
            "freehold-system",
            """
            {"sources": ["registry"], "namespaces": ["shop"],
             "serviceAccounts": [{"destination": "shop", "name": "deployer", "namespace": "team"}]}
            """));
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(inProject());
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a");
    String user = "system:serviceaccount:team:deployer ";
    assertThat(bench.cluster.acting)
        .filteredOn(call -> call.matches(".* (apply|delete)"))
        .containsExactly(user + "apply", user + "apply", user + "delete");
  }

  @Test
  void windows_of_the_project_count_too_and_a_wrong_one_is_told() {
    // The clock of the bench begins at midnight.
    bench.projects.changed(
        project(
            "freehold-system",
            """
            {"sources": ["registry"], "namespaces": ["shop"],
             "windows": [{"kind": "deny", "schedule": "0 23 * * *", "duration": "2h"}]}
            """));
    bench.commit("one", configMap("a", "1"));
    bench.add(inProject());
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.condition("Reconciling"))
        .isEqualTo("True: spec.sync.windows and the windows of project team let no sync start now");

    bench.projects.changed(
        project(
            "freehold-system",
            """
            {"sources": ["registry"], "namespaces": ["shop"],
             "windows": [{"kind": "deny", "schedule": "whenever", "duration": "2h"}]}
            """));
    bench.pass(MOMENT);
    assertThat(bench.condition("Stalled")).startsWith("True: spec.windows of project team: ");

    bench.projects.changed(project("freehold-system", OPEN));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
  }

  @Test
  void nothing_is_done_before_the_projects_are_known() {
    Projects unlisted = new Projects("ssh://git@host/registry.git");

    assertThat(unlisted.find("")).isInstanceOf(Projects.Answer.NotYet.class);
    unlisted.listing();
    unlisted.changed(project("freehold-system", OPEN));
    unlisted.listed();
    assertThat(unlisted.find("team")).isInstanceOf(Projects.Answer.Rules.class);
    unlisted.listing();
    unlisted.listed();
    assertThat(unlisted.find("team")).isInstanceOf(Projects.Answer.Unusable.class);
  }

  private static Application inProject() {
    return application(
        "shop",
        spec(
            """
            {"project": "team", "sources": [{"path": "apps/shop"}],
             "destination": {"namespace": "shop"}}
            """),
        1,
        "");
  }

  private static Project project(String namespace, String json) {
    try {
      return JSON.readValue(
          """
          {"metadata": {"namespace": "%s", "name": "team"}, "spec": %s}
          """
              .formatted(namespace, json),
          Project.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
