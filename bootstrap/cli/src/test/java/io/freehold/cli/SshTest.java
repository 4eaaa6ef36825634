package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshTest {
  @Test
  void a_new_key_is_ed25519_in_openssh_form_and_prints_only_its_public_half() {
    SshKey key = SshKey.generate("freehold/prod");
    String text = new String(key.openSsh(), StandardCharsets.US_ASCII);
    SshKey again = SshKey.read("test", key.openSsh(), "freehold/prod");

    assertThat(text).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
    assertThat(key.publicLine()).startsWith("ssh-ed25519 ").endsWith(" freehold/prod");
    assertThat(again.publicLine()).isEqualTo(key.publicLine());
    assertThat(key).hasToString(key.publicLine());
    assertThat(key.fingerprint()).startsWith("SHA256:");
  }

  @Test
  void what_is_no_key_is_refused_without_showing_it() {
    assertThatThrownBy(
            () -> SshKey.read("key.txt", "s3cret".getBytes(StandardCharsets.US_ASCII), ""))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("key.txt")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "git@github.com:acme/registry.git, ssh://git@github.com/acme/registry.git, acme/registry",
    "ssh://git@127.0.0.1:2222/demo/registry.git, ssh://git@127.0.0.1:2222/demo/registry.git, demo/registry",
    "ssh://git.example.org/a/b/c, ssh://git@git.example.org/a/b/c, a/b/c"
  })
  void reads_ssh_addresses(String text, String url, String repository) {
    assertThat(RegistryUrl.parse(text)).hasToString(url);
    assertThat(RegistryUrl.parse(text).repository()).hasToString(repository);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:pw@github.com/acme/registry.git",
        "file:///registry",
        "ssh://-oProxyCommand=x/a/b",
        "git@host:"
      })
  void refuses_other_addresses_without_repeating_passwords(String text) {
    assertThatThrownBy(() -> RegistryUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pw@");
  }

  @Test
  void pins_exactly_the_keys_of_the_host_and_port() {
    SshKey server = SshKey.generate("");
    SshKey other = SshKey.generate("");
    String knownHosts =
        """
        # comment
        [git.example.org]:2222 %s
        git.example.org %s
        [git.example.org]:2222 %s
        @revoked [git.example.org]:2222 %s
        """
            .formatted(
                server.publicLine(), other.publicLine(), other.publicLine(), other.publicLine());

    HostKeys keys =
        HostKeys.of(
            RegistryUrl.parse("ssh://git@git.example.org:2222/a/b"), knownHosts, "known_hosts");

    assertThat(keys.knownHosts()).isEqualTo("[git.example.org]:2222 " + server + "\n");
    assertThatThrownBy(
            () -> HostKeys.of(RegistryUrl.parse("git@github.com:a/b"), knownHosts, "known_hosts"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("known_hosts has no key of github.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERROR: The key you are authenticating with has been marked as read only.",
        "This deploy key does not have write access to this project.",
        "Gitea: Key: 7 is not authorized to write to acme/registry",
        "repository access denied. access via a deployment key is read-only.",
        "push not permitted"
      })
  void a_refusal_because_of_the_key_is_a_proof(String refusal) {
    assertThat(KeyProver.classify(refusal)).isInstanceOf(KeyProof.ReadOnly.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection reset",
        "pre-receive hook declined",
        "the repository exceeds its quota",
        "Session.connect: timeout"
      })
  void any_other_failure_proves_nothing(String refusal) {
    assertThat(KeyProver.classify(refusal)).isInstanceOf(KeyProof.Unproven.class);
  }
}
