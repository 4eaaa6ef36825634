package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationSpec.Dependency;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.LiveObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One object that somebody waits for. A watch of its metadata tells that there is news; the object
 * is then read with the rights of those who write the application's objects. Thread safe.
 */
final class AwaitedObject implements ClusterPort.WatchListener, AutoCloseable {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final String apiVersion;
  private final ObjectRef ref;
  private final Surroundings around;
  private final Runnable onNews;
  private volatile State state = new State.Unknown("it is not known yet");
  private volatile boolean listing;
  private volatile boolean closed;
  private ClusterPort.@Nullable Watch watch;

  /** What is known of it. */
  sealed interface State {
    /** Nothing, and why. */
    record Unknown(String why) implements State {}

    /** It does not exist. */
    record Absent() implements State {}

    /** It exists. */
    record Present(JsonNode content) implements State {}
  }

  private AwaitedObject(String apiVersion, ObjectRef ref, Surroundings around, Runnable onNews) {
    this.apiVersion = apiVersion;
    this.ref = ref;
    this.around = around;
    this.onNews = onNews;
  }

  /**
   * Starts to watch.
   *
   * @param namespace of a dependency that names none
   * @param onNews called, from any thread, when another state is known
   */
  static AwaitedObject of(
      Dependency dependency, String namespace, Surroundings around, Runnable onNews) {
    ObjectRef ref =
        new ObjectRef(
            ObjectRef.groupOf(dependency.apiVersion()),
            dependency.kind(),
            dependency.namespace().isEmpty() ? namespace : dependency.namespace(),
            dependency.name());
    AwaitedObject object = new AwaitedObject(dependency.apiVersion(), ref, around, onNews);
    object.watch = around.writer().watchOne(dependency.apiVersion(), ref, object);
    return object;
  }

  ObjectRef ref() {
    return ref;
  }

  State state() {
    return state;
  }

  @Override
  public void seen(LiveObject live) {
    if (!listing) {
      read();
    }
  }

  @Override
  public void gone(ObjectRef gone) {
    read();
  }

  @Override
  public void listing() {
    listing = true;
  }

  @Override
  public void listed() {
    listing = false;
    read();
  }

  @Override
  public void failed(String why) {
    become(new State.Unknown(why));
  }

  private void read() {
    try {
      become(
          around
              .writer()
              .read(apiVersion, ref)
              .<State>map(live -> new State.Present(live.content()))
              .orElseGet(State.Absent::new));
    } catch (ClusterUnreachableException e) {
      become(new State.Unknown(String.valueOf(e.getMessage())));
      // The event that told of it does not come again.
      if (!closed) {
        around.timer().after(AFTER_FAILURE, () -> around.threads().execute(this::read));
      }
    }
  }

  private void become(State next) {
    if (!closed && !next.equals(state)) {
      state = next;
      onNews.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (watch != null) {
      watch.close();
    }
  }
}
