package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
  @TempDir Path folder;

  @Test
  void aFolderIsReadAsItIsAndNothingOutsideOfIt() throws IOException {
    Files.writeString(folder.resolve("secret"), "outside");
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("apps"));
    Files.createDirectories(root.resolve(".git"));
    Files.writeString(root.resolve(".git/config"), "x");
    Files.writeString(root.resolve("apps/a.yaml"), "1");
    Files.createSymbolicLink(root.resolve("apps/link"), folder.resolve("secret"));
    Files.createSymbolicLink(root.resolve("up"), folder);
    Tree tree = DirectoryTree.read(root);

    assertThat(tree.list(""))
        .extracting(Tree.Entry::path, Tree.Entry::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("apps", Tree.Type.DIRECTORY),
            org.assertj.core.groups.Tuple.tuple("up", Tree.Type.SYMLINK));
    assertThat(tree.subtree("apps").read("a.yaml")).asString().isEqualTo("1");
    assertThat(tree.find("up/secret")).isEmpty();
    for (String path : new String[] {"apps/link", "up/secret", "../secret", "apps/../../secret"}) {
      assertThatExceptionOfType(TreeException.class).isThrownBy(() -> tree.read(path));
    }
  }

  @Test
  void itIsASnapshot() throws IOException {
    Files.writeString(folder.resolve("a"), "1");
    Tree tree = DirectoryTree.read(folder);
    Files.writeString(folder.resolve("a"), "2");
    assertThat(tree.read("a")).asString().isEqualTo("1");
    assertThat(tree.id()).isEqualTo(MemoryTree.of(Map.of("a", "1")).id());
    assertThat(DirectoryTree.read(folder).id()).isNotEqualTo(tree.id());
  }

  @Test
  void aMissingFolderIsAnError() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> DirectoryTree.read(folder.resolve("nowhere")));
  }
}
