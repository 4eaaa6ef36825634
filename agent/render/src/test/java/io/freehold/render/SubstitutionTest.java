package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutionTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: ${name}
      spec:
        replicas: ${replicas:=2}
        paused: "${paused}"
        note: "${quote}1${quote}"
      """;

  @Test
  void values_are_read_again_and_change_their_type() {
    var filled =
        strict(Map.of("name", "web", "paused", "true", "quote", "\"")).object(object(DEPLOYMENT));
    assertThat(filled.content())
        .isEqualTo(
            yaml(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                spec:
                  replicas: 2
                  paused: true
                  note: "1"
                """));
  }

  @Test
  void an_object_without_variables_stays_the_same() {
    var object = object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: '1'}}");
    assertThat(strict(Map.of("name", "web")).object(object)).isSameAs(object);
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "annotations"})
  void an_object_can_opt_out(String where) {
    for (String key : Substitution.OPT_OUT) {
      var object =
          object(
              "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, %s: {%s: disabled}}, data: {run: 'echo ${HOME}'}}"
                  .formatted(where, key));
      assertThat(strict(Map.of()).object(object)).isSameAs(object);
    }
  }

  @Test
  void an_unset_variable_is_named_with_file_object_and_field() {
    var object =
        object(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: 'a', z: '${gone}'}}");
    assertThatThrownBy(() -> strict(Map.of()).object(object))
        .isInstanceOf(RenderException.class)
        .hasMessageStartingWith("apps/web.yaml:7: substitution in ")
        .hasMessageContaining("data.z: variable gone is not set; set it")
        .message()
        .hasLineCount(1);
    assertThat(Substitution.of(Map.of(), false).object(object).content().map("data"))
        .isEqualTo(yaml("{x: a, z: null}"));
  }

  @Test
  void a_value_cannot_add_lines_or_documents() {
    var object =
        object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '${v}'}}");
    assertThat(strict(Map.of("v", "'b\nc: d\n---\n'")).object(object).content().map("data"))
        .isEqualTo(yaml("{x: 'bc: d---'}"));
  }

  @Test
  void broken_yaml_is_an_error_without_the_value() {
    var object = object("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: '${v}'}}");
    assertThatThrownBy(() -> strict(Map.of("v", "[hunter2")).object(object))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("not valid YAML")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void a_value_cannot_turn_an_object_into_something_else() {
    var object = object("{apiVersion: v1, kind: ConfigMap, metadata: {name: '${v}'}}");
    assertThatThrownBy(() -> strict(Map.of("v", "{a: b}")).object(object))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("name must be text");
  }

  @Test
  void what_blows_up_stops_at_the_limits() {
    var limits = new SubstitutionLimits(1_000, 1_000, 1_000);
    String hundred = "x".repeat(100);
    var substitution = Substitution.of(Map.of("a", hundred, "p", "*?*?*?*?*?y"), true, limits);
    for (String template :
        new String[] {
          "${a//x/${a}}",
          "${a}".repeat(11),
          "x".repeat(1_001),
          "${a#${p}}${a##${p}}",
          "${a:-".repeat(99)
        }) {
      assertThatThrownBy(() -> substitution.text(template))
          .as(template)
          .isInstanceOf(SubstitutionException.class)
          .message()
          .hasLineCount(1);
    }
  }

  private static Substitution strict(Map<String, String> variables) {
    return Substitution.of(variables, true);
  }

  private static RenderedObject object(String text) {
    return new RenderedObject(yaml(text), "apps/web.yaml", 7);
  }

  private static MapValue yaml(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return (MapValue) Yaml.parse("test", bytes, Schema.KUBERNETES).getFirst().root();
  }
}
