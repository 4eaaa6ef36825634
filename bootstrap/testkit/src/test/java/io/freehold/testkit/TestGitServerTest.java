package io.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.local.GitServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestGitServer.class)
class TestGitServerTest {
  @Test
  void commitsBuildOnEachOther(TestRepository repository) throws Exception {
    assertThat(repository.head()).isEmpty();
    var first = repository.commit(Map.of("a.yaml", "a: 1\n", "apps/b.yaml", "b: 1\n"));
    repository.commit(Map.of("a.yaml", "a: 2\n"));
    assertThat(files(repository)).isEqualTo(Map.of("a.yaml", "a: 2\n", "apps/b.yaml", "b: 1\n"));
    repository.delete("apps");
    var last = repository.commit(Map.of("c.yaml", "c: 1\n"));
    assertThat(repository.head()).hasValue(last);
    assertThat(files(repository)).isEqualTo(Map.of("a.yaml", "a: 2\n", "c.yaml", "c: 1\n"));
    repository.delete("c.yaml");
    repository.delete("a.yaml");
    assertThat(files(repository)).isEmpty();
    repository.forceTo(first);
    assertThat(repository.head()).hasValue(first);
    assertThat(files(repository)).hasSize(2);
  }

  @Test
  void deletingWhatIsNotThereFails(TestRepository repository) {
    assertThatThrownBy(() -> repository.delete("absent"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such path: absent");
  }

  @Test
  void repositoriesAreSeparateOnOneServer(
      TestRepository one, TestRepository other, GitServer server) {
    one.commit(Map.of("a", "1"));
    assertThat(other.head()).isEmpty();
    assertThat(one.server()).isSameAs(other.server()).isSameAs(server);
    assertThat(one.url()).isNotEqualTo(other.url());
  }

  @Test
  void credentialsAreInTheAgentsForm(TestRepository repository) {
    Path folder = repository.deployCredentials(true);
    assertThat(folder.resolve("identity")).content().startsWith("-----BEGIN OPENSSH PRIVATE KEY");
    assertThat(folder.resolve("known_hosts"))
        .hasContent(repository.server().knownHostsLine() + "\n");
  }

  private static Map<String, String> files(TestRepository repository) throws Exception {
    var result = new TreeMap<String, String>();
    var directory = repository.server().repositoryDirectory(repository.name()).toFile();
    try (var git = new RepositoryBuilder().setGitDir(directory).setBare().build();
        var walk = new TreeWalk(git)) {
      var head = repository.head().orElseThrow();
      walk.addTree(git.parseCommit(git.resolve(head)).getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        var content = git.open(walk.getObjectId(0)).getBytes();
        result.put(walk.getPathString(), new String(content, StandardCharsets.UTF_8));
      }
    }
    return result;
  }
}
