package io.freehold.conformance.agent;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Applications that go to and fro between two states, each with something that a crash could leave
 * half done.
 */
final class CrashScenarios {
  /** The state that Git wants. */
  enum State {
    A,
    B;

    State other() {
      return this == A ? B : A;
    }
  }

  /** Applications that are there in both states. */
  static final List<String> LASTING = List.of("hooks", "waves", "failing", "refused");

  /** Is there in state A only; its objects go with it. */
  static final String PASSING = "passing";

  private static final int MANY = 12;

  private CrashScenarios() {}

  /** Namespaces of all applications. */
  static List<String> namespaces() {
    return List.of("hooks", "waves", "failing", "refused", PASSING);
  }

  /** Files of the registry. */
  static Map<String, String> files(State state) {
    Map<String, String> files = new TreeMap<>();
    files.put("apps/hooks/all.yaml", hooks(state));
    files.put("apps/waves/all.yaml", waves(state));
    files.put("apps/failing/all.yaml", failing(state));
    files.put("apps/refused/all.yaml", refused(state));
    files.put("apps/passing/all.yaml", passing());
    LASTING.forEach(app -> files.put("clusters/test/" + app + ".yaml", application(app)));
    files.put(
        "clusters/test/passing.yaml",
        state == State.A ? application(PASSING) : "# only there in the other state\n");
    return files;
  }

  /** The hooks that run on the way to a state, once each; {@code %s} stands for the commit. */
  static List<String> runs(State state) {
    List<String> always =
        List.of(
            "hooks/first %s PreSync",
            "hooks/second %s PreSync",
            "hooks/during %s Sync",
            "hooks/after- %s PostSync",
            "hooks/last %s PostSync",
            "failing/before %s PreSync",
            "failing/check %s Sync",
            "refused/before %s PreSync");
    List<String> sometimes =
        state == State.A
            ? List.of(
                "failing/good %s PostSync", "passing/before %s PreSync", "passing/last %s PostSync")
            : List.of("failing/rescue %s SyncFail", "refused/rescue %s SyncFail");
    return Stream.concat(always.stream(), sometimes.stream()).toList();
  }

  /** Hooks of every phase but SyncFail, in waves, with each policy; one has no name of its own. */
  private static String hooks(State state) {
    return documents(
        job("name: first", "PreSync", 0, "HookSucceeded"),
        job("name: second", "PreSync", 1, "BeforeHookCreation"),
        job("name: during", "Sync", 1, "BeforeHookCreation,HookSucceeded"),
        job("generateName: after-", "PostSync", 0, "HookSucceeded"),
        job("name: last", "PostSync", 1, "BeforeHookCreation"),
        job("name: unused", "SyncFail", 0, "BeforeHookCreation"),
        map("zero", state.name(), 0),
        map("one-" + state.name().toLowerCase(Locale.ROOT), "1", 1),
        map("two", state.name(), 2));
  }

  /** A workload that the next wave waits for, prunes in waves and at the end. */
  private static String waves(State state) {
    String only = state.name().toLowerCase(Locale.ROOT);
    return documents(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: %d
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "example.org/web:1"}]}
            """
                .formatted(state == State.A ? 1 : 2),
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: key, annotations: {freehold.io/wave: "2"}}
            stringData: {key: "%s"}
            """
                .formatted(state),
            map("end-" + only, "1", 3)
                .replace(
                    "annotations: {",
                    "annotations: {argocd.argoproj.io/sync-options: PruneLast=true, "))
        + IntStream.range(0, MANY)
            .mapToObj(i -> "---\n" + map("many-" + only + "-" + i, "1", i % 3))
            .collect(Collectors.joining());
  }

  /** In state B a hook fails, which another one follows. */
  private static String failing(State state) {
    String check = job("name: check", "Sync", 1, "HookSucceeded,HookFailed");
    return documents(
        job("name: before", "PreSync", 0, "HookSucceeded"),
        map("zero", state.name(), 0),
        state == State.A ? check : check.replace("labels: {}", "labels: {outcome: failed}"),
        map("two", state.name(), 2),
        job("name: good", "PostSync", 0, "HookSucceeded"),
        job("name: rescue", "SyncFail", 0, "HookSucceeded"));
  }

  /** In state B the API server refuses an object. */
  private static String refused(State state) {
    return documents(
        job("name: before", "PreSync", 0, "HookSucceeded"),
        map("zero", state.name(), 0),
        state == State.A
            ? map("one", "A", 1)
            : map("one", "B", 1).replace("data: {", "data: {é: x, "),
        map("two", state.name(), 2),
        job("name: rescue", "SyncFail", 0, "BeforeHookCreation"));
  }

  private static String passing() {
    return documents(
        job("name: before", "PreSync", 0, "HookSucceeded"),
        map("zero", "0", 0),
        map("one", "0", 1),
        map("two", "0", 2),
        job("name: last", "PostSync", 0, "BeforeHookCreation"));
  }

  private static String documents(String... objects) {
    return String.join("---\n", objects);
  }

  private static String application(String name) {
    return """
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %1$s, namespace: freehold-system}
    spec:
      sources: [{path: apps/%1$s}]
      destination: {namespace: %1$s}
      sync: {options: {createNamespace: true}, retry: {limit: 0}}
    """
        .formatted(name);
  }

  private static String job(String name, String phase, int wave, String policies) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      %s
      labels: {}
      annotations:
        argocd.argoproj.io/hook: %s
        argocd.argoproj.io/hook-delete-policy: %s
        freehold.io/wave: "%d"
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: main, image: "example.org/main:1"}]
    """
        .formatted(name, phase, policies, wave);
  }

  private static String map(String name, String value, int wave) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: %s, annotations: {freehold.io/wave: "%d"}}
    data: {key: "%s"}
    """
        .formatted(name, wave, value);
  }
}
