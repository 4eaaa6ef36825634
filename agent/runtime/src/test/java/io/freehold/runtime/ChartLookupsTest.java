package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.kube.ClusterReader.Finding;
import io.freehold.render.RenderException;
import io.freehold.worker.Lookup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartLookupsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final List<String> asked = new ArrayList<>();
  private Finding answer = new Finding.Missing();

  @Test
  void without_a_word_of_the_project_nothing_is_looked_up() throws Exception {
    answer = found("{\"data\":{}}");
    assertThat(lookup("{}")).isSameAs(Lookup.NOTHING);
  }

  @Test
  void what_the_project_allows_is_read_as_the_account_of_the_destination() throws Exception {
    answer = found("{\"data\":{\"a\":\"b\"}}");
    Lookup lookup =
        lookup(
            "{\"lookups\":[{\"kind\":\"*\"}],\"namespaces\":[\"team-*\"],\"serviceAccounts\":[{\"name\":\"writer\"}]}");
    assertThat(lookup.find("v1", "ConfigMap", "team-a", "x")).contains("{\"data\":{\"a\":\"b\"}}");
    assertThat(asked).containsExactly("system:serviceaccount:team-a:writer v1 ConfigMap team-a x");
  }

  @Test
  void secrets_other_groups_and_other_namespaces_are_not_found() throws Exception {
    answer = found("{}");
    Lookup lookup = lookup("{\"lookups\":[{\"kind\":\"*\"}],\"namespaces\":[\"team-*\"]}");
    assertThat(lookup.find("v1", "Secret", "team-a", "x")).isEmpty();
    assertThat(lookup.find("v1", "Secret", "team-a", "")).isEmpty();
    assertThat(lookup.find("apps/v1", "Deployment", "team-a", "x")).isEmpty();
    assertThat(lookup.find("v1", "ConfigMap", "kube-system", "x")).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void a_secret_is_found_where_its_kind_is_named() throws Exception {
    answer = found("{}");
    Lookup lookup =
        lookup("{\"lookups\":[{\"kind\":\"Secret\",\"name\":\"shop-*\"}],\"namespaces\":[\"*\"]}");
    assertThat(lookup.find("v1", "Secret", "team-a", "shop-password")).isPresent();
    assertThat(lookup.find("v1", "Secret", "team-a", "other")).isEmpty();
    assertThat(lookup.find("v1", "Secret", "team-a", "")).isEmpty();
  }

  @Test
  void lists_of_all_namespaces_hold_only_allowed_ones() throws Exception {
    answer =
        found(
            "{\"items\":[{\"metadata\":{\"namespace\":\"team-a\"}},{\"metadata\":{\"namespace\":\"kube-system\"}},{\"metadata\":{}}]}");
    Lookup lookup = lookup("{\"lookups\":[{\"kind\":\"ConfigMap\"}],\"namespaces\":[\"team-*\"]}");
    assertThat(lookup.find("v1", "ConfigMap", "", ""))
        .contains("{\"items\":[{\"metadata\":{\"namespace\":\"team-a\"}},{\"metadata\":{}}]}");
  }

  @Test
  void what_the_account_may_not_read_is_an_error_that_says_so() throws Exception {
    answer = new Finding.Refused("configmaps is forbidden");
    Lookup lookup = lookup("{\"lookups\":[{\"kind\":\"ConfigMap\"}],\"namespaces\":[\"*\"]}");
    assertThatThrownBy(() -> lookup.find("v1", "ConfigMap", "team-a", "x"))
        .isInstanceOf(RenderException.class)
        .hasMessage(
            "lookup: the chart looks up ConfigMap x, which the project team allows, but it cannot be read: configmaps is forbidden");
  }

  private Lookup lookup(String project) throws Exception {
    var lookups =
        new ChartLookups((user, apiVersion, kind, namespace, name) -> {
          asked.add(String.join(" ", user.orElse("-"), apiVersion, kind, namespace, name));
          return answer;
        });
    var rules = new ProjectRules("team", JSON.readValue(project, ProjectSpec.class), "");
    var spec =
        Bench.spec("{\"sources\":[{\"path\":\"x\"}],\"destination\":{\"namespace\":\"team-a\"}}");
    return lookups.of(Settings.of(Bench.application("shop", spec, 1, "")).under(rules, "shop"));
  }

  private static Finding found(String json) throws Exception {
    return new Finding.Found((ObjectNode) JSON.readTree(json));
  }
}
