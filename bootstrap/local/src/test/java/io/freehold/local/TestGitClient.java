package io.freehold.local;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** A clone with JGit that uses one key and trusts one host key. */
final class TestGitClient implements AutoCloseable {
  private static final String MAIN = "refs/heads/main";

  private final Path folder;
  private final URI url;
  private final SshdSessionFactory sessions;
  private final TransportConfigCallback ssh;
  private final Git git;

  TestGitClient(Path temp, SshKeyPair key, String knownHosts, URI url) throws Exception {
    this.url = url;
    folder = Files.createTempDirectory(temp, "client");
    var dotSsh = Files.createDirectories(folder.resolve("home/.ssh"));
    Files.writeString(dotSsh.resolve("known_hosts"), knownHosts + "\n");
    sessions =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(folder.resolve("home").toFile())
            .setSshDirectory(dotSsh.toFile())
            .setPreferredAuthentications("publickey")
            .setDefaultKeysProvider(home -> List.of(key.keys()))
            .build(null);
    ssh =
        transport -> {
          if (transport instanceof SshTransport overSsh) {
            overSsh.setSshSessionFactory(sessions);
          }
        };
    git = Git.init().setInitialBranch("main").setDirectory(folder.resolve("work").toFile()).call();
  }

  ObjectId remoteHead(URI repository) throws Exception {
    var refs =
        Git.lsRemoteRepository()
            .setRemote(repository.toString())
            .setTransportConfigCallback(ssh)
            .callAsMap();
    return requireNonNull(requireNonNull(refs.get(MAIN)).getObjectId());
  }

  /** Fetches the branch and makes it the local one. */
  ObjectId fetch() throws Exception {
    git.fetch()
        .setRemote(url.toString())
        .setRefSpecs(new RefSpec("+" + MAIN + ":" + MAIN))
        .setTransportConfigCallback(ssh)
        .call();
    return requireNonNull(git.getRepository().resolve(MAIN));
  }

  ObjectId commitAndPush(String file, String content) throws Exception {
    Files.writeString(git.getRepository().getWorkTree().toPath().resolve(file), content);
    git.add().addFilepattern(file).call();
    git.commit()
        .setMessage("Change " + file)
        .setAuthor("Test", "test@example.org")
        .setCommitter("Test", "test@example.org")
        .setSign(false)
        .call();
    var results =
        git.push()
            .setRemote(url.toString())
            .setRefSpecs(new RefSpec(Constants.HEAD + ":" + MAIN))
            .setTransportConfigCallback(ssh)
            .call();
    for (var result : results) {
      for (var update : result.getRemoteUpdates()) {
        if (update.getStatus() != RemoteRefUpdate.Status.OK) {
          throw new IllegalStateException(update.toString());
        }
      }
    }
    return requireNonNull(git.getRepository().resolve(Constants.HEAD));
  }

  @Override
  public void close() {
    git.close();
    sessions.close();
  }
}
