package io.freehold.health;

import static io.freehold.health.Verdicts.degraded;
import static io.freehold.health.Verdicts.healthy;
import static io.freehold.health.Verdicts.progressing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationStatus.Health;
import java.util.Set;

/** HorizontalPodAutoscalers, whose version 1 keeps its conditions as JSON text in an annotation. */
final class AutoscalerRule {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String V1_CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
  private static final Set<String> BROKEN_SCALE = Set.of("FailedGetScale", "FailedUpdateScale");

  private AutoscalerRule() {}

  static Health of(Live object) {
    var conditions =
        object.has("status", "conditions") ? object.conditions() : Live.conditions(v1(object));
    for (var condition : conditions) {
      if (isBroken(condition)) {
        return degraded(condition.message());
      }
    }
    for (var condition : conditions) {
      if (condition.isTrue()
          && (condition.type().equals("AbleToScale")
              || condition.type().equals("ScalingLimited"))) {
        return healthy(condition.message());
      }
    }
    return progressing("waits to scale");
  }

  /** Without metrics it does not scale; being scaled to zero on purpose is no fault. */
  private static boolean isBroken(Live.Condition condition) {
    return switch (condition.type()) {
      case "AbleToScale" -> BROKEN_SCALE.contains(condition.reason());
      case "ScalingActive" ->
          condition.isFalse()
              && (condition.reason().startsWith("Failed")
                  || condition.reason().startsWith("Invalid"));
      default -> false;
    };
  }

  private static JsonNode v1(Live object) {
    try {
      return JSON.readTree(object.text("metadata", "annotations", V1_CONDITIONS));
    } catch (JsonProcessingException _) {
      return JSON.createArrayNode();
    }
  }
}
