package io.freehold.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file gives, and that a broken one gives nothing. */
class AccessFileTest {
  private static final String HASH = "sha256:" + "ab".repeat(32);
  private static final String GOOD =
      """
      apiVersion: freehold.io/v1
      kind: PlaneAccess
      metadata: {name: plane}
      spec:
        oidc: {issuer: "https://login.example.org/realm", clientId: freehold, clientSecretFile: oidc}
        session: {idle: 10m, absolute: 8h}
        bindings:
        - {role: admin, users: [root@example.org]}
        - {role: viewer, groups: [developers], projects: [shop]}
        - role: operator
          groups: [operators]
          clusters:
            matchLabels: {env: prod}
            matchExpressions: [{key: region, operator: NotIn, values: [cn]}]
        tokens:
        - {name: ci, hash: "%s", expires: "2027-01-01T00:00:00Z", role: viewer}
      """
          .formatted(HASH);
  private static final Map<String, String> PROD = Map.of("env", "prod", "region", "eu");

  @Test
  void people_and_groups_get_what_the_file_binds_to_them_and_strangers_nothing() throws Exception {
    AccessPolicy policy = read(GOOD);
    Rights root = policy.rights(new Person("root@example.org", Set.of()));
    assertThat(root.highest()).contains(Role.ADMIN);
    assertThat(root.scope(Role.VIEWER).everything()).isTrue();

    Rights both = policy.rights(new Person("eve", Set.of("developers", "operators")));
    assertThat(both.may(Role.OPERATOR, "east", PROD, "pay")).isTrue();
    assertThat(both.may(Role.OPERATOR, "lab", Map.of("env", "test"), "shop")).isFalse();
    assertThat(both.may(Role.VIEWER, "lab", Map.of("env", "test"), "shop")).isTrue();
    assertThat(both.may(Role.VIEWER, "lab", Map.of("env", "test"), "pay")).isFalse();
    assertThat(both.may(Role.OPERATOR, "south", Map.of("env", "prod", "region", "cn"), "shop"))
        .isFalse();

    for (Person stranger :
        new Person[] {
          new Person("eve", Set.of()),
          new Person("eve", Set.of("Developers", "")),
          new Person("developers", Set.of("root@example.org")),
          new Person("ROOT@example.org", Set.of())
        }) {
      assertThat(policy.rights(stranger).highest()).as(stranger.toString()).isEmpty();
      assertThat(policy.rights(stranger).scope(Role.VIEWER).parts()).isEmpty();
    }
    assertThatThrownBy(() -> new Person("", Set.of("operators")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_declared_token_is_good_until_it_expires() throws Exception {
    AccessPolicy policy = read(GOOD);
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    assertThat(policy.token(HASH, end.minusSeconds(1))).isPresent();
    assertThat(policy.token(HASH, end)).isEmpty();
    assertThat(policy.token("sha256:" + "00".repeat(32), Instant.EPOCH)).isEmpty();
    assertThat(policy.idle()).isEqualTo(Duration.ofMinutes(10));
    assertThat(policy.absolute()).isEqualTo(Duration.ofHours(8));
    assertThat(policy.provider().orElseThrow().userClaim()).isEqualTo("email");
  }

  @Test
  void a_token_may_never_do_more_than_its_owner() throws Exception {
    AccessPolicy policy = read(GOOD);
    Rights owner = policy.rights(new Person("eve", Set.of("developers")));
    Rights token = owner.and(Rights.everywhere(Role.ADMIN));
    assertThat(token.highest()).contains(Role.VIEWER);
    assertThat(token.may(Role.VIEWER, "lab", Map.of(), "shop")).isTrue();
    assertThat(token.may(Role.VIEWER, "lab", Map.of(), "pay")).isFalse();
    assertThat(Rights.NONE.and(Rights.everywhere(Role.ADMIN)).highest()).isEmpty();
    Rights operators = policy.rights(new Person("eve", Set.of("operators")));
    assertThat(operators.and(owner).may(Role.OPERATOR, "east", PROD, "shop")).isFalse();
    assertThat(operators.and(owner).may(Role.VIEWER, "east", PROD, "shop")).isTrue();
    assertThat(operators.and(owner).may(Role.VIEWER, "lab", Map.of(), "shop")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "spec: {}",
        "apiVersion: freehold.io/v2\nkind: PlaneAccess\nspec: {}",
        "apiVersion: freehold.io/v1\nkind: Cluster\nspec: {}",
        "apiVersion: freehold.io/v1\nkind: PlaneAccess\nspec: {binding: []}",
        "apiVersion: freehold.io/v1\nkind: PlaneAccess\nspec: {}\n---\nkind: PlaneAccess",
      })
  void a_file_of_another_shape_is_refused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(AccessException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{role: viewer}",
        "{role: root, users: [a]}",
        "{users: [a]}",
        "{role: viewer, users: []}",
        "{role: viewer, users: ['']}",
        "{role: viewer, users: [1]}",
        "{role: viewer, users: a}",
        "{role: viewer, users: [a], projects: []}",
        "{role: viewer, users: [a], projects: }",
        "{role: viewer, users: [a], project: [shop]}",
        "{role: viewer, users: [a], clusters: }",
        "{role: viewer, users: [a], clusters: {}}",
        "{role: viewer, users: [a], clusters: {matchLabels: {}}}",
        "{role: viewer, users: [a], clusters: {matchLabels: {env: }}}",
        "{role: viewer, users: [a], clusters: {names: []}}",
        "{role: viewer, users: [a], clusters: {labels: {env: prod}}}",
        "{role: viewer, users: [a], clusters: {matchExpressions: [{key: a, operator: In}]}}",
        "{role: viewer, users: [a], clusters: {matchExpressions: [{key: a, operator: Like}]}}",
      })
  void a_slip_in_a_binding_does_not_give_more_than_was_meant(String binding) {
    String text =
        "apiVersion: freehold.io/v1\nkind: PlaneAccess\nspec:\n  bindings:\n  - " + binding;
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(AccessException.class)
        .hasMessageContaining(AccessFile.PATH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oidc: {issuer: \"http://login.example.org\", clientId: a}",
        "oidc: {issuer: \"https://a:b@login.example.org\", clientId: a}",
        "oidc: {issuer: \"https://login.example.org\"}",
        "oidc: {issuer: \"https://login.example.org\", clientId: a, clientSecretFile: ../key}",
        "oidc: {issuer: \"https://login.example.org\", clientId: a, scopes: [email]}",
        "session: {idle: 0s}",
        "session: {absolute: 10000h}",
        "tokens: [{name: a, hash: fh_abc, expires: \"2027-01-01T00:00:00Z\", role: viewer}]",
        "tokens: [{name: a, hash: \"%s\", role: viewer}]",
        "tokens: [{name: a, hash: \"%s\", expires: never, role: viewer}]",
      })
  void unusable_values_are_refused(String field) {
    String text =
        "apiVersion: freehold.io/v1\nkind: PlaneAccess\nspec: {" + field.replace("%s", HASH) + "}";
    assertThatThrownBy(() -> read(text)).isInstanceOf(AccessException.class);
  }

  @Test
  void secrets_are_new_each_time_and_only_their_digest_is_kept() {
    String token = Secret.token();
    assertThat(token).startsWith("fh_").hasSize(46).isNotEqualTo(Secret.token());
    assertThat(Secret.hash(token)).matches("sha256:[0-9a-f]{64}").doesNotContain(token);
    assertThat(Secret.derived(token, "csrf"))
        .isEqualTo(Secret.derived(token, "csrf"))
        .isNotEqualTo(Secret.derived(token, "other"));
  }

  private static AccessPolicy read(String text) throws AccessException {
    return AccessFile.read(text.getBytes(UTF_8));
  }
}
