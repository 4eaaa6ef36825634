package io.freehold.cli;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.transport.sshd.agent.AbstractConnector;
import org.eclipse.jgit.transport.sshd.agent.Connector;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.jspecify.annotations.Nullable;

/** The operator's own ssh-agent, over the Unix socket that SSH_AUTH_SOCK or IdentityAgent names. */
final class SshAgent implements ConnectorFactory {
  private static final String VARIABLE = "SSH_AUTH_SOCK";
  private static final int LENGTH_BYTES = 4;

  private final String socket;

  /**
   * An agent.
   *
   * @param socket path of its socket, empty when there is none
   */
  SshAgent(String socket) {
    this.socket = socket;
  }

  /** The agent of this session. */
  static SshAgent ofSession() {
    String variable = System.getenv(VARIABLE);
    return new SshAgent(variable == null ? "" : variable);
  }

  @Override
  public Connector create(@Nullable String identityAgent, File homeDirectory) {
    boolean session =
        identityAgent == null || identityAgent.isEmpty() || identityAgent.equals(VARIABLE);
    return new SocketConnector(session ? socket : String.valueOf(identityAgent));
  }

  @Override
  public boolean isSupported() {
    return !System.getProperty("os.name").startsWith("Windows");
  }

  @Override
  public String getName() {
    return "unix socket";
  }

  @Override
  public Collection<ConnectorDescriptor> getSupportedConnectors() {
    return List.of(getDefaultConnector());
  }

  @Override
  public ConnectorDescriptor getDefaultConnector() {
    return new ConnectorDescriptor() {
      @Override
      public String getIdentityAgent() {
        return VARIABLE;
      }

      @Override
      public String getDisplayName() {
        return "ssh-agent";
      }
    };
  }

  /**
   * One conversation with the agent; the protocol is a length, a command and a body, in both
   * directions.
   */
  private static final class SocketConnector extends AbstractConnector {
    private final String socket;
    private @Nullable SocketChannel channel;

    SocketConnector(String socket) {
      this.socket = socket;
    }

    @Override
    public boolean connect() throws IOException {
      if (socket.isEmpty() || !new File(socket).exists()) {
        return false;
      }
      if (channel == null) {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        opened.connect(UnixDomainSocketAddress.of(socket));
        channel = opened;
      }
      return true;
    }

    @Override
    public byte[] rpc(byte command, byte[] message) throws IOException {
      SocketChannel open = channel;
      if (open == null) {
        throw new IOException("not connected to the ssh-agent");
      }
      prepareMessage(command, message);
      ByteBuffer request = ByteBuffer.wrap(message);
      while (request.hasRemaining()) {
        open.write(request);
      }
      byte[] length = read(open, LENGTH_BYTES);
      return read(open, toLength(command, length));
    }

    private static byte[] read(SocketChannel open, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(count);
      while (buffer.hasRemaining()) {
        if (open.read(buffer) < 0) {
          throw new IOException("the ssh-agent ended in the middle of an answer");
        }
      }
      return buffer.array();
    }

    @Override
    public void close() throws IOException {
      SocketChannel open = channel;
      channel = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
