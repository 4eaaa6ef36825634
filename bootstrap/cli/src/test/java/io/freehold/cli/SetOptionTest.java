package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetOptionTest {
  @Test
  void assignments_are_taken_apart_at_commas_that_are_not_escaped() {
    assertThat(parts("a=1,b.c=x\\,y,d[0]={1,2},e="))
        .containsExactly("a=1", "b.c=x\\,y", "d[0]={1,2}", "e=");
    assertThat(parts("a=1,")).containsExactly("a=1");
    assertThat(parts("a={1}b=2")).as("as helm reads it").containsExactly("a={1}", "b=2");
  }

  @Test
  void an_escaped_equals_sign_belongs_to_the_name() {
    assertThat(SetOption.parameters("--set", "a\\=b=1", false))
        .singleElement()
        .satisfies(parameter -> {
          assertThat(parameter.name()).isEqualTo("a\\=b");
          assertThat(parameter.value()).isEqualTo("1");
        });
  }

  @Test
  void what_sets_nothing_for_helm_sets_nothing() {
    assertThat(parts("=v")).isEmpty();
    assertThat(parts("")).isEmpty();
    assertThat(parts("k.")).containsExactly("k.=");
    assertThat(parts("k[0]")).as("makes a list, and no item").containsExactly("k[65536].=");
    assertThat(parts("k[x]")).as("for the renderer to refuse").containsExactly("k[x]=");
  }

  @Test
  void a_name_without_value_is_refused() {
    for (String text : List.of("k", "a=1,k", "k,a=1")) {
      assertThatThrownBy(() -> parts(text)).hasMessageContaining("--set: write KEY=VALUE, not k");
    }
  }

  private static List<String> parts(String text) {
    return SetOption.parameters("--set", text, false).stream()
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .toList();
  }
}
