package io.freehold.health;

import static io.freehold.health.Verdicts.degraded;
import static io.freehold.health.Verdicts.healthy;
import static io.freehold.health.Verdicts.progressing;
import static io.freehold.health.Verdicts.unknown;

import io.freehold.api.ApplicationStatus.Health;

/** Kinds that other objects lean on: addresses, volumes, namespaces, API extensions. */
final class ClusterServices {
  private ClusterServices() {}

  static Health service(Live object) {
    return object.text("spec", "type").equals("LoadBalancer") ? ingress(object) : healthy("");
  }

  static Health ingress(Live object) {
    return object.at("status", "loadBalancer", "ingress").isEmpty()
        ? progressing("waits for an address")
        : healthy("");
  }

  static Health persistentVolumeClaim(Live object) {
    return switch (object.text("status", "phase")) {
      case "Bound" -> healthy("");
      case "Pending", "" -> progressing("waits for a volume");
      case "Lost" -> degraded("the volume is lost");
      default -> unknown("");
    };
  }

  static Health namespace(Live object) {
    return object.text("status", "phase").equals("Active")
        ? healthy("")
        : progressing("the namespace is not active");
  }

  static Health apiService(Live object) {
    var available = object.condition("Available");
    if (available.isEmpty()) {
      return progressing("waits to be looked at");
    }
    String message = available.get().reason() + ": " + available.get().message();
    return available.get().isTrue() ? healthy(message) : progressing(message);
  }

  static Health customResourceDefinition(Live object) {
    var names = object.condition("NamesAccepted").filter(Live.Condition::isFalse);
    if (names.isPresent()) {
      return degraded("its names are not accepted: " + names.get().message());
    }
    var schema = object.condition("NonStructuralSchema").filter(Live.Condition::isTrue);
    if (schema.isPresent()) {
      return degraded("its schema is refused: " + schema.get().message());
    }
    if (object.isTrue("Terminating")) {
      return progressing("its objects are being deleted");
    }
    return object.isTrue("Established") ? healthy("") : progressing("it is not established yet");
  }

  static Health workflow(Live object) {
    String message = object.text("status", "message");
    return switch (object.text("status", "phase")) {
      case "", "Pending", "Running" -> progressing(message);
      case "Succeeded" -> healthy(message);
      case "Failed", "Error" -> degraded(message);
      default -> unknown(message);
    };
  }
}
