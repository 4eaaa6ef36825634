package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.api.RepositoryId;
import io.freehold.api.Source;
import io.freehold.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceHubTest {
  private static final ProjectRules RULES =
      new ProjectRules("default", ProjectSpec.UNRESTRICTED, "ssh://git@host/registry.git");
  private static final SourceKey REGISTRY = new SourceKey("ssh://git@host/registry.git", "main");

  private final BlockingQueue<String> news = new ArrayBlockingQueue<>(100);
  private volatile String answer = "one";
  private final SourceHub hub =
      new SourceHub(
          REGISTRY,
          this::fetch,
          Duration.ofMinutes(10),
          work -> Thread.ofVirtual().start(work),
          new Random(1));

  @AfterEach
  void end() {
    hub.close();
  }

  @Test
  void whatASourceLeavesOutIsTheRegistrys() {
    assertThat(hub.key(source("", ""), RULES)).isEqualTo(REGISTRY);
    assertThat(hub.key(source("", "v1"), RULES)).isEqualTo(new SourceKey(REGISTRY.url(), "v1"));
    assertThat(hub.key(source("https://x/y", ""), RULES))
        .isEqualTo(new SourceKey("https://x/y", ""));
  }

  @Test
  void followersAreToldOfCommitsAndFailuresOnce() throws InterruptedException {
    hub.follow(REGISTRY, this::tell);
    assertThat(next()).isEqualTo("one");
    hub.refresh(REGISTRY);
    answer = "two";
    hub.refresh(REGISTRY);
    assertThat(next()).isEqualTo("two");
    answer = "!no answer";
    hub.refresh(REGISTRY);
    assertThat(next()).isEqualTo("two but no answer");
    answer = "two";
    hub.refresh(REGISTRY);
    assertThat(next()).isEqualTo("two");
    assertThat(news).isEmpty();
  }

  @Test
  void whatMovesTwiceInAMomentIsLookedAtTwice() throws InterruptedException {
    String digest = RepositoryId.of(REGISTRY.url()).orElseThrow().digest();
    hub.follow(REGISTRY, this::tell);
    assertThat(next()).isEqualTo("one");
    answer = "two";
    hub.hint(digest);
    assertThat(next()).isEqualTo("two");
    answer = "three";
    // Within a second of the first: it waits, and is not forgotten.
    hub.hint(digest);
    hub.hint(digest);
    assertThat(next()).isEqualTo("three");
  }

  @Test
  void aRepositoryIsPolledOnceForAllAndNotAtAllWhenNobodyFollows() throws InterruptedException {
    Runnable second = this::tell;
    hub.follow(REGISTRY, this::tell);
    assertThat(next()).isEqualTo("one");
    hub.follow(new SourceKey(REGISTRY.url(), "v1"), second);
    assertThat(hub.size()).isEqualTo(1);
    assertThat(hub.state(REGISTRY).available()).isTrue();
    hub.unfollow(new SourceKey(REGISTRY.url(), "v1"), second);
    assertThat(hub.size()).isEqualTo(1);
  }

  @Test
  void afterARestartWithoutGitFollowersGoOnFromWhatWasAcceptedAndHearOfTheFailure()
      throws InterruptedException {
    answer = "!no answer";
    try (SourceHub restarted =
        new SourceHub(
            REGISTRY,
            new SourceHub.Fetcher() {
              @Override
              public SourceState.Snapshot fetch(SourceKey key) {
                return SourceHubTest.this.fetch(key);
              }

              @Override
              public Optional<SourceState.Snapshot> kept(SourceKey key) {
                return Optional.of(new SourceState.Snapshot("old", new NoTree()));
              }
            },
            Duration.ofMinutes(10),
            work -> Thread.ofVirtual().start(work),
            new Random(1))) {
      restarted.follow(REGISTRY, () -> tell(restarted));
      assertThat(next()).isEqualTo("old but no answer");
      assertThat(restarted.state(REGISTRY).available()).isFalse();
      answer = "new";
      restarted.refresh(REGISTRY);
      assertThat(next()).isEqualTo("new");
    }
  }

  private SourceState.Snapshot fetch(SourceKey key) {
    String now = answer;
    if (now.startsWith("!")) {
      throw new IllegalStateException(now.substring(1));
    }
    return new SourceState.Snapshot(now, new NoTree());
  }

  private void tell() {
    tell(hub);
  }

  private void tell(SourceHub from) {
    SourceState state = from.state(REGISTRY);
    SourceState.Snapshot snapshot = state.snapshot();
    if (snapshot != null) {
      news.add(snapshot.revision() + (state.error().isEmpty() ? "" : " but " + state.error()));
    }
  }

  private String next() throws InterruptedException {
    String next = news.poll(10, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  private static Source source(String url, String revision) {
    return Source.folder(url, "", revision);
  }

  private record NoTree() implements Tree {
    @Override
    public String id() {
      return "";
    }

    @Override
    public Optional<Entry> find(String path) {
      return Optional.empty();
    }

    @Override
    public List<Entry> list(String path) {
      return List.of();
    }

    @Override
    public byte[] read(String path) {
      return new byte[0];
    }

    @Override
    public Tree subtree(String path) {
      return this;
    }
  }
}
