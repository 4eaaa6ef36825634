package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "2852039166",
        "[fe80::1]",
        "fd00:ec2::254",
        "[fd20:ce::254]",
        "100.100.100.200",
        "168.63.129.16",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "0.0.0.0",
        "::",
        "224.0.0.1",
      })
  void addressesOfTheLinkAndOfMetadataServicesAreRefused(String host) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> Addresses.requireAllowed(host))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.URL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "[::1]",
        "10.0.0.7",
        "192.168.1.1",
        "100.100.100.201",
        "8.8.8.8",
        "fd00::1",
        "2001:db8::1",
        "git.example.org",
        "169.254.example.org",
      })
  void othersAreNot(String host) {
    Addresses.requireAllowed(host);
  }

  @Test
  void urlsThatNameARefusedAddressAreRefused() {
    for (String url : List.of("https://169.254.169.254/a/b", "git@100.100.100.200:a/b")) {
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> GitUrl.parse(url))
          .satisfies(e -> assertThat(e.code()).isEqualTo(Code.URL))
          .withMessageContaining("link-local or metadata");
    }
  }

  @Test
  void namesAreResolvedWithoutRefusedAddresses() throws UnknownHostException {
    assertThat(InetAddress.getAllByName("mixed.test"))
        .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(GuardedResolverProvider.refused("mixed.test")).isEmpty();

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> InetAddress.getAllByName("metadata.test"));
    assertThat(GuardedResolverProvider.refused("metadata.test")).contains("169.254.169.254");
  }

  @Test
  void theGuardIsRegisteredForTheWholeProcess() {
    assertThat(ServiceLoader.load(InetAddressResolverProvider.class))
        .hasAtLeastOneElementOfType(GuardedResolverProvider.class);
  }

  @Test
  void gitAndItsSshClientGoToNoNameThatLeadsToARefusedAddress(@TempDir Path folder)
      throws GeneralSecurityException, IOException {
    var key = Keys.ed25519();
    String pinned = "metadata.test " + PublicKeyEntry.toString(key.getPublic());
    var ssh = new GitCredentials(Keys.openSsh(key), pinned, "", "", "");
    refused(folder, "https://metadata.test/a/b", GitCredentials.NONE);
    refused(folder, "ssh://git@metadata.test/a/b", ssh);
  }

  private static void refused(Path folder, String url, GitCredentials credentials) {
    try (var repository =
        new GitRepository(GitUrl.parse(url), folder, () -> credentials, GitLimits.DEFAULT)) {
      // Twice, as the platform remembers a failure without its reason.
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(SourceException.class)
            .isThrownBy(() -> repository.lookUp("main"))
            .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.URL))
            .withMessageContaining("169.254.169.254");
      }
    }
  }
}
