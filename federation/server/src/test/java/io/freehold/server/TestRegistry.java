package io.freehold.server;

import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A registry in a folder of this machine, written like a person writes it. */
final class TestRegistry implements AutoCloseable {
  private final Path folder;
  private final Git git;

  TestRegistry(Path folder) throws GitAPIException {
    this.folder = folder;
    this.git = Git.init().setInitialBranch("main").setDirectory(folder.toFile()).call();
  }

  /** The plane's view of it. */
  GitRepository open(Path copies) {
    return new GitRepository(
        GitUrl.local(folder.resolve(".git")), copies, () -> GitCredentials.NONE, GitLimits.DEFAULT);
  }

  static String clusterYaml(String name, String publicKey, String interval) {
    return """
    apiVersion: freehold.io/v1
    kind: Cluster
    metadata:
      name: %s
      labels: {env: test}
    spec:
      publicKeys: ["%s"]
      plane: {endpoint: "http://plane.example", reportInterval: %s}
    """
        .formatted(name, publicKey, interval);
  }

  /** Commits a cluster.yaml. */
  void put(String cluster, String yaml) throws IOException, GitAPIException {
    Path file = folder.resolve("clusters").resolve(cluster).resolve("cluster.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, yaml);
    commit();
  }

  /** Commits a file of the plane's configuration. */
  void configure(String name, String text) throws IOException, GitAPIException {
    Path file = folder.resolve(PlaneFolder.NAME).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    commit();
  }

  /** Commits the removal of a file of the plane's configuration. */
  void unconfigure(String name) throws IOException, GitAPIException {
    Files.delete(folder.resolve(PlaneFolder.NAME).resolve(name));
    commit();
  }

  /** Commits the removal of a cluster's folder. */
  void remove(String cluster) throws IOException, GitAPIException {
    Path directory = folder.resolve("clusters").resolve(cluster);
    Files.delete(directory.resolve("cluster.yaml"));
    Files.delete(directory);
    commit();
  }

  /** Takes the repository away or brings it back. */
  void reachable(boolean reachable) throws IOException {
    Path here = folder.resolve(".git");
    Path away = folder.resolve("away");
    Files.move(reachable ? away : here, reachable ? here : away);
  }

  @Override
  public void close() {
    git.close();
  }

  private void commit() throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.add().addFilepattern(".").setUpdate(true).call();
    git.commit()
        .setMessage("change")
        .setAuthor("test", "test@example.org")
        .setCommitter("test", "test@example.org")
        .setSign(false)
        .call();
  }
}
