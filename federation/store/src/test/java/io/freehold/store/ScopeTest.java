package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ClusterReport;
import io.freehold.api.Condition;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.store.ClusterSelector.Operator;
import io.freehold.store.ClusterSelector.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database shows of a scope is what the scope says, in every query. */
class ScopeTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00Z");
  private static final ApplicationFilter ALL =
      new ApplicationFilter(List.of(), List.of(), List.of(), "");
  private static final Map<String, Map<String, String>> CLUSTERS =
      Map.of(
          "east", Map.of("env", "prod", "region", "eu"),
          "west", Map.of("env", "prod", "region", "us"),
          "lab", Map.of("env", "test"));
  // Projects have the names of their applications.
  private static final List<String> PROJECTS = List.of("pay", "shop");
  private static final List<Scope> SCOPES =
      List.of(
          Scope.EVERYTHING,
          Scope.NOTHING,
          scope(whole(in("env", "prod"))),
          scope(whole(in("env", "none"))),
          scope(whole(new Requirement("region", Operator.NOT_IN, List.of("eu")))),
          scope(whole(new Requirement("region", Operator.EXISTS, List.of()))),
          scope(whole(new Requirement("region", Operator.DOES_NOT_EXIST, List.of()))),
          scope(whole(new Requirement("", Operator.NAMED, List.of("lab", "mars")))),
          scope(whole(in("env", "prod"), in("region", "us"))),
          scope(whole(in("env", "' or true --"))),
          scope(of(Set.of("shop"))),
          scope(of(Set.of())),
          scope(of(Set.of("' or true --"))),
          scope(of(Set.of("shop"), in("env", "prod")), whole(in("env", "test"))),
          scope(of(Set.of("shop"), in("region", "eu")), of(Set.of("pay"), in("region", "us"))));

  private Database database;
  private FleetQueries fleet;
  private HistoryQueries history;

  @BeforeEach
  void fill() {
    database = TestDatabase.empty();
    fleet = new FleetQueries(database);
    history = new HistoryQueries(database);
    new RegistryTable(database)
        .replace(
            "c0ffee",
            T0,
            CLUSTERS.entrySet().stream()
                .map(one ->
                    new RegisteredCluster(one.getKey(), one.getValue(), List.of("key"), 60, ""))
                .toList());
    var writer = new ReportWriter(database);
    CLUSTERS.keySet().forEach(cluster -> writer.write(report(cluster)));
    var refusals = new RefusalTable(database);
    refusals.add("east", "replayed", 1, T0);
    refusals.add("mars", "the registry names no such cluster", 1, T0);
  }

  @Test
  void clusters_and_their_numbers_are_those_of_the_scope() {
    for (Scope scope : SCOPES) {
      List<ClusterRow> rows = fleet.clusters(scope);
      assertThat(rows).extracting(row -> row.registered().name()).isEqualTo(clusters(scope));
      for (ClusterRow row : rows) {
        String cluster = row.registered().name();
        List<String> seen = new ArrayList<>();
        for (String project : PROJECTS) {
          if (scope.sees(cluster, CLUSTERS.getOrDefault(cluster, Map.of()), project)) {
            seen.add("apps/" + project);
          }
        }
        assertThat(row.counts().applications())
            .as("%s of %s", cluster, scope)
            .isEqualTo(seen.size());
        assertThat(row.report().orElseThrow().applications()).isEqualTo(seen);
      }
    }
  }

  @Test
  void applications_pages_and_totals_are_those_of_the_scope() {
    for (Scope scope : SCOPES) {
      var expected = applications(scope);
      var found = new ArrayList<String>();
      PageKey after = PageKey.START;
      for (List<ApplicationRow> page = fleet.applications(scope, ALL, after, 1);
          !page.isEmpty();
          page = fleet.applications(scope, ALL, after, 1)) {
        after = page.getFirst().cursor();
        found.add(page.getFirst().cluster() + "/" + page.getFirst().report().name());
      }
      assertThat(found).as(scope.toString()).isEqualTo(expected);
      assertThat(fleet.count(scope, ALL)).isEqualTo(expected.size());
      for (String cluster : CLUSTERS.keySet()) {
        for (String name : PROJECTS) {
          boolean seen = expected.contains(cluster + "/" + name);
          assertThat(fleet.application(scope, cluster, "apps", name).isPresent()).isEqualTo(seen);
        }
        assertThat(fleet.children(scope, cluster, "apps/root"))
            .extracting(row -> cluster + "/" + row.report().name())
            .isEqualTo(expected.stream().filter(one -> one.startsWith(cluster + "/")).toList());
      }
    }
  }

  @Test
  void history_and_commits_are_those_of_the_scope() {
    var everything = new JournalFilter(List.of(), "", "", List.of(), "", Optional.empty());
    for (Scope scope : SCOPES) {
      var expected = new TreeSet<>(applications(scope));
      CLUSTERS.forEach((cluster, labels) -> {
        if (scope.seesAllOf(cluster, labels)) {
          expected.add(cluster + "/");
        }
      });
      List<FleetEntry> entries = history.entries(scope, everything, FleetEntry.Position.START, 100);
      assertThat(entries)
          .as(scope.toString())
          .extracting(entry -> entry.cluster() + "/" + entry.entry().name())
          .containsExactlyInAnyOrderElementsOf(expected);

      List<String> applications = applications(scope);
      for (String project : PROJECTS) {
        long synced = applications.stream().filter(one -> one.endsWith(project)).count();
        List<CommitRow> commits =
            history.commits(scope, project, FleetEntry.Position.START.at(), "", 10);
        assertThat(commits).as("%s of %s", project, scope).hasSize(synced == 0 ? 0 : 1);
        commits.forEach(commit -> {
          assertThat(commit.clusters()).isEqualTo(synced);
          assertThat(commit.succeeded()).isEqualTo(synced);
        });
        List<CommitProgress> progress = history.progress(scope, project);
        assertThat(progress).extracting(CommitProgress::cluster).isEqualTo(clusters(scope));
        assertThat(progress.stream().mapToLong(CommitProgress::succeeded).sum()).isEqualTo(synced);
        assertThat(progress.stream().filter(one -> one.message().equals("done")).count())
            .isEqualTo(synced);
      }
    }
  }

  @Test
  void changes_and_refusals_are_those_of_the_scope() {
    for (Scope scope : SCOPES) {
      var changes = new ArrayList<Change>();
      var expected = new ArrayList<Change>();
      CLUSTERS.forEach((cluster, labels) -> {
        for (Change.Kind kind : Change.Kind.values()) {
          changes.add(new Change(kind, cluster, "", ""));
          boolean seen =
              kind == Change.Kind.CLUSTER
                  ? scope.sees(cluster, labels)
                  : scope.seesAllOf(cluster, labels);
          if (seen) {
            expected.add(changes.getLast());
          }
        }
        for (String project : PROJECTS) {
          changes.add(new Change(Change.Kind.APPLICATION, cluster, "apps", project));
          if (scope.sees(cluster, labels, project)) {
            expected.add(changes.getLast());
          }
        }
      });
      assertThat(fleet.visible(scope, changes))
          .as(scope.toString())
          .containsExactlyInAnyOrderElementsOf(expected);
      var refused = new TreeSet<String>();
      if (scope.everything()) {
        refused.add("mars");
      }
      if (scope.seesAllOf("east", CLUSTERS.getOrDefault("east", Map.of()))) {
        refused.add("east");
      }
      assertThat(new RefusalTable(database).all(scope))
          .extracting(Refusal::claimed)
          .containsExactlyInAnyOrderElementsOf(refused);
    }
  }

  @Test
  void what_two_parts_have_in_common_is_what_both_let_through() {
    Scope.Part shop = of(Set.of("shop"), in("env", "prod"));
    Scope.Part pay = of(Set.of("pay"));
    assertThat(fleet.clusters(scope(shop.and(whole(in("region", "us"))))))
        .extracting(row -> row.registered().name())
        .containsExactly("west");
    assertThat(fleet.count(scope(shop.and(pay)), ALL)).isZero();
  }

  private static List<String> clusters(Scope scope) {
    return CLUSTERS.entrySet().stream()
        .filter(one -> scope.sees(one.getKey(), one.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static List<String> applications(Scope scope) {
    var seen = new TreeSet<String>();
    CLUSTERS.forEach((cluster, labels) -> {
      for (String project : PROJECTS) {
        if (scope.sees(cluster, labels, project)) {
          seen.add(cluster + "/" + project);
        }
      }
    });
    return List.copyOf(seen);
  }

  private static Incoming report(String cluster) {
    var states = new ArrayList<Incoming.ApplicationState>();
    var entries = new ArrayList<Incoming.Entry>();
    for (String name : PROJECTS) {
      int number = entries.size() + 1;
      states.add(
          new Incoming.ApplicationState(
              number,
              new ApplicationReport(
                  "apps", name, name, "apps/root", "", "", ApplicationStatus.EMPTY)));
      entries.add(
          new Incoming.Entry(
              number,
              T0,
              JournalEntry.sync(
                  new ApplicationId("apps", name),
                  new HistoryEntry(
                      1, OperationPhase.SUCCEEDED, name, "", "", T0.toString(), "done", 0, 0, 0))));
    }
    entries.add(
        new Incoming.Entry(
            9,
            T0,
            JournalEntry.note(new ApplicationId("", ""), T0.toString(), "about the cluster")));
    var available = new Condition(Condition.SOURCE_AVAILABLE, "True", "Fetched", "", "", 0);
    var report =
        new ClusterReport(
            cluster,
            "",
            Map.of(),
            "",
            "",
            "",
            "",
            "",
            "",
            available,
            List.of("apps/pay", "apps/shop"),
            0,
            0);
    return new Incoming(
        cluster,
        T0,
        List.of(new Incoming.ClusterState(10, report)),
        states,
        List.of(),
        entries,
        List.of());
  }

  private static Requirement in(String label, String value) {
    return new Requirement(label, Operator.IN, List.of(value));
  }

  private static Scope.Part whole(Requirement... requirements) {
    return new Scope.Part(new ClusterSelector(List.of(requirements)), true, Set.of());
  }

  private static Scope.Part of(Set<String> projects, Requirement... requirements) {
    return new Scope.Part(new ClusterSelector(List.of(requirements)), false, projects);
  }

  private static Scope scope(Scope.Part... parts) {
    return new Scope(List.of(parts));
  }
}
