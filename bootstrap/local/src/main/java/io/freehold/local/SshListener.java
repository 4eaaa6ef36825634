package io.freehold.local;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.shell.ShellFactory;

/** Opens the SSH port: public keys only, Git's commands only. */
final class SshListener {
  private static final int MOST_SESSIONS = 256;

  private SshListener() {}

  /** Starts a server on {@code port} of the loopback interface; 0 is any free one. */
  static SshServer open(int port, KeyPair hostKey, GitAccess access) throws IOException {
    var server = SshServer.setUpDefaultServer();
    server.setHost(GitServer.HOST);
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    server.setPublickeyAuthenticator(access);
    server.setCommandFactory((channel, line) -> new GitCommand(access, line));
    ShellFactory noShell =
        channel -> {
          throw new IOException("no shell here");
        };
    server.setShellFactory(noShell);
    server.setSubsystemFactories(List.of());
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, MOST_SESSIONS);
    CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ofSeconds(20));
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ofMinutes(2));
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ofMinutes(3));
    server.start();
    return server;
  }
}
