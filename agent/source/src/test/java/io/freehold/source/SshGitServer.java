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
  private final boolean nativeGit;
  private final List<PublicKey> allowed = new CopyOnWriteArrayList<>();
  private volatile KeyPair hostKey;
  private SshServer server;
  private int port;

  SshGitServer(Repository repository, KeyPair hostKey) throws IOException {
    this(repository, hostKey, false);
  }

  /** With {@code nativeGit} the installed git serves, as most servers in the world do. */
  SshGitServer(Repository repository, KeyPair hostKey, boolean nativeGit) throws IOException {
    this.repository = repository;
    this.nativeGit = nativeGit;
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
          if (nativeGit) {
            serveNatively(environment);
          } else {
            new UploadPack(repository).upload(in, out, err);
          }
          exit.onExit(0);
        } catch (IOException | InterruptedException _) {
          exit.onExit(1);
        }
      });
    }

    private void serveNatively(@Nullable Environment environment)
        throws IOException, InterruptedException {
      var builder =
          new ProcessBuilder("git", "upload-pack", repository.getDirectory().toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      String protocol = environment == null ? null : environment.getEnv().get("GIT_PROTOCOL");
      if (protocol != null) {
        builder.environment().put("GIT_PROTOCOL", protocol);
      }
      var process = builder.start();
      Thread.startVirtualThread(() -> {
        try (var input = process.getOutputStream()) {
          pump(in, input);
        } catch (IOException _) {
          process.destroy();
        }
      });
      pump(process.getInputStream(), out);
      process.waitFor();
    }

    private static void pump(InputStream from, OutputStream to) throws IOException {
      byte[] buffer = new byte[8192];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
