package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationSpec;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.ClusterReport;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.Metadata;
import io.freehold.api.ObjectRef;
import io.freehold.api.ProjectRules;
import io.freehold.api.Source;
import io.freehold.api.TakenOperation;
import io.freehold.engine.DriftDetector;
import io.freehold.engine.IgnoreRules;
import io.freehold.engine.Manifest;
import io.freehold.engine.Marks;
import io.freehold.engine.Preparation;
import io.freehold.health.HealthRules;
import io.freehold.render.ClusterFacts;
import io.freehold.render.ClusterUse;
import io.freehold.telemetry.ReportTarget;
import io.freehold.telemetry.Reporter;
import io.freehold.telemetry.ReporterCounters;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeReads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything around actors, in memory and on one thread: work is queued until {@link #settle}, and
 * time passes only in {@link #pass}.
 */
final class Bench {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final SourceKey REMOTE = new SourceKey("https://git.example.org/base", "v1");

  final FakeCluster cluster = new FakeCluster();
  final List<ApplicationStatus> statuses = new ArrayList<>();
  final List<JournalEntry> journal = new ArrayList<>();
  final List<String> released = new ArrayList<>();
  final People people = new People(this::change);
  int renders;

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparing(Later::at).thenComparingLong(Later::order));
  private final TestClock clock = new TestClock();
  private final FakeSources sources = new FakeSources();
  private final Map<String, Rendering> results = new HashMap<>();
  private final Map<String, List<Manifest>> contents = new HashMap<>();
  private final Map<ApplicationId, ApplicationActor> actors = new HashMap<>();
  private final ObjectRouter router = new ObjectRouter();
  final Metrics metrics = new Metrics();
  final Projects projects = new Projects("ssh://git@host/registry.git");

  /** What renders take from the cluster. */
  ClusterUse clusterUse = ClusterUse.NONE;

  /** Whether the cluster offers what it offered. */
  boolean sameFacts = true;

  private final KindWatches watches;
  private final Surroundings around;
  private String remote = "";
  private long order;

  private record Later(Instant at, long order, Runnable work) {}

  Bench() {
    DriftDetector drift = new DriftDetector();
    HealthRules health =
        HealthRules.standard()
            .with("", "ConfigMap", live -> health(live, HealthState.HEALTHY))
            .with("apps", "Deployment", live -> health(live, HealthState.PROGRESSING));
    Timer timer = (pause, task) -> later.add(new Later(clock.now.plus(pause), order++, task));
    watches = new KindWatches(cluster, router, timer, metrics);
    around =
        new Surroundings(
            new Store(),
            sources,
            projects,
            new FakeRenders(),
            router,
            watches,
            new Writer(cluster, router, watches, drift),
            drift,
            health,
            IgnoreRules.NONE,
            new Readiness(),
            new Recorder(),
            metrics,
            timer,
            work::add,
            clock);
    watches.start();
    projects.listed();
    router.applicationsKnown();
  }

  /** Puts objects into a commit; the tree of a folder is the same when its objects are. */
  void commit(String revision, Manifest... manifests) {
    commit(revision, Arrays.toString(manifests), Arrays.asList(manifests));
  }

  /** A commit that cannot be rendered. */
  void brokenCommit(String revision, String message) {
    results.put(revision, new Rendering.Unusable("Invalid", message));
    sources.show(new SourceState(new SourceState.Snapshot(revision, new IdTree(message)), ""));
  }

  /** What renders fetch besides their sources is at a revision. */
  void remote(String revision) {
    remote = revision;
    sources.show(sources.state);
  }

  /** How many follow sources. */
  int followed() {
    return sources.followers.size();
  }

  /** The source stops answering. */
  void sourceFails(String error) {
    sources.show(new SourceState(sources.state.snapshot(), error));
  }

  ApplicationActor add(Application application) {
    people.put(application);
    ApplicationActor actor = new ApplicationActor(application, around);
    actors.put(application.id(), actor);
    actor.changed(application);
    return actor;
  }

  /** An Application whose spec cannot be read, from the start. */
  void addUnreadable(String name, String problem) {
    Application known = application(name, spec("{}"), 1, "");
    ApplicationActor actor = new ApplicationActor(known, around);
    actors.put(known.id(), actor);
    actor.unreadable(known, problem);
  }

  /** The process ends and a new one takes over: it knows what the last status says. */
  ApplicationActor restart(Application application) {
    java.util.Objects.requireNonNull(actors.remove(application.id())).vanished();
    settle();
    return add(
        new Application(
            "",
            "",
            application.metadata(),
            application.spec(),
            application.operation(),
            statuses.getLast()));
  }

  /** The process dies, with all that was on its way, and a new one takes over. */
  ApplicationActor crash(Application application) {
    work.clear();
    later.clear();
    ApplicationActor dead = java.util.Objects.requireNonNull(actors.remove(application.id()));
    router.unregister(dead);
    return add(
        new Application(
            "",
            "",
            application.metadata(),
            application.spec(),
            application.operation(),
            statuses.getLast()));
  }

  /** The Application is gone. */
  void vanish(Application application) {
    java.util.Objects.requireNonNull(actors.remove(application.id())).vanished();
  }

  /** The Application is there with other content. */
  void change(Application application) {
    java.util.Objects.requireNonNull(actors.get(application.id())).changed(application);
  }

  /** Does all work that can be done without time passing. */
  void settle() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  /** Lets time pass, doing what becomes due when it does. */
  void pass(Duration time) {
    settle();
    Instant end = clock.now.plus(time);
    while (!later.isEmpty() && !later.peek().at().isAfter(end)) {
      Later next = later.remove();
      clock.now = next.at();
      next.work().run();
      settle();
    }
    clock.now = end;
  }

  /** The newest status that was written. */
  ApplicationStatus status() {
    return statuses.getLast();
  }

  /** The message of a condition of the newest status, after its status, as {@code False: why}. */
  String condition(String type) {
    return status().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .map(condition -> condition.status() + ": " + condition.message())
        .findFirst()
        .orElse("absent");
  }

  static Application application(String name) {
    return application(name, spec("{\"sources\":[{\"path\":\"apps/" + name + "\"}]}"), 1, "");
  }

  static Application application(
      String name, ApplicationSpec spec, long generation, String deletionTimestamp) {
    return new Application(
        "",
        "",
        new Metadata(
            name,
            "freehold-system",
            "uid-" + name,
            "1",
            generation,
            Map.of(),
            Map.of(),
            List.of(Marks.FINALIZER),
            deletionTimestamp),
        spec,
        ApplicationStatus.EMPTY);
  }

  static Application annotated(Application application, String annotation, String value) {
    Metadata metadata = application.metadata();
    return new Application(
        "",
        "",
        new Metadata(
            metadata.name(),
            metadata.namespace(),
            metadata.uid(),
            metadata.resourceVersion(),
            metadata.generation(),
            metadata.labels(),
            Map.of(annotation, value),
            metadata.finalizers(),
            metadata.deletionTimestamp()),
        application.spec(),
        application.status());
  }

  static ApplicationSpec spec(String json) {
    try {
      return JSON.readValue(json, ApplicationSpec.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  static Manifest configMap(String name, String value) {
    return object("v1", "ConfigMap", name, value);
  }

  static Manifest object(String apiVersion, String kind, String name, String value) {
    ObjectNode content = JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    content.putObject("metadata").put("name", name);
    content.putObject("data").put("key", value);
    return new Manifest(
        apiVersion,
        new ObjectRef(ObjectRef.groupOf(apiVersion), kind, "shop", name),
        content,
        new Manifest.Origin("apps/" + name + ".yaml", 1));
  }

  static ObjectRef ref(String name) {
    return new ObjectRef("", "ConfigMap", "shop", name);
  }

  private void commit(String revision, String tree, List<Manifest> manifests) {
    contents.put(revision, manifests);
    sources.trees.put(revision, tree);
    sources.show(new SourceState(new SourceState.Snapshot(revision, new IdTree(tree)), ""));
  }

  private final class FakeRenders implements Renders {
    @Override
    public Rendering render(ApplicationId id, Settings settings, Fetched fetched) {
      return Bench.this.render(id, fetched);
    }

    @Override
    public boolean isStill(ClusterFacts facts) {
      return sameFacts;
    }
  }

  private Rendering render(ApplicationId id, Fetched fetched) {
    renders++;
    SourceState.Snapshot snapshot = fetched.snapshots().getFirst();
    List<Manifest> manifests = contents.get(snapshot.revision());
    if (manifests == null) {
      return java.util.Objects.requireNonNull(results.get(snapshot.revision()));
    }
    var reads = new TreeReads();
    reads.folder(snapshot.tree(), "");
    return switch (Preparation.of(id, snapshot.revision(), manifests)) {
      case io.freehold.engine.Desired desired ->
          new Rendering.Ready(
              desired,
              manifests.stream()
                  .map(manifest -> cluster.kind(manifest.apiVersion(), manifest.ref().kind()))
                  .flatMap(Optional::stream)
                  .collect(Collectors.toSet()),
              false,
              List.of(reads),
              clusterUse,
              ClusterFacts.NONE,
              remote.isEmpty() ? Map.of() : Map.of(REMOTE, remote));
      case Preparation.Refused refused ->
          new Rendering.Unusable("Invalid", String.join("; ", refused.problems()));
    };
  }

  private static Health health(JsonNode live, HealthState unlessTold) {
    String told = live.path("status").path("health").asText();
    return new Health(told.isEmpty() ? unlessTold : HealthState.valueOf(told), "");
  }

  private final class Store implements ApplicationStore {
    @Override
    public boolean writeStatus(ApplicationId id, ApplicationStatus status) {
      statuses.add(status);
      return true;
    }

    @Override
    public boolean addFinalizer(Application application) {
      return true;
    }

    @Override
    public boolean removeFinalizer(Application application) {
      released.add(application.id().toString());
      return true;
    }

    @Override
    public String takeRequest(Application asked, TakenOperation taken) {
      return people.take(asked, taken);
    }

    @Override
    public String endRequest(ApplicationId id, String kept) {
      return people.end(id, ApiGroup.TAKEN_ANNOTATION, kept);
    }

    @Override
    public String endTermination(ApplicationId id, String value) {
      return people.end(id, ApiGroup.TERMINATE_ANNOTATION, value);
    }
  }

  private final class Recorder implements Reporter {
    @Override
    public void cluster(ClusterReport report) {}

    @Override
    public void application(ApplicationReport report) {}

    @Override
    public void applicationGone(ApplicationId application) {}

    @Override
    public void journal(JournalEntry entry) {
      journal.add(entry);
    }

    @Override
    public void target(ReportTarget target) {}

    @Override
    public ReporterCounters counters() {
      return new ReporterCounters(0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}
  }

  private final class FakeSources implements Sources {
    private final Set<Runnable> followers = new java.util.LinkedHashSet<>();
    private final Map<String, String> trees = new HashMap<>();
    private SourceState state = SourceState.NOT_ASKED;

    void show(SourceState newState) {
      state = newState;
      followers.forEach(Runnable::run);
    }

    @Override
    public SourceKey key(Source source, ProjectRules rules) {
      String revision = source.revision().isEmpty() ? "main" : source.revision();
      return new SourceKey("ssh://git@host/registry.git", revision);
    }

    @Override
    public SourceState state(SourceKey key) {
      if (key.equals(REMOTE)) {
        return new SourceState(new SourceState.Snapshot(remote, new IdTree(remote)), "");
      }
      if (key.revision().equals("main")) {
        return state;
      }
      String tree = trees.get(key.revision());
      return tree == null
          ? new SourceState(null, "there is no revision " + key.revision())
          : new SourceState(new SourceState.Snapshot(key.revision(), new IdTree(tree)), "");
    }

    @Override
    public void follow(SourceKey key, Runnable onNews) {
      followers.add(onNews);
    }

    @Override
    public void unfollow(SourceKey key, Runnable onNews) {
      followers.remove(onNews);
    }

    @Override
    public void refresh(SourceKey key) {}
  }

  /** A tree of which only the id matters. */
  private record IdTree(String id) implements Tree {
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

  private static final class TestClock extends Clock {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
