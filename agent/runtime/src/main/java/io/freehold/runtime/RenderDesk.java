package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.Decryption;
import io.freehold.api.ProjectRules;
import io.freehold.api.Source;
import io.freehold.api.Substitution;
import io.freehold.api.SyncPolicy;
import io.freehold.render.ClusterFacts;
import io.freehold.tree.TreeException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders for one application, one render at a time and none twice: whatever else was committed, a
 * folder whose content is the same is not rendered again. Owned by the application's actor.
 */
final class RenderDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RenderDesk.class);
  private static final Duration AFTER_POSTPONED = Duration.ofSeconds(5);

  /** A render that failed may succeed in a cluster that has changed. */
  private static final Duration AFTER_FAILED = Duration.ofMinutes(10);

  /** Pause between two looks at the objects that hold variables and keys. */
  private static final Duration CLUSTER_READS = Duration.ofMinutes(1);

  private final ApplicationId id;
  private final Surroundings around;
  private final Consumer<Message> post;

  private long ticket;
  private long listedTicket = -1;
  private boolean running;
  private boolean readsCluster;
  private boolean listing;
  private @Nullable Inputs inputs;
  private List<String> rendered = List.of();
  private @Nullable Rendering result;

  /** What a render depends on besides files and what the API server serves. */
  private record Inputs(
      List<Source> sources,
      Substitution substitution,
      Decryption decryption,
      String namespace,
      boolean createNamespace,
      SyncPolicy.NamespaceMetadata metadata,
      ProjectRules rules) {}

  RenderDesk(ApplicationId id, Surroundings around, Consumer<Message> post) {
    this.id = id;
    this.around = around;
    this.post = post;
  }

  /** Whether a render is under way. */
  boolean rendering() {
    return running;
  }

  /** What comes out of commits; null while they are being rendered. */
  @Nullable Rendering rendering(Settings settings, Fetched fetched) {
    if (running) {
      return null;
    }
    var wanted =
        new Inputs(
            settings.sources(),
            settings.substitution(),
            settings.decryption(),
            settings.namespace(),
            settings.createNamespace(),
            settings.namespaceMetadata(),
            settings.rules());
    try {
      if (result != null && wanted.equals(inputs) && holdsIn(fetched, result)) {
        return result;
      }
    } catch (TreeException e) {
      return new Rendering.Unusable("TreeUnreadable", String.valueOf(e.getMessage()));
    }
    inputs = wanted;
    rendered = ids(fetched);
    running = true;
    readsCluster = settings.readsCluster();
    long current = ++ticket;
    around
        .threads()
        .execute(() -> {
          Rendering rendering;
          try {
            rendering = around.renders().render(id, settings, fetched);
          } catch (RuntimeException e) {
            LOG.error("{} could not be rendered", id, e);
            rendering = new Rendering.Unusable("InternalError", e.toString());
          }
          post.accept(new Message.RenderDone(current, rendering));
        });
    return null;
  }

  /** Whether commits give what earlier ones gave. */
  private boolean holdsIn(Fetched fetched, Rendering rendering) {
    if (rendering instanceof Rendering.Ready made && !remotesHold(made)) {
      return false;
    }
    if (ids(fetched).equals(rendered)) {
      return true;
    }
    if (!(rendering instanceof Rendering.Ready ready)) {
      return false;
    }
    for (int i = 0; i < fetched.snapshots().size(); i++) {
      if (!ready.reads().get(i).holdIn(fetched.snapshots().get(i).tree())) {
        return false;
      }
    }
    return true;
  }

  /** What nobody could look at again is taken to be as it was. */
  private boolean remotesHold(Rendering.Ready ready) {
    return ready.remotes().entrySet().stream()
        .allMatch(remote -> {
          SourceState.Snapshot now = around.sources().state(remote.getKey()).snapshot();
          return now == null || now.revision().equals(remote.getValue());
        });
  }

  private static List<String> ids(Fetched fetched) {
    return fetched.snapshots().stream().map(snapshot -> snapshot.tree().id()).toList();
  }

  /** Takes a message about renders; returns whether there is something to decide. */
  boolean receive(Message message) {
    return switch (message) {
      case Message.RenderDone done -> done(done);
      case Message.RenderStale stale -> stale(stale);
      case Message.KindsListed listed -> {
        listed(listed.ticket());
        yield true;
      }
      default -> false;
    };
  }

  /** Renders again, whatever is known. */
  void forget() {
    inputs = null;
  }

  /** A render ended; returns whether it is the one that is waited for. */
  private boolean done(Message.RenderDone done) {
    if (done.ticket() != ticket) {
      return false;
    }
    running = false;
    result = done.rendering();
    if (result instanceof Rendering.Postponed) {
      inputs = null;
      around
          .timer()
          .after(AFTER_POSTPONED, () -> post.accept(new Message.KindsListed(listedTicket)));
    } else {
      lookAgain();
    }
    return true;
  }

  /** Whether the objects of all kinds in the render are known; asks for them when they are not. */
  boolean kindsListed(Rendering.Ready ready) {
    if (listedTicket != ticket && !listing) {
      listing = true;
      long current = ticket;
      around
          .watches()
          .whenListed(ready.kinds(), () -> post.accept(new Message.KindsListed(current)));
    }
    return listedTicket == ticket;
  }

  /** The objects of the kinds of a render are known. */
  private void listed(long listedFor) {
    listing = false;
    listedTicket = listedFor;
  }

  /** Objects of the cluster that a render has read may have changed; returns whether to ask. */
  private boolean stale(Message.RenderStale stale) {
    if (stale.ticket() != ticket || running) {
      return false;
    }
    if (!stale.certain() && result instanceof Rendering.Ready ready) {
      compareFacts(ready.facts());
      return false;
    }
    inputs = null;
    return true;
  }

  /** Asking the cluster may take a while, so the actor does not wait for it. */
  private void compareFacts(ClusterFacts facts) {
    long current = ticket;
    around
        .threads()
        .execute(() -> {
          if (around.renders().isStill(facts)) {
            lookAgain(CLUSTER_READS, current, false);
          } else {
            post.accept(new Message.RenderStale(current, true));
          }
        });
  }

  private void lookAgain(Duration pause, long current, boolean certain) {
    around.timer().after(pause, () -> post.accept(new Message.RenderStale(current, certain)));
  }

  /** What is not in files may change without a commit. */
  private void lookAgain() {
    switch (result) {
      case Rendering.Ready ready when readsCluster || ready.cluster().lookups() ->
          lookAgain(CLUSTER_READS, ticket, true);
      case Rendering.Ready ready when ready.cluster().facts() ->
          lookAgain(CLUSTER_READS, ticket, false);
      // A chart may refuse a cluster that is too old or lacks a kind.
      case Rendering.Unusable _ ->
          lookAgain(readsCluster ? CLUSTER_READS : AFTER_FAILED, ticket, true);
      case null, default -> {}
    }
  }

  /** Renders again if some kind was unknown the last time. */
  void forgetUnresolved() {
    if (result instanceof Rendering.Ready ready && ready.unresolved()) {
      inputs = null;
    }
  }
}
