package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.api.Source;
import io.freehold.source.MemoryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceDeskTest {
  private static final ProjectRules RULES =
      new ProjectRules("default", ProjectSpec.UNRESTRICTED, "registry");
  private static final Source REGISTRY = Source.folder("apps/shop");
  private static final Source SAME = Source.folder("apps/other");
  private static final Source OTHER = Source.folder("https://git.example.org/x.git", "", "v1");

  private final FakeSources sources = new FakeSources();
  private final SourceDesk desk = new SourceDesk(sources, () -> {});

  @Test
  void a_repository_is_followed_once_and_left_when_nothing_reads_it() {
    desk.follow(List.of(REGISTRY, SAME, OTHER), RULES);
    assertThat(sources.followed)
        .containsExactly("+registry main", "+https://git.example.org/x.git v1");
    sources.followed.clear();
    desk.follow(List.of(SAME), RULES);
    assertThat(sources.followed).containsExactly("-https://git.example.org/x.git v1");
    sources.followed.clear();
    desk.leave();
    assertThat(sources.followed).containsExactly("-registry main");
    assertThat(desk.following()).isFalse();
  }

  @Test
  void nothing_is_rendered_before_every_source_was_read() {
    desk.follow(List.of(REGISTRY, OTHER), RULES);
    sources.states.put("registry", snapshot("c1", ""));
    assertThat(desk.fetched().isComplete()).isFalse();
    sources.states.put("https://git.example.org/x.git", snapshot("c2", "it does not answer"));
    Fetched fetched = desk.fetched();
    assertThat(fetched.isComplete()).isTrue();
    assertThat(fetched.available()).isFalse();
    assertThat(fetched.error()).isEqualTo("it does not answer");
    assertThat(fetched.revision()).isEqualTo("c1+c2");
  }

  @Test
  void one_repository_has_one_revision() {
    desk.follow(List.of(REGISTRY, SAME), RULES);
    sources.states.put("registry", snapshot("c1", ""));
    assertThat(desk.fetched().snapshots()).hasSize(2);
    assertThat(desk.fetched().revision()).isEqualTo("c1");
  }

  private static SourceState snapshot(String revision, String error) {
    return new SourceState(new SourceState.Snapshot(revision, MemoryTree.of(Map.of())), error);
  }

  private static final class FakeSources implements Sources {
    private final List<String> followed = new ArrayList<>();
    private final Map<String, SourceState> states = new HashMap<>();

    @Override
    public SourceKey key(Source source, ProjectRules rules) {
      return source.repoUrl().isEmpty()
          ? new SourceKey("registry", "main")
          : new SourceKey(source.repoUrl(), source.revision());
    }

    @Override
    public SourceState state(SourceKey key) {
      return states.getOrDefault(key.url(), SourceState.NOT_ASKED);
    }

    @Override
    public void follow(SourceKey key, Runnable onNews) {
      followed.add("+" + key.url() + " " + key.revision());
    }

    @Override
    public void unfollow(SourceKey key, Runnable onNews) {
      followed.add("-" + key.url() + " " + key.revision());
    }

    @Override
    public void refresh(SourceKey key) {}
  }
}
