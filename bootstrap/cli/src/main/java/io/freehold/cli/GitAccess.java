package io.freehold.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** How to reach a Git server over SSH: with whose key, and which host keys it may show. */
public final class GitAccess implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 30;

  private final SshdSessionFactory sessions;

  private GitAccess(SshdSessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * With exactly one key and nothing of the user's own configuration.
   *
   * @param scratch an empty folder that stands for the home directory
   */
  public static GitAccess withKey(SshKey key, HostKeys hosts, Path scratch) {
    Path none = scratch.resolve("no-ssh");
    try {
      Files.createDirectories(none);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GitAccess(
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(scratch.toFile())
            .setSshDirectory(none.toFile())
            .setConfigStoreFactory((_, _, _) -> null)
            .setServerKeyDatabase((_, _) -> hosts)
            // No ssh-agent: another key that answers would spoil every proof.
            .setConnectorFactory(null)
            .setDefaultIdentities(_ -> List.of())
            .setDefaultKeysProvider(_ -> List.of(key.pair()))
            .build(null));
  }

  /**
   * With what ssh itself would use: the ssh-agent, {@code ~/.ssh/config}, its identities, the
   * default key files.
   */
  public static GitAccess ofUser(HostKeys hosts) {
    return ofUser(hosts, Path.of(System.getProperty("user.home")), SshAgent.ofSession());
  }

  static GitAccess ofUser(HostKeys hosts, Path home, SshAgent agent) {
    return new GitAccess(
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(home.toFile())
            .setSshDirectory(home.resolve(".ssh").toFile())
            .setServerKeyDatabase((_, _) -> hosts)
            .setConnectorFactory(agent)
            .build(null));
  }

  /** Makes a transport use this access. */
  void configure(Transport transport) {
    transport.setTimeout(TIMEOUT_SECONDS);
    if (transport instanceof SshTransport ssh) {
      ssh.setSshSessionFactory(sessions);
    }
  }

  @Override
  public void close() {
    sessions.close();
  }
}
