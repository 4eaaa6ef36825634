package io.freehold.sops;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.tree.Tree;
import io.freehold.yaml.MapValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DecryptingTreeTest {
  private final Tree files =
      new Files(
          "",
          new TreeMap<>(
              Map.of(
                  "apps/db/secret.yaml", Fixture.bytes("whole.yaml"),
                  "apps/db/settings.env", Fixture.bytes("settings.env"),
                  "apps/db/plain.yaml", "a: b".getBytes(StandardCharsets.UTF_8))));

  @Test
  void files_read_in_clear_at_every_depth() {
    Tree clear = new DecryptingTree(files, Fixture.decryption("test.agekey"));
    assertThat(clear.read("apps/db/settings.env")).isEqualTo(Fixture.bytes("settings.env.clear"));
    assertThat(clear.subtree("apps").subtree("db").read("secret.yaml"))
        .asString()
        .contains("hunter2");
    assertThat(clear.read("apps/db/plain.yaml")).asString().isEqualTo("a: b");
  }

  @Test
  void an_error_names_the_file_from_the_root() {
    Tree other = new DecryptingTree(files, Fixture.decryption("other.agekey"));
    assertThatThrownBy(() -> other.subtree("apps").subtree("db").read("secret.yaml"))
        .isInstanceOf(SopsException.class)
        .hasMessageStartingWith("apps/db/secret.yaml: it is encrypted for ");
    assertThatThrownBy(
            () -> new DecryptingTree(files, Decryption.none()).read("apps/db/secret.yaml"))
        .isInstanceOf(SopsException.class)
        .hasMessageContaining("no key is configured");
  }

  @Test
  void ids_differ_between_keys_so_that_caches_do_not_mix_them() {
    var trees =
        List.of(
            files,
            new DecryptingTree(files, Decryption.none()),
            new DecryptingTree(files, Fixture.decryption("test.agekey")),
            new DecryptingTree(files, Fixture.decryption("other.agekey")));
    assertThat(trees).extracting(Tree::id).doesNotHaveDuplicates();
    assertThat(trees).extracting(tree -> tree.subtree("apps").id()).doesNotHaveDuplicates();
    assertThat(trees)
        .extracting(tree -> tree.find("apps/db/secret.yaml").orElseThrow().id())
        .doesNotHaveDuplicates();
    assertThat(trees)
        .extracting(tree -> tree.list("apps/db").getFirst().id())
        .doesNotHaveDuplicates();
    assertThat(trees.get(2).id())
        .isEqualTo(new DecryptingTree(files, Fixture.decryption("test.agekey")).id());
  }

  @Test
  void the_guard_finds_what_is_still_encrypted() {
    var encrypted = (MapValue) Fixture.documents(Fixture.bytes("encrypted-regex.yaml")).getFirst();
    assertThat(EncryptedGuard.encryptedField(encrypted)).contains("sops");
    assertThat(EncryptedGuard.encryptedField(encrypted.without("sops")))
        .contains("stringData.password");
    assertThat(
            EncryptedGuard.encryptedField(
                encrypted
                    .without("sops")
                    .with("stringData", encrypted.map("stringData").map("x"))
                    .with("items", encrypted.map("stringData").list("list"))))
        .contains("items[0]");
    var clear = (MapValue) Fixture.documents(Fixture.bytes("secret.clear")).getFirst();
    assertThat(EncryptedGuard.encryptedField(clear)).isEmpty();
    assertThat(EncryptedGuard.encryptedField(clear.with("sops", clear.map("metadata")))).isEmpty();
  }

  /** Files in memory; ids are paths. */
  private record Files(String path, TreeMap<String, byte[]> files) implements Tree {
    @Override
    public String id() {
      return "tree:" + path;
    }

    @Override
    public Optional<Entry> find(String at) {
      return Optional.ofNullable(files.get(path + at))
          .map(bytes -> new Entry(at, Type.FILE, "file:" + path + at, bytes.length));
    }

    @Override
    public List<Entry> list(String folder) {
      return files.keySet().stream()
          .filter(name -> name.startsWith(path + folder + "/"))
          .flatMap(name -> find(name.substring(path.length())).stream())
          .toList();
    }

    @Override
    public byte[] read(String at) {
      return requireNonNull(files.get(path + at), at).clone();
    }

    @Override
    public Tree subtree(String folder) {
      return new Files(path + folder + "/", files);
    }
  }
}
