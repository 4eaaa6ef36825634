package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One text per value. */
class CanonicalJsonTest {
  @Test
  void fields_are_sorted_and_only_what_must_be_is_escaped() {
    Map<String, Object> value = new HashMap<>();
    value.put("\u20ac", List.of(1, 2L, true, "a\"b\\c\n\u000f/\u00e9"));
    value.put("a", Map.of());
    value.put("none", null);
    value.put("B", List.of());
    assertThat(CanonicalJson.text(value))
        .isEqualTo("{\"B\":[],\"a\":{},\"\u20ac\":[1,2,true,\"a\\\"b\\\\c\\n\\u000f/\u00e9\"]}");
  }

  @Test
  void what_cannot_be_carried_is_replaced_and_pairs_stay() {
    assertThat(CanonicalJson.text("\u0000\ud800x\udc00\ud83d\ude00"))
        .isEqualTo("\"\ufffd\ufffdx\ufffd\ud83d\ude00\"");
    assertThatThrownBy(() -> CanonicalJson.text(new byte[0])).hasMessageContaining("no JSON");
  }

  @Test
  void a_record_names_the_one_before_it_and_its_digest_covers_everything() {
    var first = new ChainedRecord("c", 1, "", Map.of("entry", "x"));
    var second = new ChainedRecord("c", 2, first.hash(), Map.of("entry", "x"));
    assertThat(first.text())
        .isEqualTo("{\"chain\":\"c\",\"entry\":\"x\",\"number\":1,\"previous\":\"\"}");
    assertThat(second.text()).contains(first.hash());
    assertThat(new ChainedRecord("c", 2, first.hash(), Map.of("entry", "y")).hash())
        .isNotEqualTo(second.hash());
  }
}
