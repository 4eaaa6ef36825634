package io.freehold.testkit;

import io.freehold.local.GitServer;
import io.freehold.local.SshKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.api.errors.UnsupportedSigningFormatException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.Signers;
import org.eclipse.jgit.transport.CredentialsProvider;

/**
 * A repository on a {@link GitServer} whose branch {@code main} a test changes as a person would in
 * a forge's editor: each call is one commit on top of the newest one, visible to the next fetch
 * when it returns. What reads it goes over SSH with keys from {@link #deployCredentials}.
 */
public final class TestRepository {
  private static final String BRANCH = "refs/heads/main";
  private static final AtomicInteger KEYS = new AtomicInteger();

  private final GitServer server;
  private final String name;
  private final Path credentials;
  private final Optional<Path> signingKey;

  /**
   * A view of an existing repository.
   *
   * @param name {@code owner/name}
   * @param credentials a folder below which key folders are made
   */
  public TestRepository(GitServer server, String name, Path credentials) {
    this(server, name, credentials, Optional.empty());
  }

  private TestRepository(
      GitServer server, String name, Path credentials, Optional<Path> signingKey) {
    this.server = server;
    this.name = name;
    this.credentials = credentials;
    this.signingKey = signingKey;
  }

  /**
   * The same repository, whose commits are signed from now on, as with {@code gpg.format=ssh}.
   *
   * @param privateKey file with a key that has no passphrase
   */
  public TestRepository signedWith(Path privateKey) {
    return new TestRepository(server, name, credentials, Optional.of(privateKey));
  }

  /** The server it is on. */
  public GitServer server() {
    return server;
  }

  /** Its name, {@code owner/name}. */
  public String name() {
    return name;
  }

  /** Its address over SSH. */
  public URI url() {
    return server.sshUrl(name);
  }

  /** The newest commit of the branch; empty before the first. */
  public Optional<String> head() {
    try (var repository = open()) {
      return Optional.ofNullable(repository.resolve(BRANCH)).map(ObjectId::getName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes files, new and old, and leaves the others.
   *
   * @param files content by path
   * @return the commit's id
   */
  public String commit(Map<String, String> files) {
    var edits = new TreeMap<String, Optional<String>>();
    files.forEach((path, content) -> edits.put(path, Optional.of(content)));
    return change("Change " + String.join(", ", edits.keySet()), edits);
  }

  /**
   * Removes a file, or a folder with everything in it.
   *
   * @return the commit's id
   * @throws IllegalArgumentException if there is no such path
   */
  public String delete(String path) {
    return change("Delete " + path, Map.of(path, Optional.empty()));
  }

  /** Moves the branch to another commit, backwards or sideways, as a forced push does. */
  public void forceTo(String commit) {
    try (var repository = open()) {
      var update = repository.updateRef(BRANCH);
      update.setNewObjectId(ObjectId.fromString(commit));
      require(update.forceUpdate(), RefUpdate.Result.FORCED, RefUpdate.Result.NO_CHANGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a deploy key and returns a folder with {@code identity} (private key) and {@code
   * known_hosts}, as the agent reads it.
   */
  public Path deployCredentials(boolean readOnly) {
    var title = "key-" + KEYS.incrementAndGet();
    var key = SshKeyPair.generate(title);
    server.addDeployKey(name, title, key.publicLine(), readOnly);
    var folder = credentials.resolve(title);
    key.writePrivate(folder.resolve("identity"));
    try {
      Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private String change(String message, Map<String, Optional<String>> edits) {
    try (var repository = open();
        var inserter = repository.newObjectInserter()) {
      var head = Optional.ofNullable(repository.resolve(BRANCH));
      var tree = TreeEdit.apply(repository, inserter, head, edits);
      var commit = new CommitBuilder();
      commit.setTreeId(tree);
      head.ifPresent(commit::setParentId);
      var author = new PersonIdent("Test", "test@example.org", Instant.now(), ZoneOffset.UTC);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setEncoding(StandardCharsets.UTF_8);
      commit.setMessage(message + "\n");
      if (signingKey.isPresent()) {
        var signer = Signers.get(GpgConfig.GpgFormat.SSH);
        var config = new GpgConfig(repository.getConfig());
        signer.signObject(
            repository,
            config,
            commit,
            author,
            signingKey.get().toString(),
            CredentialsProvider.getDefault());
      }
      var id = inserter.insert(commit);
      inserter.flush();
      var update = repository.updateRef(BRANCH);
      update.setExpectedOldObjectId(head.orElseGet(ObjectId::zeroId));
      update.setNewObjectId(id);
      require(update.update(), RefUpdate.Result.NEW, RefUpdate.Result.FAST_FORWARD);
      return id.getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CanceledException | UnsupportedSigningFormatException e) {
      throw new IllegalStateException("the key cannot be used to sign", e);
    }
  }

  private Repository open() throws IOException {
    return new RepositoryBuilder()
        .setGitDir(server.repositoryDirectory(name).toFile())
        .setBare()
        .setMustExist(true)
        .build();
  }

  private void require(RefUpdate.Result actual, RefUpdate.Result one, RefUpdate.Result other) {
    if (actual != one && actual != other) {
      throw new IllegalStateException("%s of %s: %s".formatted(BRANCH, name, actual));
    }
  }
}
