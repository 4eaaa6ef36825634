package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.Source;
import io.freehold.source.MemoryTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a request is about when that is not what Git wants now: another revision, other options, or
 * objects that it brings itself. Followed only while it is needed. Owned by the application's
 * actor.
 */
final class Detour {
  private final Request request;
  private final SourceDesk sources;
  private final RenderDesk renders;

  /**
   * @param post told how renders go, as {@link Message.OnDetour}
   * @param onNews told that there is something new from a source, from any thread
   */
  Detour(
      ApplicationId id,
      Request request,
      Surroundings around,
      Consumer<Message> post,
      Runnable onNews) {
    this.request = request;
    this.sources = new SourceDesk(around.sources(), onNews);
    this.renders =
        new RenderDesk(
            id,
            around,
            message -> post.accept(new Message.OnDetour(request.taken().id(), message)));
    if (request.asks().manifests().isEmpty()) {
      List<Source> wanted = request.settings().sources();
      sources.follow(wanted, request.settings().rules());
    }
  }

  /** What is known of its sources. */
  Fetched fetched() {
    if (request.asks().manifests().isEmpty()) {
      return sources.fetched();
    }
    MemoryTree.Builder tree = new MemoryTree.Builder();
    int number = 0;
    for (String manifest : request.asks().manifests()) {
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
