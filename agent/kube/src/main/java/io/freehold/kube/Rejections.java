package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.engine.ApplyResult.Rejected;
import io.freehold.engine.ApplyResult.Retry;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which refused writes may succeed later, and removes secret values from what the API server
 * says about them.
 */
final class Rejections {
  private Rejections() {}

  /** The API server does not serve the kind. */
  static Rejected unknownKind(Manifest manifest) {
    return new Rejected(
        Retry.AFTER_DISCOVERY,
        404,
        "NotFound",
        "the cluster does not know "
            + manifest.apiVersion()
            + " "
            + manifest.ref().kind()
            + ": is its CustomResourceDefinition installed?");
  }

  /** There was no answer. */
  static Rejected unreachable(ClusterUnreachableException e) {
    String message = e.getMessage();
    return new Rejected(Retry.LATER, 0, "Unreachable", message == null ? e.toString() : message);
  }

  /** The API server said no. */
  static Rejected of(Answer.Failure failure, JsonNode sent) {
    String reason = failure.reason().isEmpty() ? "Http" + failure.status() : failure.reason();
    return new Rejected(retry(failure), failure.status(), reason, message(failure, sent));
  }

  private static Retry retry(Answer.Failure failure) {
    return switch (failure.status()) {
      // A missing namespace or owner has a name; a missing kind has none.
      case 404 ->
          failure.details().path("name").asText("").isEmpty() ? Retry.AFTER_DISCOVERY : Retry.LATER;
      // Rights may follow; an object that is being deleted goes; webhooks and quotas change their
      // mind.
      case 401, 403, 408, 409, 429 -> Retry.LATER;
      // Permanent mistakes that the API server reports as its own failures.
      case 500 ->
          failure.message().contains("failed to create typed patch object")
                  || failure.message().contains("unable to convert unstructured object")
              ? Retry.NEVER
              : Retry.LATER;
      default -> failure.status() >= 400 && failure.status() < 500 ? Retry.NEVER : Retry.LATER;
    };
  }

  private static String message(Answer.Failure failure, JsonNode sent) {
    boolean secret =
        sent.path("kind").asText().equals("Secret")
            && sent.path("apiVersion").asText().equals("v1");
    if (!secret) {
      return failure.message();
    }
    return switch (failure.status()) {
      case 401, 403, 404, 409, 413, 429, 503 ->
          SecretValues.of(sent).removedFrom(failure.message());
      // Validation quotes what it refuses, in forms that cannot be searched for: name the fields
      // instead.
      default -> "the Secret was refused" + fields(failure) + "; the values are not shown";
    };
  }

  private static String fields(Answer.Failure failure) {
    List<String> causes = new ArrayList<>();
    for (JsonNode cause : failure.details().path("causes")) {
      causes.add(cause.path("field").asText() + ": " + cause.path("reason").asText());
    }
    return causes.isEmpty() ? "" : " (" + String.join(", ", causes) + ")";
  }
}
