package io.freehold.bench;

import io.freehold.local.GitServer;
import io.freehold.local.SshKeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;

/** A registry that names many clusters, on a Git server, with a reading key for the plane. */
final class SimulatedRegistry implements AutoCloseable {
  private static final String REPOSITORY = "fleet/registry";

  private final GitServer server;
  private final Path credentials;

  private SimulatedRegistry(GitServer server, Path credentials) {
    this.server = server;
    this.credentials = credentials;
  }

  static SimulatedRegistry start(Path directory, Collection<SimulatedCluster> clusters)
      throws IOException {
    GitServer server = GitServer.start(directory.resolve("git"));
    server.createRepository(REPOSITORY);
    Path credentials = Files.createDirectories(directory.resolve("credentials"));
    SshKeyPair key = SshKeyPair.generate("plane");
    key.writePrivate(credentials.resolve("identity"));
    Files.writeString(credentials.resolve("known_hosts"), server.knownHostsLine().strip() + "\n");
    server.addDeployKey(REPOSITORY, "plane", key.publicLine(), true);
    try (Repository repository =
        new FileRepository(server.repositoryDirectory(REPOSITORY).toFile())) {
      commit(repository, clusters);
    }
    return new SimulatedRegistry(server, credentials);
  }

  String url() {
    return server.sshUrl(REPOSITORY).toString();
  }

  Path credentials() {
    return credentials;
  }

  @Override
  public void close() {
    server.close();
  }

  private static void commit(Repository repository, Collection<SimulatedCluster> clusters)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      List<SimulatedCluster> sorted =
          clusters.stream().sorted(Comparator.comparing(SimulatedCluster::name)).toList();
      var folders = new TreeFormatter();
      for (SimulatedCluster cluster : sorted) {
        ObjectId file =
            inserter.insert(
                Constants.OBJ_BLOB, cluster.clusterYaml().getBytes(StandardCharsets.UTF_8));
        folders.append(
            cluster.name(),
            FileMode.TREE,
            tree(inserter, "cluster.yaml", FileMode.REGULAR_FILE, file));
      }
      ObjectId root = tree(inserter, "clusters", FileMode.TREE, inserter.insert(folders));
      var commit = new CommitBuilder();
      commit.setTreeId(root);
      commit.setAuthor(new PersonIdent("bench", "bench@example.org"));
      commit.setCommitter(new PersonIdent("bench", "bench@example.org"));
      commit.setMessage("A fleet");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef("refs/heads/main");
      update.setNewObjectId(id);
      update.forceUpdate();
    }
  }

  private static ObjectId tree(ObjectInserter inserter, String name, FileMode mode, ObjectId of)
      throws IOException {
    var tree = new TreeFormatter();
    tree.append(name, mode, of);
    return inserter.insert(tree);
  }
}
