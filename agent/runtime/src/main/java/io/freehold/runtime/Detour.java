package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.source.MemoryTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that is rendered besides what Git wants now: another revision, other options, or
 * objects that a request brings itself. Followed only while it is needed. Owned by the
 * application's actor.
 */
final class Detour {
  private final List<String> manifests;
  private final SourceDesk sources;
  private final RenderDesk renders;

  /**
   * A detour to what settings say.
   *
   * @param name by which its messages are told from those of others
   * @param post told how renders go, as {@link Message.OnDetour}
   * @param onNews told that there is something new from a source, from any thread
   */
  Detour(
      ApplicationId id,
      String name,
      Settings settings,
      Surroundings around,
      Consumer<Message> post,
      Runnable onNews) {
    this(id, name, List.of(), around, post, onNews);
    follow(settings);
  }

  private Detour(
      ApplicationId id,
      String name,
      List<String> manifests,
      Surroundings around,
      Consumer<Message> post,
      Runnable onNews) {
    this.manifests = manifests;
    this.sources = new SourceDesk(around.sources(), onNews);
    this.renders =
        new RenderDesk(id, around, message -> post.accept(new Message.OnDetour(name, message)));
  }

  /** What a request is about. */
  static Detour of(
      ApplicationId id,
      Request request,
      Surroundings around,
      Consumer<Message> post,
      Runnable onNews) {
    Detour detour =
        new Detour(id, request.taken().id(), request.asks().manifests(), around, post, onNews);
    detour.follow(request.settings());
    return detour;
  }

  /** Follows the sources of settings that may have changed. */
  void follow(Settings settings) {
    if (manifests.isEmpty()) {
      sources.follow(settings.sources(), settings.rules());
    }
  }

  /** What is known of its sources. */
  Fetched fetched() {
    if (manifests.isEmpty()) {
      return sources.fetched();
    }
    MemoryTree.Builder tree = new MemoryTree.Builder();
    int number = 0;
    for (String manifest : manifests) {
      number++;
      tree.file(
          "%s/%04d.yaml".formatted(Request.MANIFESTS, number),
          manifest.getBytes(StandardCharsets.UTF_8));
    }
    MemoryTree built = tree.build();
    return new Fetched(
        List.of(
            new SourceState.Snapshot(
                "manifests-" + built.id().substring(0, Math.min(12, built.id().length())), built)),
        "",
        false);
  }

  RenderDesk renders() {
    return renders;
  }

  void end() {
    sources.leave();
  }
}
