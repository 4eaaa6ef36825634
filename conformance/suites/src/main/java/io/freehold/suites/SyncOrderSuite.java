package io.freehold.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ArgoKindRank;
import io.freehold.engine.Hook;
import io.freehold.engine.KindOrder;
import io.freehold.engine.ObjectOptions;
import io.freehold.engine.SyncPhase;
import io.freehold.engine.SyncTask;
import io.freehold.engine.SyncTask.Action;
import io.freehold.engine.TaskOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The order of the tasks of a sync. */
final class SyncOrderSuite extends JsonSuite {
  SyncOrderSuite() {
    super("sync-order");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    return switch (input.path("mode").asText()) {
      case "kind-rank" -> object().put("rank", ArgoKindRank.of(input.path("kind").asText()));
      case "sort" -> sort(input);
      case "plan" -> plan(input);
      case "steps" -> steps(input);
      default -> throw unknownMode(input);
    };
  }

  private static ObjectNode sort(JsonNode input) {
    Phases phases = new Phases();
    List<SyncTask<String>> tasks = tasks(input, phases);
    List<SyncTask<String>> sorted = TaskOrder.sort(tasks, KindOrder.ARGO_CD);
    if (input.path("adjust_dependencies").asBoolean()) {
      sorted = TaskOrder.pullUp(sorted);
    }
    ObjectNode answer = object();
    var order = answer.putArray("order");
    ObjectNode after = answer.putObject("after");
    for (SyncTask<String> task : sorted) {
      order.add(task.what());
      after.putObject(task.what()).put("wave", task.wave()).put("phase", phases.text(task.phase()));
    }
    return answer;
  }

  private static ObjectNode plan(JsonNode input) {
    boolean pruneLast = input.path("prune_last").asBoolean();
    List<SyncTask<String>> tasks = new ArrayList<>();
    for (int i = 0; i < input.path("target").size(); i++) {
      JsonNode target = input.path("target").path(i);
      tasks.add(task("task", SyncPhase.SYNC, target, input.path("live").path(i), pruneLast));
    }
    List<SyncTask<String>> planned =
        TaskOrder.pullUp(TaskOrder.sort(TaskOrder.mirrorPrunes(tasks), KindOrder.ARGO_CD));
    ObjectNode answer = object().put("tasks", planned.size());
    answer.put("last_wave", planned.isEmpty() ? 0 : planned.getLast().wave());
    ObjectNode waves = answer.putObject("waves");
    planned.forEach(task -> waves.put(task.ref().name(), task.wave()));
    return answer;
  }

  private static ObjectNode steps(JsonNode input) {
    Phases phases = new Phases();
    List<SyncTask<String>> tasks = tasks(input, phases);
    ObjectNode answer = object().put("multiStep", TaskOrder.multiStep(tasks));
    if (tasks.isEmpty()) {
      return answer.put("phase", "").put("wave", 0).put("lastPhase", "").put("lastWave", 0);
    }
    return answer
        .put("phase", phases.text(tasks.getFirst().phase()))
        .put("wave", tasks.getFirst().wave())
        .put("lastPhase", phases.text(tasks.getLast().phase()))
        .put("lastWave", tasks.getLast().wave());
  }

  private static List<SyncTask<String>> tasks(JsonNode input, Phases phases) {
    return items(input.path("tasks")).stream()
        .map(task ->
            task(
                task.path("ref").asText(),
                phases.read(task.path("phase").asText()),
                task.path("target"),
                task.path("live"),
                false))
        .toList();
  }

  private static SyncTask<String> task(
      String what, SyncPhase phase, JsonNode target, JsonNode live, boolean pruneLast) {
    boolean prunes = !target.isObject() && live.isObject();
    JsonNode object =
        target.isObject() ? target : live.isObject() ? live : MissingNode.getInstance();
    ObjectRef ref =
        new ObjectRef(
            ObjectRef.groupOf(object.path("apiVersion").asText()),
            object.path("kind").asText(),
            object.path("metadata").path("namespace").asText(),
            object.path("metadata").path("name").asText());
    boolean last = pruneLast || ObjectOptions.of(object).pruneLast();
    Action action = !prunes ? Action.APPLY : last ? Action.PRUNE_LAST : Action.PRUNE;
    return new SyncTask<>(
        phase, Hook.of(object).wave(), ref, SyncTask.definedBy(ref, object), action, what);
  }

  /** Remembers that a case writes no text for Sync, to answer in the same way. */
  private static final class Phases {
    private final Map<SyncPhase, String> texts = new EnumMap<>(SyncPhase.class);

    SyncPhase read(String text) {
      SyncPhase phase = SyncPhase.SYNC;
      for (SyncPhase candidate : SyncPhase.values()) {
        if (candidate.text().equals(text)) {
          phase = candidate;
        }
      }
      texts.putIfAbsent(phase, text);
      return phase;
    }

    String text(SyncPhase phase) {
      return texts.getOrDefault(phase, phase.text());
    }
  }
}
