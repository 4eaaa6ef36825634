package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * SSH with one key and pinned host keys, all in memory: no agent, no configuration, no files of a
 * home directory.
 */
final class SshAccess implements Access {
  private final PinnedHostKeys hostKeys;
  private final SshdSessionFactory sessions;

  SshAccess(GitUrl url, GitCredentials credentials, Path emptyHome) {
    var keys = keys(credentials.identity());
    hostKeys = new PinnedHostKeys(url, credentials.knownHosts());
    sessions =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(emptyHome.toFile())
            .setSshDirectory(emptyHome.resolve(".ssh").toFile())
            .setPreferredAuthentications("publickey")
            .setConfigFile(_ -> null)
            .setConfigStoreFactory((_, _, _) -> new FixedSshConfig())
            .setDefaultKnownHostsFiles(_ -> List.of())
            .setDefaultIdentities(_ -> List.of())
            .setDefaultKeysProvider(_ -> keys)
            .setServerKeyDatabase((_, _) -> hostKeys)
            .setConnectorFactory(null)
            .build(null);
  }

  @Override
  public void configure(Transport transport) {
    hostKeys.forget();
    ((SshTransport) transport).setSshSessionFactory(sessions);
  }

  @Override
  public java.util.Optional<String> refusedHostKey() {
    return hostKeys.refused();
  }

  @Override
  public void close() {
    sessions.close();
  }

  private static List<KeyPair> keys(String identity) {
    if (identity.isBlank()) {
      throw new SourceException(
          Code.CREDENTIALS,
          "an ssh URL needs the file identity, an OpenSSH private key, in the credentials folder");
    }
    var keys = new ArrayList<KeyPair>();
    try (var in = new ByteArrayInputStream(identity.getBytes(StandardCharsets.UTF_8))) {
      var loaded =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("identity"), in, FilePasswordProvider.EMPTY);
      if (loaded != null) {
        loaded.forEach(keys::add);
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException _) {
      // Without the cause: its message may quote the key. The general answer below fits.
    }
    if (keys.isEmpty()) {
      throw new SourceException(
          Code.CREDENTIALS,
          "the file identity is not an unencrypted OpenSSH private key; make one with ssh-keygen -t ed25519 -N ''");
    }
    return List.copyOf(keys);
  }
}
