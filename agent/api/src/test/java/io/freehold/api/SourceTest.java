package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTest {
  private static final Signatures SIGNED =
      new Signatures(Signatures.Mode.HEAD, List.of(), List.of("a key"), List.of());

  @Test
  void another_revision_or_folder_has_to_be_signed_as_well() {
    Source source = Source.folder("ssh://git.example.org/a", "apps/a", "v1").with(SIGNED, true);

    assertThat(Map.of("revision", source.atRevision("v2"), "folder", source.at("apps/b")))
        .allSatisfy((what, copy) -> {
          assertThat(copy.signatures()).as(what).isEqualTo(SIGNED);
          assertThat(copy.submodules()).as(what).isTrue();
        });
    assertThat(source.atRevision("v2").revision()).isEqualTo("v2");
    assertThat(source.at("apps/b").path()).isEqualTo("apps/b");
  }
}
