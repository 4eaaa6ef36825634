package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedRecordTest {
  private static final Map<String, Object> FIELDS =
      Map.of(
          "a",
          "text",
          "b",
          List.of(1L, 2.5, true, SignedRecord.NOTHING),
          "c",
          Map.of("x", Map.of("y", "z")));

  @Test
  void only_the_same_record_of_the_same_cluster_and_key_is_valid() {
    var keys = ReportToken.newKeyPair();
    var others = ReportToken.newKeyPair();
    var signed = new SignedRecord("east", SignedRecord.EVENT, "entity.state", FIELDS);
    String signature = signed.sign(keys.getPrivate());

    assertThat(signed.signedBy(List.of(others.getPublic(), keys.getPublic()), signature)).isTrue();
    assertThat(signed.signedBy(List.of(others.getPublic()), signature)).isFalse();
    assertThat(signed.signedBy(List.of(), signature)).isFalse();
    for (String broken : List.of("", "!", "AAAA", signature.substring(2))) {
      assertThat(signed.signedBy(List.of(keys.getPublic()), broken)).isFalse();
    }
    for (SignedRecord other :
        List.of(
            new SignedRecord("west", SignedRecord.EVENT, "entity.state", FIELDS),
            new SignedRecord("east", SignedRecord.SPAN, "entity.state", FIELDS),
            new SignedRecord("east", SignedRecord.EVENT, "entity.delete", FIELDS),
            new SignedRecord("east", SignedRecord.EVENT, "entity.state", Map.of("a", "text")))) {
      assertThat(other.signedBy(List.of(keys.getPublic()), signature)).isFalse();
    }
  }

  @Test
  void values_that_look_alike_are_told_apart() {
    var keys = ReportToken.newKeyPair();
    List<Map<String, Object>> alike =
        List.of(
            Map.of("a", "1"),
            Map.of("a", 1L),
            Map.of("a", 1.0),
            Map.of("a", true),
            Map.of("a", List.of("1")),
            Map.of("a", Map.of("1", SignedRecord.NOTHING)),
            Map.of("a", "1s1:b"),
            Map.of("a", "1", "b", "1"),
            Map.of("a", List.of("1", "b")),
            Map.of("a", SignedRecord.NOTHING));
    for (Map<String, Object> one : alike) {
      String signature = record(one).sign(keys.getPrivate());
      for (Map<String, Object> other : alike) {
        assertThat(record(other).signedBy(List.of(keys.getPublic()), signature))
            .as(one + " " + other)
            .isEqualTo(one.equals(other));
      }
    }
  }

  private static SignedRecord record(Map<String, Object> fields) {
    return new SignedRecord("east", SignedRecord.EVENT, "x", fields);
  }
}
