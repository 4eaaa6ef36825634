package io.freehold.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.ObjectRef;
import io.freehold.api.Signatures;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ArgoProjectTest {
  private static final ArgoKeyring KEYRING =
      new ArgoKeyring(Map.of("4AEE18F83AFDEB23", "the key of one", "1111111111111111", "another"));

  @Test
  void signatureKeysDemandASignedCommitOfEveryRepository() {
    ArgoProject project = project("signatureKeys: [{keyID: 4aee18f83afdeb23}]");
    Signatures demanded = demanded(project, "https://git.example.org/a.git");
    assertThat(demanded.mode()).isEqualTo(Signatures.Mode.HEAD);
    assertThat(demanded.openPgp()).containsExactly("the key of one");
  }

  @Test
  void aKeyThatIsNotInTheRingIsNobodys() {
    ArgoProject project = project("signatureKeys: [{keyID: DEADBEEFDEADBEEF}]");
    Signatures demanded = demanded(project, "https://git.example.org/a.git");
    assertThat(demanded.demanded()).isTrue();
    assertThat(demanded.openPgp()).isEmpty();
  }

  @Test
  void policiesNameRepositoriesAndTheFirstCounts() {
    ArgoProject project =
        project(
            """
            sourceIntegrity:
              git:
                policies:
                - repos: [{url: "https://git.example.org/free/*"}]
                  gpg: {mode: none}
                - repos: [{url: "https://git.example.org/*/*"}]
                  gpg: {mode: strict, keys: [ABCDABCDABCDABCDABCDABCD4AEE18F83AFDEB23]}
            """);
    assertThat(project.integrity().demanding(KEYRING).signatures("https://git.example.org/free/a"))
        .isEmpty();
    Signatures strict = demanded(project, "https://git.example.org/team/a");
    assertThat(strict.mode()).isEqualTo(Signatures.Mode.HISTORY);
    assertThat(strict.openPgp()).containsExactly("the key of one");
  }

  @Test
  void aPolicyThatIsNotUnderstoodMakesTheProjectUnreadable() {
    assertThatThrownBy(() ->
            project(
                "sourceIntegrity: {git: {policies: [{repos: [{url: '*'}], gpg: {mode: hed}}]}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpg.mode \"hed\"");
  }

  @Test
  void theFirstAccountThatFitsTheDestinationWrites() {
    ArgoProject project =
        project(
            """
            destinationServiceAccounts:
            - {server: "https://elsewhere.example.org", namespace: "*", defaultServiceAccount: no}
            - {server: "https://kubernetes.default.svc", namespace: shop, defaultServiceAccount: deployer}
            - {server: "*", namespace: "team-*", defaultServiceAccount: "ops:robot"}
            """);
    assertThat(project.user(to("shop"), true)).isEqualTo("system:serviceaccount:shop:deployer");
    assertThat(project.user(to("team-a"), true)).isEqualTo("system:serviceaccount:ops:robot");
    assertThat(project.user(to("other"), false)).isEmpty();
    assertThatThrownBy(() -> project.user(to("other"), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace 'other'");
  }

  @Test
  void anAccountWithoutANameMakesTheProjectUnreadable() {
    for (String account : new String[] {"", ":a", "a:", "a:b:c", "a*"}) {
      assertThatThrownBy(() ->
              project(
                  "destinationServiceAccounts: [{server: '*', namespace: '*', defaultServiceAccount: '%s'}]"
                      .formatted(account)))
          .as(account)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("defaultServiceAccount");
    }
  }

  @Test
  void whatEveryNamespaceHasIsNoOrphan() {
    OrphanRules rules = orphans("orphanedResources: {ignore: [{kind: Secret, name: 'tmp-*'}]}");
    assertThat(rules.warn()).isTrue();
    assertThat(rules.concern(new ObjectRef("", "ConfigMap", "shop", "left"))).isTrue();
    assertThat(rules.concern(new ObjectRef("", "ConfigMap", "shop", "kube-root-ca.crt"))).isFalse();
    assertThat(rules.concern(new ObjectRef("", "ServiceAccount", "shop", "default"))).isFalse();
    assertThat(rules.concern(new ObjectRef("", "Service", "default", "kubernetes"))).isFalse();
    assertThat(rules.concern(new ObjectRef("", "Service", "shop", "kubernetes"))).isTrue();
    assertThat(rules.concern(new ObjectRef("", "Secret", "shop", "tmp-1"))).isFalse();
    assertThat(project("").orphans()).isNull();
    assertThat(orphans("orphanedResources: {warn: false}").warn()).isFalse();
  }

  private static Signatures demanded(ArgoProject project, String url) {
    return project.integrity().demanding(KEYRING).signatures(url).orElseThrow();
  }

  private static ArgoProject project(String spec) {
    return ArgoProject.read(
        Json.yaml(
            "project", "metadata: {name: p}\nspec:\n  description: x\n" + spec.strip().indent(2)));
  }

  private static OrphanRules orphans(String spec) {
    return Objects.requireNonNull(project(spec).orphans());
  }

  private static ArgoApplication to(String namespace) {
    return ArgoApplication.read(
        Json.yaml(
            "application",
            "{metadata: {name: a, namespace: argocd}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: %s}}}"
                .formatted(namespace)));
  }
}
