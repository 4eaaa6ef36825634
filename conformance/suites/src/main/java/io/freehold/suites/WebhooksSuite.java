package io.freehold.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.RepositoryId;
import io.freehold.webhook.Delivery;
import io.freehold.webhook.Payloads;
import io.freehold.webhook.Provider;
import io.freehold.webhook.Push;
import io.freehold.webhook.Reading;
import io.freehold.webhook.RegistryPayloads;
import io.freehold.webhook.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What forges and registries tell by webhook. Which Applications and ApplicationSets to refresh is
 * not asked of the plane: it tells agents which repository moved.
 */
final class WebhooksSuite extends JsonSuite {
  WebhooksSuite() {
    super("webhooks");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    return switch (input.path("mode").asText()) {
      case "event" -> event(input);
      case "revision" -> {
        String revision = input.path("revision").asText();
        var push = new Push(List.of(), revision, input.path("touched_head").asBoolean());
        yield object().put("changed", push.concerns(input.path("target_revision").asText()));
      }
      case "payload-revision" -> payloadRevision(input);
      case "web-url-match" -> {
        Optional<RepositoryId> one = RepositoryId.of(input.path("url").asText());
        yield object()
            .put(
                "match",
                one.isPresent() && one.equals(RepositoryId.of(input.path("repo").asText())));
      }
      case "signature" -> signature(input);
      case "registry" -> registry(input);
      case "harbor-url" -> value(RegistryPayloads.host(input.path("resource_url").asText()));
      case "normalize-oci" -> value(RegistryPayloads.normalized(input.path("url").asText()));
      case "can-handle" ->
          value(
              delivery(input)
                  .provider()
                  .filter(found -> found.toString().equals(input.path("provider").asText()))
                  .isPresent());
      default -> throw unknownMode(input);
    };
  }

  private static ObjectNode event(ObjectNode input) {
    if (!input.path("method").asText().equals("POST")) {
      return failure(405, "Webhook processing failed\n");
    }
    Delivery delivery = delivery(input);
    Optional<Provider> provider = delivery.provider();
    if (provider.isEmpty()) {
      return failure(400, "Unknown webhook event\n");
    }
    return switch (Payloads.read(provider.get(), delivery)) {
      case Reading.Pushed(List<Push> pushes) -> {
        ObjectNode answer = object().put("status", 200);
        ArrayNode events = answer.putArray("events");
        for (Push push : pushes) {
          push.repositories()
              .forEach(repository ->
                  events
                      .addObject()
                      .put("repo", repository)
                      .put("revision", push.revision())
                      .put("touched_head", push.touchedHead()));
        }
        yield answer;
      }
      case Reading.Ignored _ -> object().put("status", 200).put("ignored", true);
      case Reading.Broken _ ->
          failure(400, "Webhook processing failed: payload must be valid JSON under 50 MB\n");
    };
  }

  private static ObjectNode payloadRevision(ObjectNode input) {
    String name = input.path("provider").asText();
    Provider provider = Provider.GENERIC;
    for (Provider known : Provider.values()) {
      if (known.toString().equals(name)) {
        provider = known;
      }
    }
    String target = input.path("target_revision").asText();
    // The test is about the revision: what the upstream event says of the head is not given.
    boolean changed =
        Payloads.pushes(provider, input.path("payload")).stream()
            .anyMatch(push -> new Push(List.of(), push.revision(), false).concerns(target));
    return object().put("changed", changed);
  }

  private static ObjectNode registry(ObjectNode input) {
    boolean harbor = input.path("provider").asText().equals("harbor");
    Map<String, String> headers =
        harbor ? Map.of("Authorization", "x") : Map.of("X-GitHub-Event", "package");
    var delivery =
        new Delivery(headers, input.path("body").asText().getBytes(StandardCharsets.UTF_8));
    return switch (Payloads.read(harbor ? Provider.HARBOR : Provider.GITHUB, delivery)) {
      case Reading.Pushed(List<Push> pushes) -> {
        URI repository = URI.create(pushes.getFirst().repositories().getFirst());
        yield object()
            .put("registry", repository.getAuthority())
            .put("repository", repository.getPath().substring(1))
            .put("tag", pushes.getFirst().revision());
      }
      case Reading.Ignored _ -> object().put("skipped", true);
      case Reading.Broken(String reason) -> object().put("error", reason);
    };
  }

  private static ObjectNode signature(ObjectNode input) {
    String secret = input.path("secret").asText();
    // Upstream checks nothing without a secret. The plane opens no listener then.
    return object()
        .put(
            "valid",
            secret.isEmpty() || Secrets.signed(secret, delivery(input), "x-hub-signature-256"));
  }

  private static ObjectNode failure(int status, String body) {
    return object().put("status", status).put("response_body", body);
  }

  private static Delivery delivery(JsonNode input) {
    Map<String, String> headers = new HashMap<>();
    input
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Delivery(headers, input.path("body").asText().getBytes(StandardCharsets.UTF_8));
  }
}
