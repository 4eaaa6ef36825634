package io.freehold.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.server.SshServer;

/**
 * A Git server over SSH on loopback that enforces deploy keys as the public forges do, with a small
 * part of Gitea's REST API for them. Repositories, keys and the host key are in its directory and
 * outlive it.
 */
public final class GitServer implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  static final String USER = "git";

  private final Repositories repositories;
  private final AccessBook book;
  private final SshKeyPair hostKey;
  private final GitAccess access;
  private final ForgeApi forge;
  private final int port;
  private Optional<SshServer> listener; // guarded by this
  private volatile Consumer<String> onPush = _ -> {};

  private GitServer(Path directory, int port) throws IOException {
    Files.createDirectories(directory);
    repositories = new Repositories(directory.resolve("repositories"));
    book = new AccessBook(directory.resolve("keys.json"), Clock.systemUTC());
    hostKey = SshKeyPair.loadOrGenerate(directory.resolve("ssh_host_ed25519_key"), "host");
    access = new GitAccess(book, repositories, this::pushed);
    var server = SshListener.open(port, hostKey.keys(), access);
    listener = Optional.of(server);
    this.port = server.getPort();
    forge = ForgeApi.start(repositories, book);
  }

  /** Starts a server on a free port. */
  public static GitServer start(Path directory) {
    return start(directory, 0);
  }

  /**
   * Starts a server on {@code port}; 0 is any free one.
   *
   * @throws LocalPlatformException if the port is taken
   */
  public static GitServer start(Path directory, int port) {
    try {
      return new GitServer(directory.toAbsolutePath(), port);
    } catch (IOException e) {
      throw new LocalPlatformException("the Git server does not start: " + e.getMessage(), e);
    }
  }

  /** The address of a repository, {@code ssh://git@127.0.0.1:PORT/owner/name.git}. */
  public URI sshUrl(String repository) {
    var name = RepositoryName.of(repository);
    return URI.create("ssh://%s@%s:%d/%s.git".formatted(USER, HOST, port, name));
  }

  /** The line of a {@code known_hosts} file that pins this server's key. */
  public String knownHostsLine() {
    return "[%s]:%d %s".formatted(HOST, port, AccessBook.text(hostKey.keys().getPublic()));
  }

  /**
   * The base address of the REST API, without a slash at its end; below it {@code /api/v1/repos/…}.
   */
  public URI forgeUrl() {
    return forge.address();
  }

  /** What the REST API takes as {@code Authorization: token …}; new for every start. */
  public String forgeToken() {
    return forge.token();
  }

  /**
   * Creates an empty repository with branch {@code main}.
   *
   * @param repository {@code owner/name}
   */
  public void createRepository(String repository) {
    repositories.create(RepositoryName.of(repository));
  }

  /** The bare repository itself, for tools that work on it directly. */
  public Path repositoryDirectory(String repository) {
    return repositories.folder(RepositoryName.of(repository));
  }

  /** Lets the owner of this key read and write everything. */
  public void addUserKey(String opensshPublicKeyLine) {
    book.addUser(opensshPublicKeyLine);
  }

  /**
   * Lets the owner of this key read one repository, or write it too.
   *
   * @throws LocalPlatformException if the key is in use already, for this or another repository
   */
  public void addDeployKey(String repository, String title, String key, boolean readOnly) {
    var name = RepositoryName.of(repository);
    if (!repositories.exists(name)) {
      throw new LocalPlatformException("repository %s does not exist".formatted(name));
    }
    book.addDeployKey(name, title, key, readOnly);
  }

  /**
   * Tells somebody of every push that changed something, as a forge's webhook would.
   *
   * @param listener gets {@code owner/name} of the repository, on a thread of its own
   */
  public void onPush(Consumer<String> listener) {
    onPush = listener;
  }

  private void pushed(RepositoryName repository) {
    // Who pushes does not wait for whoever is told.
    Thread.ofVirtual().name("git-push-hook").start(() -> onPush.accept(repository.toString()));
  }

  /** Ends all SSH sessions and closes the port, as an outage would; the REST API stays. */
  public synchronized void stopListening() {
    listener.ifPresent(GitServer::stop);
    listener = Optional.empty();
  }

  /** Listens again, on the same port with the same key. */
  public synchronized void resumeListening() {
    if (listener.isPresent()) {
      return;
    }
    try {
      listener = Optional.of(SshListener.open(port, hostKey.keys(), access));
    } catch (IOException e) {
      throw new LocalPlatformException(
          "the Git server can not listen on port %d again: %s".formatted(port, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    stopListening();
    forge.close();
  }

  private static void stop(SshServer server) {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
