package io.freehold.health;

import static io.freehold.health.Verdicts.degraded;
import static io.freehold.health.Verdicts.healthy;
import static io.freehold.health.Verdicts.progressing;
import static io.freehold.health.Verdicts.unknown;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationStatus.Health;
import java.util.Optional;

/**
 * Pods: those that restart always are services and must be ready, others are tasks and must end.
 */
final class PodRule {
  private PodRule() {}

  static Health of(Live pod) {
    String policy = pod.text("spec", "restartPolicy");
    boolean service = policy.isEmpty() || policy.equals("Always");
    if (service) {
      var stuck = stuckContainer(pod);
      if (stuck.isPresent()) {
        return degraded(stuck.get());
      }
    }
    String message = pod.text("status", "message");
    return switch (pod.text("status", "phase")) {
      case "" -> progressing("waits for a node");
      case "Pending" -> progressing(message.isEmpty() ? unscheduled(pod) : message);
      case "Succeeded" -> healthy(message);
      case "Failed" -> degraded(message.isEmpty() ? failure(pod) : message);
      case "Running" -> service ? running(pod, message) : progressing(message);
      default -> unknown(message);
    };
  }

  private static Health running(Live pod, String message) {
    if (pod.isTrue("Ready")) {
      return healthy(message);
    }
    for (JsonNode container : pod.at("status", "containerStatuses")) {
      if (container.path("lastState").hasNonNull("terminated")) {
        return degraded(
            "container %s ended and is restarted".formatted(container.path("name").asText("")));
      }
    }
    return progressing(message.isEmpty() ? "not all containers are ready" : message);
  }

  /** Why a container waits, when waiting will not help. */
  private static Optional<String> stuckContainer(Live pod) {
    for (JsonNode container : pod.at("status", "containerStatuses")) {
      JsonNode waiting = container.path("state").path("waiting");
      String reason = waiting.path("reason").asText("");
      if (reason.startsWith("Err") || reason.endsWith("Error") || reason.endsWith("BackOff")) {
        String message = waiting.path("message").asText("");
        return Optional.of(message.isEmpty() ? reason : message);
      }
    }
    return Optional.empty();
  }

  private static String failure(Live pod) {
    for (String kind : new String[] {"initContainerStatuses", "containerStatuses"}) {
      for (JsonNode container : pod.at("status", kind)) {
        JsonNode ended = container.path("state").path("terminated");
        String message = ended.path("message").asText("");
        int code = ended.path("exitCode").asInt(0);
        if (!message.isEmpty()) {
          return message;
        }
        if (ended.path("reason").asText("").equals("OOMKilled")) {
          return "OOMKilled";
        }
        if (code != 0) {
          return "container %s failed with exit code %d"
              .formatted(container.path("name").asText(""), code);
        }
      }
    }
    return "";
  }

  private static String unscheduled(Live pod) {
    return pod.condition("PodScheduled")
        .filter(Live.Condition::isFalse)
        .map(Live.Condition::message)
        .orElse("");
  }
}
