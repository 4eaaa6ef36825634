package io.freehold.server;

import io.freehold.source.CommitInfo;
import io.freehold.store.ConfigurationTable;
import io.freehold.store.GoodConfiguration;
import io.freehold.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One part of the plane's configuration, read from files of {@link PlaneFolder}. When a commit
 * breaks them the last good ones stay, over restarts too, and the problem is shown; when it removes
 * them the part is as if there never were any.
 *
 * @param <T> what the files say
 */
final class PlaneConfiguration<T> implements Consumer<PlaneFolder> {
  private static final Logger log = LoggerFactory.getLogger(PlaneConfiguration.class);

  private final String part;
  private final Predicate<String> paths;
  private final Reader<T> reader;
  private final ConfigurationTable table;
  private final List<Consumer<Changed<T>>> listeners = new CopyOnWriteArrayList<>();
  private volatile State<T> state;

  /**
   * Begins with what was good last.
   *
   * @param part its name in the database, the log and the API
   * @param paths the files that belong to it, by their path from the root of the registry
   * @param reader reads them; no files at all must be something it can read
   * @throws StoreException when the database does not answer
   */
  PlaneConfiguration(
      String part, Predicate<String> paths, Reader<T> reader, ConfigurationTable table) {
    this.part = part;
    this.paths = paths;
    this.reader = reader;
    this.table = table;
    this.state = stored();
  }

  /** What is in force. */
  T value() {
    return state.value();
  }

  /** Its name. */
  String part() {
    return part;
  }

  /** The commit that brought what is in force, empty when nothing ever did. */
  String revision() {
    return state.revision();
  }

  /** Why the newest files cannot be used and older ones are in force; empty when they are. */
  String problem() {
    return state.problem();
  }

  /**
   * Adds somebody who is told of each change, after it took effect, on the registry's thread. Of
   * several planes on one database one is told, so this is for what is written down once; what has
   * to follow in every plane asks {@link #value} each time.
   */
  void whenChanged(Consumer<Changed<T>> listener) {
    listeners.add(listener);
  }

  /**
   * A new commit. One caller at a time.
   *
   * @throws StoreException when the database does not answer: then the change took effect already,
   *     and the caller comes again
   */
  @Override
  public void accept(PlaneFolder folder) {
    CommitInfo commit = folder.commit();
    Map<String, byte[]> files = folder.select(paths);
    try {
      String unreadable = folder.problem(paths);
      if (!unreadable.isEmpty()) {
        throw new BrokenException(unreadable);
      }
      T value = reader.read(files);
      state = new State<>(value, commit.id(), "");
      boolean changed =
          table.keep(
              part, new GoodConfiguration(commit.id(), commit.time(), commit.author(), files));
      if (changed) {
        log.info("The plane's configuration {} is that of {}", part, commit.id());
        listeners.forEach(listener -> listener.accept(new Changed<>(value, commit)));
      }
    } catch (BrokenException e) {
      log.warn("The plane's configuration {} stays as it was: {}", part, e.problem());
      state = new State<>(state.value(), state.revision(), e.problem());
    }
  }

  private State<T> stored() {
    GoodConfiguration good = table.good(part).orElse(null);
    if (good != null) {
      try {
        return new State<>(reader.read(good.files()), good.revision(), "");
      } catch (BrokenException e) {
        log.warn("The plane's configuration {} of before cannot be used: {}", part, e.problem());
      }
    }
    try {
      return new State<>(reader.read(Map.of()), "", "");
    } catch (BrokenException e) {
      throw new IllegalStateException(part + " cannot be without files", e);
    }
  }

  /** Reads the files of a part. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Map<String, byte[]> files) throws BrokenException;
  }

  /**
   * A change.
   *
   * @param value what is in force now
   * @param commit the commit that brought it
   */
  record Changed<T>(T value, CommitInfo commit) {}

  /** The files cannot be used. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    BrokenException(String problem) {
      super(problem);
      this.problem = problem;
    }

    /** What is wrong, for people: names file, object and field. */
    String problem() {
      return problem;
    }
  }

  private record State<T>(T value, String revision, String problem) {}
}
