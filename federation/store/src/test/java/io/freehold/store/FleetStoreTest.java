package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ApplicationStatus.Summary;
import io.freehold.api.ClusterReport;
import io.freehold.api.Condition;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import io.freehold.store.Incoming.ApplicationGone;
import io.freehold.store.Incoming.ApplicationState;
import io.freehold.store.Incoming.ClusterState;
import io.freehold.store.Incoming.Entry;
import io.freehold.store.Incoming.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store on a real PostgreSQL. */
class FleetStoreTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00Z");
  private static final ApplicationFilter ALL =
      new ApplicationFilter(List.of(), List.of(), List.of(), "");

  private Database database;
  private ReportWriter writer;
  private FleetQueries fleet;

  @BeforeEach
  void open() {
    database = TestDatabase.empty();
    writer = new ReportWriter(database);
    fleet = new FleetQueries(database);
    register("east", "west");
  }

  @Test
  void aClusterThatNeverReportedIsListedWithoutAReport() {
    ClusterRow row = fleet.clusters(Scope.EVERYTHING).getFirst();
    assertThat(row.registered().name()).isEqualTo("east");
    assertThat(row.seenAt()).isEmpty();
    assertThat(row.report()).isEmpty();
    assertThat(row.counts().applications()).isZero();
  }

  @Test
  void ofTwoStatesTheOneWithTheLargerSequenceStaysWhateverTheOrder() {
    write("east", T0, app(20, "shop", SyncState.SYNCED));
    assertThat(write("east", T0.plusSeconds(5), app(10, "shop", SyncState.OUT_OF_SYNC))).isEmpty();
    assertThat(write("east", T0.plusSeconds(6), app(20, "shop", SyncState.UNKNOWN))).isEmpty();
    assertThat(sync("shop")).isEqualTo(SyncState.SYNCED);
    assertThat(write("east", T0.plusSeconds(7), app(21, "shop", SyncState.OUT_OF_SYNC)))
        .contains(new Change(Change.Kind.APPLICATION, "east", "apps", "shop"));
    assertThat(sync("shop")).isEqualTo(SyncState.OUT_OF_SYNC);
  }

  @Test
  void aReplayDoesNotMakeAClusterLookAlive() {
    write("east", T0, cluster(10));
    write("east", T0.plusSeconds(100), cluster(10));
    assertThat(fleet.clusters(Scope.EVERYTHING).getFirst().seenAt()).contains(T0);
    write("east", T0.plusSeconds(200), cluster(11));
    assertThat(fleet.clusters(Scope.EVERYTHING).getFirst().seenAt()).contains(T0.plusSeconds(200));
  }

  @Test
  void applicationsThatTheNewestClusterReportDoesNotNameAreGone() {
    write("east", T0, app(1, "shop", SyncState.SYNCED), app(2, "blog", SyncState.SYNCED));
    write("east", T0, cluster(3, "apps/shop"));
    assertThat(names()).containsExactly("shop");
    // Newer than the list: present although the list does not name it.
    write("east", T0, app(4, "wiki", SyncState.SYNCED));
    assertThat(names()).containsExactly("shop", "wiki");
    // Late news of the dead and a late list change nothing.
    write("east", T0, app(1, "mail", SyncState.SYNCED));
    write("east", T0, cluster(2, "apps/blog"));
    assertThat(names()).containsExactly("shop", "wiki");
    write("east", T0, cluster(9, "apps/blog", "apps/wiki"));
    assertThat(names()).containsExactly("blog", "wiki");
  }

  @Test
  void anApplicationThatWasReportedGoneIsNotRevivedByLateNews() {
    write("east", T0, app(5, "shop", SyncState.SYNCED));
    write("east", T0, incoming("east", T0, List.of(), List.of(gone(7, "shop")), List.of()));
    assertThat(names()).isEmpty();
    write("east", T0, app(6, "shop", SyncState.SYNCED));
    assertThat(names()).isEmpty();
    write("east", T0, app(8, "shop", SyncState.SYNCED));
    assertThat(names()).containsExactly("shop");
  }

  @Test
  void theJournalKeepsEveryEntryOnceAndListsNewestFirst() {
    for (int round = 0; round < 2; round++) {
      for (long sequence : new long[] {30, 10, 20}) {
        write("east", T0, entry(sequence));
      }
    }
    var history = new HistoryQueries(database);
    var all = new JournalFilter(List.of("east"), "", "", List.of(), "", Optional.empty());
    List<FleetEntry> entries =
        history.entries(Scope.EVERYTHING, all, FleetEntry.Position.START, 10);
    assertThat(entries).extracting(FleetEntry::sequence).containsExactly(30L, 20L, 10L);
    assertThat(history.entries(Scope.EVERYTHING, all, entries.getFirst().position(), 1))
        .extracting(entry -> entry.entry().sync().id())
        .containsExactly(20L);
    assertThat(Records.history(database, "west")).isEmpty();
  }

  @Test
  void spansAreStoredOnce() {
    var span = new Span("0123", "45", "SYNC apps/shop", "c0ffee", "success", T0, T0);
    for (int round = 0; round < 2; round++) {
      writer.write(
          new Incoming("east", T0, List.of(), List.of(), List.of(), List.of(), List.of(span)));
    }
    long stored =
        database.read(
            handle -> handle.select("select count(*) from sync_span").mapTo(Long.class).one());
    assertThat(stored).isEqualTo(1);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    List<ApplicationState> states = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      states.add(app(100 + i, "app-%02d".formatted(i), SyncState.SYNCED));
    }
    write("east", T0, states.toArray(ApplicationState[]::new));
    write("west", T0, app(1, "app-00", SyncState.OUT_OF_SYNC));
    List<String> seen = new ArrayList<>();
    PageKey after = PageKey.START;
    List<ApplicationRow> page = fleet.applications(Scope.EVERYTHING, ALL, after, 10);
    while (!page.isEmpty()) {
      page.forEach(row -> seen.add(row.cluster() + "/" + row.report().name()));
      after = page.getLast().cursor();
      page = fleet.applications(Scope.EVERYTHING, ALL, after, 10);
    }
    assertThat(seen).hasSize(26).isSorted().doesNotHaveDuplicates();
    assertThat(fleet.count(Scope.EVERYTHING, ALL)).isEqualTo(26);
  }

  @Test
  void filtersNarrow() {
    write("east", T0, app(1, "shop", SyncState.SYNCED), app(2, "blog", SyncState.OUT_OF_SYNC));
    write("west", T0, app(1, "shop", SyncState.OUT_OF_SYNC));
    assertThat(count(new ApplicationFilter(List.of("east"), List.of(), List.of(), "")))
        .isEqualTo(2);
    assertThat(
            count(new ApplicationFilter(List.of(), List.of("OutOfSync", "Unknown"), List.of(), "")))
        .isEqualTo(2);
    assertThat(count(new ApplicationFilter(List.of(), List.of(), List.of("Degraded"), "")))
        .isZero();
    assertThat(count(new ApplicationFilter(List.of(), List.of(), List.of(), "APPS/SHO")))
        .isEqualTo(2);
    // Text, not a pattern.
    assertThat(count(new ApplicationFilter(List.of(), List.of(), List.of(), "%"))).isZero();
  }

  @Test
  void countsAreSummedPerCluster() {
    write("east", T0, app(1, "shop", SyncState.SYNCED), app(2, "blog", SyncState.OUT_OF_SYNC));
    var counts = fleet.clusters(Scope.EVERYTHING).getFirst().counts();
    assertThat(counts.applications()).isEqualTo(2);
    assertThat(counts.synced()).isEqualTo(1);
    assertThat(counts.outOfSync()).isEqualTo(1);
    assertThat(counts.healthy()).isEqualTo(2);
    assertThat(counts.driftRepairs()).isEqualTo(6);
  }

  @Test
  void aClusterThatLeavesTheRegistryIsNotShownAnyMore() {
    write("west", T0, app(1, "shop", SyncState.SYNCED));
    register("east");
    assertThat(fleet.clusters(Scope.EVERYTHING))
        .extracting(row -> row.registered().name())
        .containsExactly("east");
    assertThat(fleet.count(Scope.EVERYTHING, ALL)).isZero();
    assertThat(fleet.application(Scope.EVERYTHING, "west", "apps", "shop")).isEmpty();
  }

  @Test
  void refusalsAreCountedAndBounded() {
    var refusals = new RefusalTable(database);
    refusals.add("evil", "unsigned", 1, T0);
    refusals.add("evil", "unsigned", 2, T0.plusSeconds(1));
    assertThat(refusals.all(Scope.EVERYTHING))
        .containsExactly(new Refusal("evil", "unsigned", 3, T0, T0.plusSeconds(1)));
    database.write(handle ->
        handle.execute(
            "insert into refusal select 'x' || i, 'unsigned', 1, now(), now()"
                + " from generate_series(1, 2000) i"));
    refusals.add("one-more", "unsigned", 1, T0);
    assertThat(refusals.all(Scope.EVERYTHING))
        .extracting(Refusal::claimed)
        .contains("")
        .doesNotContain("one-more");
  }

  @Test
  void dataThatTheDatabaseCannotHoldIsToldFromAnOutage() {
    assertThatThrownBy(() -> write("east", T0, app(1, "nul\u0000", SyncState.SYNCED)))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.code()).isEqualTo(StoreException.Code.BAD_DATA));
  }

  private void register(String... names) {
    var clusters = new ArrayList<RegisteredCluster>();
    for (String name : names) {
      clusters.add(new RegisteredCluster(name, Map.of("env", "test"), List.of("key"), 60, ""));
    }
    var registry = new RegistryTable(database);
    registry.replace("c0ffee", T0, clusters);
    assertThat(registry.clusters()).isEqualTo(clusters);
    assertThat(registry.revision()).isEqualTo("c0ffee");
  }

  private List<Change> write(String cluster, Instant at, ApplicationState... states) {
    return writer.write(incoming(cluster, at, List.of(states), List.of(), List.of()));
  }

  private List<Change> write(String cluster, Instant at, ClusterState state) {
    return writer.write(
        new Incoming(cluster, at, List.of(state), List.of(), List.of(), List.of(), List.of()));
  }

  private List<Change> write(String cluster, Instant at, Entry entry) {
    return writer.write(incoming(cluster, at, List.of(), List.of(), List.of(entry)));
  }

  private List<Change> write(String cluster, Instant at, Incoming incoming) {
    assertThat(incoming.cluster()).isEqualTo(cluster);
    assertThat(incoming.receivedAt()).isEqualTo(at);
    return writer.write(incoming);
  }

  private static Incoming incoming(
      String cluster,
      Instant at,
      List<ApplicationState> applications,
      List<ApplicationGone> gone,
      List<Entry> journal) {
    return new Incoming(cluster, at, List.of(), applications, gone, journal, List.of());
  }

  private long count(ApplicationFilter filter) {
    long count = fleet.count(Scope.EVERYTHING, filter);
    assertThat(fleet.applications(Scope.EVERYTHING, filter, PageKey.START, 100))
        .hasSize((int) count);
    return count;
  }

  private SyncState sync(String name) {
    return fleet
        .application(Scope.EVERYTHING, "east", "apps", name)
        .orElseThrow()
        .report()
        .status()
        .sync();
  }

  private List<String> names() {
    return fleet.applications(Scope.EVERYTHING, ALL, PageKey.START, 100).stream()
        .map(row -> row.report().name())
        .toList();
  }

  private static ClusterState cluster(long sequence, String... applications) {
    var available = new Condition(Condition.SOURCE_AVAILABLE, "True", "Fetched", "", "", 0);
    return new ClusterState(
        sequence,
        new ClusterReport(
            "east", "", Map.of(), "", "", "", "", "", "", available, List.of(applications), 0, 0));
  }

  private static ApplicationState app(long sequence, String name, SyncState sync) {
    var status =
        new ApplicationStatus(
            1,
            "c0ffee",
            "",
            sync,
            new Health(HealthState.HEALTHY, ""),
            ApplicationStatus.EMPTY.operation(),
            List.of(),
            List.of(),
            new Summary(1, 1, 1, 3));
    return new ApplicationState(
        sequence, new ApplicationReport("apps", name, "default", "", "", "", status));
  }

  private static ApplicationGone gone(long sequence, String name) {
    return new ApplicationGone(sequence, new ApplicationId("apps", name));
  }

  private static Entry entry(long sequence) {
    var sync =
        new HistoryEntry(sequence, OperationPhase.SUCCEEDED, "c0ffee", "", "", "", "done", 1, 0, 0);
    return new Entry(sequence, T0, JournalEntry.sync(new ApplicationId("apps", "shop"), sync));
  }
}
