package io.freehold.server;

import io.freehold.api.Commit;
import io.freehold.server.ClusterFile.BrokenFileException;
import io.freehold.source.CommitInfo;
import io.freehold.source.GitRepository;
import io.freehold.source.SourceException;
import io.freehold.store.Change;
import io.freehold.store.ChangeLog;
import io.freehold.store.CommitTable;
import io.freehold.store.RegisteredCluster;
import io.freehold.store.RegistryTable;
import io.freehold.store.StoreException;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with the registry: which clusters exist and what their keys are is what its newest
 * commit says. While it cannot be reached, or a file of it is broken, the last good state stays.
 */
final class RegistryReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegistryReader.class);
  // Strangers cause looks by naming clusters that do not exist: this is how often, how long each of
  // them is kept waiting, and how many at a time; the others are refused at once.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final int WAITING = 64;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final String FOLDER = "clusters";
  private static final String FILE = "cluster.yaml";

  private final GitRepository repository;
  private final String branch;
  private final RegistryTable table;
  private final KnownClusters known;
  private final ChangeLog changes;
  private final InstantSource clock;
  private final Thread thread;
  private final Looks looks;
  private static final int MOST_COMMITS = 1_000;

  private final CommitTable commits;
  private final List<Consumer<PlaneFolder>> configurations;
  private volatile RegistryStatus status;
  private String configured = "";

  /**
   * A reader at the commit that was read last.
   *
   * @param commits told of the commits that are new
   * @param configurations told of the folder {@code plane/} of each new commit, and once after a
   *     start; one that fails is told again at the next look
   */
  RegistryReader(
      GitRepository repository,
      PlaneSettings.Registry settings,
      RegistryTable table,
      CommitTable commits,
      KnownClusters known,
      ChangeLog changes,
      List<? extends Consumer<PlaneFolder>> configurations,
      InstantSource clock) {
    this.configurations = List.copyOf(configurations);
    this.repository = repository;
    this.branch = settings.branch();
    this.table = table;
    this.commits = commits;
    this.known = known;
    this.changes = changes;
    this.clock = clock;
    this.status = new RegistryStatus(table.revision(), false, "not asked yet");
    known.replace(table.clusters());
    this.looks =
        new Looks(
            this::read, new Looks.Pace(settings.interval(), BETWEEN_LOOKS, LONGEST_WAIT, WAITING));
    known.askWith(looks::await);
    this.thread = Thread.ofVirtual().name("registry").unstarted(looks::run);
  }

  /** Starts looking. */
  void start() {
    thread.start();
  }

  RegistryStatus status() {
    return status;
  }

  /** Looks now; one look at a time. */
  void look() {
    looks.now();
  }

  /** Looks soon, without waiting for it. */
  void lookSoon() {
    Thread.ofVirtual().name("registry-hint").start(looks::await);
  }

  private static Commit commit(CommitInfo commit) {
    return new Commit(
        commit.id(),
        commit.author(),
        commit.committer(),
        commit.authoredAt().toString(),
        commit.time().toString(),
        commit.subject());
  }

  private void read() {
    try {
      String newest = repository.lookUp(branch);
      if (!newest.equals(status.revision()) || !newest.equals(configured)) {
        newest = repository.fetch(branch);
        configure(newest);
      }
      if (!newest.equals(status.revision())) {
        read(newest);
        commits.add(
            repository.commits(status.revision(), newest, MOST_COMMITS).stream()
                .map(RegistryReader::commit)
                .toList());
      }
      if (!status.available()) {
        log.info("The registry answers, it is at {}", newest);
      }
      status = new RegistryStatus(newest, true, "");
    } catch (SourceException | TreeException | StoreException e) {
      if (status.available()
          || status.message().isEmpty()
          || !problem(e).equals(status.message())) {
        log.warn("The registry cannot be read, what is known stays: {}", problem(e));
      }
      status = new RegistryStatus(status.revision(), false, problem(e));
    }
  }

  // Before the clusters, so that whoever sees a new commit sees what it configures in force.
  private void configure(String commit) {
    if (commit.equals(configured)) {
      return;
    }
    PlaneFolder folder =
        PlaneFolder.read(repository.commit(commit), repository.treeAt(commit, PlaneFolder.NAME));
    boolean complete = true;
    for (Consumer<PlaneFolder> configuration : configurations) {
      try {
        configuration.accept(folder);
      } catch (StoreException e) {
        log.warn("The plane's configuration at {} is read again: {}", commit, problem(e));
        complete = false;
      } catch (RuntimeException e) {
        log.error("A part of the plane's configuration failed at {}", commit, e);
      }
    }
    if (complete) {
      configured = commit;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    // Closing waits for a fetch under way; the process must not.
    Thread closing = Thread.ofVirtual().start(repository::close);
    try {
      closing.join(CLOSE_TIMEOUT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(String commit) {
    Map<String, RegisteredCluster> before =
        table.clusters().stream()
            .collect(Collectors.toMap(RegisteredCluster::name, Function.identity()));
    Tree tree = repository.treeAt(commit, FOLDER);
    List<RegisteredCluster> clusters = new ArrayList<>();
    for (Tree.Entry entry : tree.list("")) {
      if (entry.type() == Tree.Type.DIRECTORY) {
        String name = entry.name();
        cluster(tree, name, Optional.ofNullable(before.get(name))).ifPresent(clusters::add);
      }
    }
    table.replace(commit, clock.instant(), clusters);
    known.replace(clusters);
    log.info("The registry names {} clusters at {}", clusters.size(), commit);
    List<Change> changed = new ArrayList<>();
    for (RegisteredCluster cluster : clusters) {
      if (!cluster.equals(before.remove(cluster.name()))) {
        changed.add(new Change(Change.Kind.CLUSTER, cluster.name(), "", ""));
      }
    }
    before.keySet().forEach(gone -> changed.add(new Change(Change.Kind.CLUSTER, gone, "", "")));
    changes.append(changed);
  }

  /** One cluster; empty when its folder has no cluster.yaml and so is none. */
  private static Optional<RegisteredCluster> cluster(
      Tree tree, String name, Optional<RegisteredCluster> before) {
    String path = name + "/" + FILE;
    if (tree.find(path).filter(file -> file.type() == Tree.Type.FILE).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClusterFile.read(name, tree.read(path)));
    } catch (BrokenFileException e) {
      log.warn("{}", e.problem());
      return Optional.of(
          before
              .map(good ->
                  new RegisteredCluster(
                      name, good.labels(), good.publicKeys(), good.intervalSeconds(), e.problem()))
              .orElseGet(() -> new RegisteredCluster(name, Map.of(), List.of(), 60, e.problem())));
    }
  }

  private static String problem(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
