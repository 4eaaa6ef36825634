package io.freehold.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.freehold.api.ApiGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Four applications that others must not suffer from: one that cannot be rendered, one whose hook
 * never ends, one that somebody fights, and a huge one. Closing it ends the fight.
 */
final class Troublemakers implements AutoCloseable {
  private static final String PREFIX = "trouble-";
  private static final Duration BETWEEN_BLOWS = Duration.ofMillis(20);
  private static final PatchContext RIVAL =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("rival")
          .build();

  private final KubernetesClient client;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread rival = Thread.ofVirtual().unstarted(this::fight);

  Troublemakers(KubernetesClient client) {
    this.client = client;
  }

  /** Their Applications, and what is in their folders. */
  static Map<String, String> files(String cluster, int objects) {
    Map<String, String> files = new TreeMap<>(changed(0, objects));
    files.put("apps/trouble/stuck/hook.yaml", HOOK);
    files.put("apps/trouble/fought/fought.yaml", map("fought", 0));
    files.put(
        "clusters/" + cluster + "/trouble.yaml",
        List.of("broken", "stuck", "fought", "huge").stream()
            .map(Troublemakers::application)
            .collect(Collectors.joining()));
    return files;
  }

  /** What makes the huge one apply all its objects again, and the broken one render again. */
  static Map<String, String> changed(int round, int objects) {
    return Map.of(
        "apps/trouble/broken/broken.yaml",
        "apiVersion: v1\nkind: [ # " + round + "\n",
        "apps/trouble/huge/huge.yaml",
        IntStream.range(0, objects)
            .mapToObj(i -> map("huge-" + i, round))
            .collect(Collectors.joining()));
  }

  /** From now on somebody else changes the fought object again and again. */
  void start() {
    rival.start();
  }

  /** What each of the three that never settle says of itself; the condition by its name. */
  Map<String, String> conditions() {
    Map<String, String> told = new TreeMap<>();
    told.put("broken", condition("broken", "Rendered", "False"));
    told.put("stuck", condition("stuck", "Reconciling", "True"));
    told.put("fought", condition("fought", "Fight", "True"));
    return told;
  }

  /** The message of a condition, empty while it has not that status. */
  private String condition(String name, String type, String status) {
    GenericKubernetesResource application =
        client
            .genericKubernetesResources(ApiGroup.API_VERSION, "Application")
            .inNamespace(ApiGroup.SYSTEM_NAMESPACE)
            .withName(PREFIX + name)
            .get();
    if (application == null
        || !(application.get("status", "conditions") instanceof List<?> conditions)) {
      return "";
    }
    return conditions.stream()
        .map(condition -> (Map<?, ?>) condition)
        .filter(condition -> type.equals(condition.get("type")))
        .filter(condition -> status.equals(condition.get("status")))
        .map(condition -> String.valueOf(condition.get("message")))
        .findFirst()
        .orElse("");
  }

  private void fight() {
    var fought = client.configMaps().inNamespace(PREFIX + "fought").withName("fought");
    try {
      for (int blow = 1; !over.await(BETWEEN_BLOWS.toMillis(), TimeUnit.MILLISECONDS); blow++) {
        try {
          var _ = fought.patch(RIVAL, "{\"data\":{\"key\":\"rival-" + blow + "\"}}");
        } catch (KubernetesClientException _) {
          // Not there yet.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      rival.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String application(String name) {
    return """
    ---
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %1$s%2$s, namespace: freehold-system}
    spec:
      sources: [{path: apps/trouble/%2$s}]
      destination: {namespace: %1$s%2$s}
      sync: {options: {createNamespace: true}}
    """
        .formatted(PREFIX, name);
  }

  private static String map(String name, int round) {
    return """
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: %s}
    data: {key: "%d"}
    """
        .formatted(name, round);
  }

  // A suspended Job is never begun.
  private static final String HOOK =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: never-ends
        annotations: {argocd.argoproj.io/hook: PreSync}
      spec:
        suspend: true
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, image: "example.org/main:1"}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: waits}
      """;
}
