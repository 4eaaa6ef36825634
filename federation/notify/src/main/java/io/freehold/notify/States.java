package io.freehold.notify;

import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.Condition;
import io.freehold.api.HealthState;
import io.freehold.api.SyncState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The states that triggers compare: flat, of texts, numbers, truths and maps of texts. */
public final class States {
  private static final int LONGEST = 4_000;
  private static final int MOST_CONDITIONS = 50;

  private States() {}

  /**
   * An application.
   *
   * @param cluster its cluster
   * @param labels labels of the cluster in the registry
   * @param report what the agent says
   */
  public static Map<String, Object> application(
      String cluster, Map<String, String> labels, ApplicationReport report) {
    ApplicationStatus status = report.status();
    var state = new LinkedHashMap<String, Object>();
    state.put("cluster", cluster);
    state.put("labels", new TreeMap<>(labels));
    state.put("namespace", report.namespace());
    state.put("name", report.name());
    state.put("project", report.project());
    state.put("source", report.source());
    state.put("path", report.path());
    state.put("revision", status.revision());
    state.put("digest", status.digest());
    state.put("sync", status.sync().toString());
    state.put("health", status.health().status().toString());
    state.put("healthMessage", cut(status.health().message()));
    // A status that has no operation says that one succeeded.
    boolean none = status.operation().equals(ApplicationStatus.Operation.NONE);
    state.put("phase", none ? "" : status.operation().phase().toString());
    state.put("operationRevision", status.operation().revision());
    state.put("operationMessage", cut(status.operation().message()));
    state.put("startedAt", status.operation().startedAt());
    state.put("finishedAt", status.operation().finishedAt());
    state.put("attempt", (long) status.operation().attempt());
    state.put("rolledBack", status.rolledBack() != null);
    var conditions = new TreeMap<String, String>();
    for (Condition condition :
        status.conditions().subList(0, Math.min(MOST_CONDITIONS, status.conditions().size()))) {
      conditions.put(condition.type(), condition.status());
    }
    state.put("conditions", conditions);
    return state;
  }

  /** What agents say at length is kept for as long as people read. */
  private static String cut(String text) {
    return Message.cut(text, LONGEST);
  }

  /** An application of which nothing is known: what was before the first report. */
  public static Map<String, Object> noApplication() {
    Map<String, Object> state =
        application(
            "", Map.of(), new ApplicationReport("", "", "", "", "", "", ApplicationStatus.EMPTY));
    state.put("sync", SyncState.UNKNOWN.toString());
    state.put("health", HealthState.UNKNOWN.toString());
    return state;
  }

  /** A cluster of which nothing is known: what was before it was there. */
  public static Map<String, Object> noCluster() {
    return cluster("", Map.of(), "", Map.of(), 0);
  }

  /**
   * A cluster.
   *
   * @param name its name
   * @param labels its labels in the registry
   * @param state how fresh what is known of it is, in the words of the API
   * @param told what else is told of it, by the names of {@link Subject#CLUSTER}
   * @param outboxLost journal entries that its agent had to drop
   */
  public static Map<String, Object> cluster(
      String name,
      Map<String, String> labels,
      String state,
      Map<String, String> told,
      long outboxLost) {
    var all = new LinkedHashMap<String, Object>();
    for (String field : Subject.CLUSTER.fields()) {
      all.put(field, told.getOrDefault(field, ""));
    }
    all.put("cluster", name);
    all.put("labels", new TreeMap<>(labels));
    all.put("state", state);
    all.put("outboxLost", outboxLost);
    return all;
  }
}
