package io.freehold.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.sops.SopsException.Code;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecryptionTest {
  private final Decryption decryption = Fixture.decryption("test.agekey");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whole.yaml",
        "encrypted-regex.yaml",
        "unencrypted-regex.yaml",
        "encrypted-suffix.yaml",
        "mac-only.yaml",
        "comment-regex.yaml",
        "two-recipients.yaml"
      })
  void yaml_is_what_sops_gives(String name) {
    assertThat(Fixture.documents(clear(name)))
        .isEqualTo(Fixture.documents(Fixture.bytes("secret.clear")))
        .hasSize(2);
  }

  @Test
  void values_of_a_suffix_may_stay_in_clear() {
    assertThat(Fixture.documents(clear("unencrypted-suffix.yaml")))
        .isEqualTo(Fixture.documents(Fixture.bytes("unencrypted-suffix.clear")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"settings.env", "app.ini", "blob.bin"})
  void other_formats_are_byte_for_byte_what_sops_gives(String name) {
    assertThat(clear(name)).isEqualTo(Fixture.bytes(name + ".clear"));
  }

  @Test
  void json_is_what_sops_gives_but_for_escapes_that_mean_the_same() {
    assertThat(Json.parse("a", clear("data.json"), Schema.KUBERNETES))
        .isEqualTo(Json.parse("b", Fixture.bytes("data.json.clear"), Schema.KUBERNETES));
    assertThat(clear("data.json")).asString().contains("\n\t\"n\": 1,\n").endsWith("}\n");
  }

  @Test
  void documents_that_were_encrypted_on_their_own_stand_beside_others() {
    String both =
        Fixture.text("encrypted-regex.yaml")
            + "---\nplain: text\n---\n"
            + Fixture.text("whole.yaml");
    byte[] clear = decryption.decrypt("both.yaml", utf8(both)).orElseThrow();
    assertThat(Fixture.documents(clear)).hasSize(5);
  }

  @Test
  void a_file_that_is_not_encrypted_is_left_alone() {
    for (String text :
        List.of(
            "a: b\n", "sops: yes\nx: 'ENC[AES256_GCM,'\n", "{{ sops: ENC[AES256_GCM, mac", "")) {
      assertThat(decryption.decrypt("a.yaml", utf8(text))).as(text).isEmpty();
    }
  }

  @Test
  void without_a_key_it_names_file_and_recipients() {
    assertFails(
            Code.NOT_CONFIGURED, () -> Decryption.none().decrypt("db.yaml", bytes("whole.yaml")))
        .hasMessageStartingWith("db.yaml: it is encrypted for age age1")
        .hasMessageContaining("no key is configured");
  }

  @Test
  void with_another_key_it_names_file_and_recipients() {
    String mine = AgeKeys.parse("k", Fixture.text("test.agekey")).recipients().getFirst();
    String theirs = AgeKeys.parse("k", Fixture.text("other.agekey")).recipients().getFirst();
    assertFails(Code.NO_KEY, () -> decryption.decrypt("db.yaml", bytes("other.yaml")))
        .hasMessageStartingWith("db.yaml: it is encrypted for age " + theirs)
        .hasMessageContaining(mine);
  }

  @Test
  void a_secret_holds_several_keys() {
    var keys =
        AgeKeys.ofSecret(
            "flux-system/sops",
            Map.of(
                "a.agekey", bytes("other.agekey"),
                "b.agekey", bytes("test.agekey"),
                "readme", utf8("no key")));
    assertThat(keys.recipients()).hasSize(2);
    var both = new Decryption(List.of(keys));
    assertThat(both.decrypt("a.yaml", bytes("other.yaml"))).isPresent();
    assertThat(both.decrypt("a.yaml", bytes("whole.yaml"))).isPresent();
  }

  @Test
  void a_secret_without_usable_keys_is_refused() {
    assertFails(Code.NOT_CONFIGURED, () -> AgeKeys.ofSecret("ns/keys", Map.of("a", utf8("b"))))
        .hasMessageContaining(".agekey");
    String damaged = Fixture.text("test.agekey").replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1Q");
    assertFails(
            Code.MALFORMED, () -> AgeKeys.ofSecret("ns/keys", Map.of("x.agekey", utf8(damaged))))
        .hasMessageContaining("ns/keys/x.agekey: line 4 is no age key")
        .message()
        .doesNotContain(damaged.lines().toList().getLast());
  }

  @Test
  void a_changed_value_is_refused() {
    String text = Fixture.text("encrypted-regex.yaml");
    assertTampered(
        text.replaceFirst("(?m)^( +port: ENC\\[AES256_GCM,data:)..", "$1AA"), "stringData.port");
  }

  @Test
  void a_changed_value_in_clear_is_refused() {
    assertTampered(
        Fixture.text("encrypted-regex.yaml").replace("name: db", "name: other"), "sops.mac");
  }

  @Test
  void a_code_over_encrypted_values_only_leaves_others_free() {
    String text = Fixture.text("mac-only.yaml").replace("name: db", "name: other");
    assertThat(decryption.decrypt("a.yaml", utf8(text))).isPresent();
    assertTampered(
        text.replace("mac_only_encrypted: true", "mac_only_encrypted: false"), "sops.mac");
  }

  @Test
  void swapped_values_are_refused() {
    String text = Fixture.text("whole.yaml");
    String first = line(text, "port: ");
    String second = line(text, "octal: ");
    String swapped =
        text.replace(first, "@@")
            .replace(second, second.replaceFirst("ENC.*", enc(first)))
            .replace("@@", first.replaceFirst("ENC.*", enc(second)));
    assertThat(swapped).isNotEqualTo(text);
    assertTampered(swapped, "stringData.port");
  }

  @Test
  void a_removed_value_is_refused() {
    String text = Fixture.text("whole.yaml");
    assertTampered(text.replace(line(text, "port: ") + "\n", ""), "sops.mac");
  }

  @Test
  void an_emptied_value_is_refused() {
    String text = Fixture.text("whole.yaml");
    assertTampered(text.replace(line(text, "port: "), "    port: \"\""), "sops.mac");
  }

  @Test
  void a_value_in_clear_where_it_has_to_be_encrypted_is_refused() {
    String text = Fixture.text("whole.yaml");
    assertTampered(text.replace(line(text, "port: "), "    port: 1234"), "stringData.port");
    assertTampered(text.replace(line(text, "port: "), "    port: abc"), "stringData.port");
  }

  @Test
  void a_wrong_or_missing_code_is_refused() {
    String text = Fixture.text("whole.yaml");
    assertTampered(text.replaceAll("(?m)^( +mac: ENC\\[AES256_GCM,data:)..", "$1AA"), "sops.mac");
    assertTampered(text.replaceAll("(?m)^( +mac: ).*", "$1''"), "sops.mac");
    assertTampered(
        text.replaceAll("(?m)^( +lastmodified: ).*", "$1\"2020-01-01T00:00:00Z\""), "sops.mac");
  }

  @Test
  void a_widened_scope_is_refused() {
    assertTampered(
        Fixture.text("whole.yaml")
            .replace("unencrypted_suffix: _unencrypted", "unencrypted_suffix: Data"),
        "sops.mac");
  }

  @Test
  void a_truncated_file_is_refused() {
    byte[] bytes = bytes("data.json");
    String half =
        Fixture.text("settings.env")
            .lines()
            .filter(l -> !l.startsWith("A="))
            .reduce("", (a, b) -> a + b + "\n");
    assertFails(Code.TAMPERED, () -> decryption.decrypt("a.env", utf8(half)));
    // Cut inside of the note it is no encrypted file any more: the guard and the parser refuse it.
    assertThat(decryption.decrypt("a.json", Arrays.copyOf(bytes, bytes.length - 9))).isEmpty();
  }

  @Test
  void a_damaged_wrapped_key_is_refused() {
    String text = Fixture.text("whole.yaml");
    String enc =
        text.lines().filter(l -> l.strip().startsWith("YWdlLWVuY3J5")).findFirst().orElseThrow();
    assertFails(
        Code.NO_KEY,
        () ->
            decryption.decrypt(
                "a.yaml", utf8(text.replace(enc, enc.substring(0, enc.length() - 8)))));
    String last =
        text.lines().filter(l -> l.endsWith("=") && !l.contains(":")).findFirst().orElseThrow();
    String changed =
        last.replaceFirst(
            "[A-Za-z0-9](.*)", "" + (last.strip().charAt(0) == 'A' ? 'B' : 'A') + "$1");
    assertFails(Code.NO_KEY, () -> decryption.decrypt("a.yaml", utf8(text.replace(last, changed))))
        .hasMessageContaining("it was changed");
  }

  @Test
  void kinds_of_keys_without_a_source_are_named() {
    String kms =
        Fixture.text("data.json")
            .replace("\"age\":", "\"kms\":")
            .replace("\"recipient\":", "\"arn\":");
    assertFails(Code.NO_KEY, () -> decryption.decrypt("a.json", utf8(kms)))
        .hasMessageContaining("it is encrypted for kms age1");
  }

  @Test
  void key_groups_are_named_as_not_supported() {
    String groups =
        "a: x\nsops:\n  mac: ENC[AES256_GCM,]\n  lastmodified: '2020-01-01T00:00:00Z'\n  key_groups: [{}, {}]\n";
    assertFails(Code.UNSUPPORTED, () -> decryption.decrypt("a.yaml", utf8(groups)));
  }

  @Test
  void a_file_beyond_the_limits_is_refused() {
    var small =
        new Decryption(
            List.of(AgeKeys.parse("k", Fixture.text("test.agekey"))),
            new Limits(1_000, 10, 100, 0));
    assertFails(Code.LIMIT, () -> small.decrypt("a.yaml", bytes("whole.yaml")));
  }

  @Test
  void hostile_patterns_cost_little() {
    String name = "a".repeat(900);
    String text =
        "%s!: ENC[AES256_GCM,data:,iv:,tag:,type:str]\nsops:\n  encrypted_regex: '^(a+)+$'\n  mac: x\n  lastmodified: '2020-01-01T00:00:00Z'\n  age: [{recipient: r, enc: x}]\n"
            .formatted(name);
    DataKeySource zero =
        new DataKeySource() {
          @Override
          public Optional<byte[]> open(WrappedKey wrapped) {
            return Optional.of(new byte[32]);
          }

          @Override
          public String id() {
            return "zero";
          }
        };
    assertFails(Code.TAMPERED, () -> new Decryption(List.of(zero)).decrypt("a.yaml", utf8(text)));
  }

  private void assertTampered(String text, String field) {
    assertThat(Fixture.documents(utf8(text))).isNotEmpty();
    assertFails(Code.TAMPERED, () -> decryption.decrypt("db.yaml", utf8(text)))
        .hasMessageStartingWith("db.yaml: ")
        .hasMessageContaining(field);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      Code code, ThrowingCallable call) {
    var failure =
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(SopsException.class, e -> assertThat(e.code()).isEqualTo(code));
    failure
        .message()
        .hasLineCount(1)
        .doesNotContain("hunter2", "5432", key("test.agekey"), key("other.agekey"));
    return failure;
  }

  private static String key(String file) {
    return Fixture.text(file)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .findFirst()
        .orElseThrow()
        .substring("AGE-SECRET-KEY-1".length());
  }

  private byte[] clear(String name) {
    return decryption.decrypt(name, bytes(name)).orElseThrow();
  }

  private static String line(String text, String start) {
    return text.lines().filter(l -> l.strip().startsWith(start)).findFirst().orElseThrow();
  }

  private static String enc(String line) {
    return Matcher.quoteReplacement(line.substring(line.indexOf("ENC")));
  }

  private static byte[] bytes(String name) {
    return Fixture.bytes(name);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
