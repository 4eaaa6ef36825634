package io.freehold.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.engine.ObjectDiff;
import io.freehold.engine.SecretMask;
import java.util.Optional;

/** Whether an object differs from what is wanted, and how Secrets are shown. */
final class DiffSuite extends JsonSuite {
  private static final String MANAGER = "argocd-controller";

  DiffSuite() {
    super("diff");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    if (input.path("mode").asText().equals("hide-secret-data")) {
      SecretMask mask = SecretMask.of(present(input, "target"), present(input, "live"));
      ObjectNode answer = object();
      answer.set("target_data", mask.target().map(secret -> secret.get("data")).orElse(null));
      answer.set("live_data", mask.live().map(secret -> secret.get("data")).orElse(null));
      return answer;
    }
    return object().put("modified", modified(input));
  }

  private static boolean modified(JsonNode input) {
    JsonNode options = input.path("options");
    ObjectDiff diff = new ObjectDiff(options.path("ignore_aggregated_roles").asBoolean());
    Optional<JsonNode> wanted = present(input, "config");
    Optional<JsonNode> live = present(input, "live");
    return switch (input.path("mode").asText()) {
      case "three-way" -> diff.modified(wanted, live, MANAGER);
      case "two-way" -> diff.modifiedTwoWay(wanted, live);
      case "structured-merge" -> diff.modifiedByServer(wanted, live, MANAGER);
      case "server-side" ->
          diff.modifiedInDryRun(
              wanted,
              live,
              input.path("dry_run"),
              MANAGER,
              options.path("ignore_mutation_webhook").asBoolean(true));
      default -> throw unknownMode(input);
    };
  }

  private static Optional<JsonNode> present(JsonNode input, String field) {
    return Optional.of(input.path(field)).filter(JsonNode::isObject);
  }
}
