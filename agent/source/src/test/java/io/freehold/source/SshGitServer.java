package io.freehold.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** A real SSH server that serves one repository to known keys. */
final class SshGitServer implements AutoCloseable {
  private final Repository repository;
  private final List<PublicKey> allowed = new CopyOnWriteArrayList<>();
  private volatile KeyPair hostKey;
  private SshServer server;
  private int port;

  SshGitServer(Repository repository, KeyPair hostKey) throws IOException {
    this.repository = repository;
    this.hostKey = hostKey;
    this.server = start();
  }

  void allow(PublicKey key) {
    allowed.add(key);
  }

  GitUrl url() {
    return GitUrl.parse("ssh://git@127.0.0.1:" + port + "/owner/registry.git");
  }

  String knownHostsLine() {
    return knownHostsLine(hostKey.getPublic());
  }

  String knownHostsLine(PublicKey key) {
    return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key) + "\n";
  }

  void stop() throws IOException {
    server.close(true);
  }

  void resume(KeyPair newHostKey) throws IOException {
    hostKey = newHostKey;
    server = start();
  }

  private SshServer start() throws IOException {
    var created = SshServer.setUpDefaultServer();
    created.setHost("127.0.0.1");
    created.setPort(port);
    created.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    created.setPublickeyAuthenticator(
        (_, key, _) -> allowed.stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
    created.setCommandFactory((_, _) -> new Upload());
    created.start();
    port = created.getPort();
    return created;
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  /** git-upload-pack on a thread of its own. */
  @SuppressWarnings("NullAway") // the server sets the streams before it starts the command
  private final class Upload implements Command {
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    @Override
    public void setInputStream(InputStream stream) {
      in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, @Nullable Environment environment) {
      Thread.startVirtualThread(() -> {
        try {
          new UploadPack(repository).upload(in, out, err);
          exit.onExit(0);
        } catch (IOException _) {
          exit.onExit(1);
        }
      });
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
