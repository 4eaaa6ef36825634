package io.freehold.webhook;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the bodies of deliveries. Field by field: forges add fields and leave others out. */
public final class Payloads {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_PUSHES = 100;
  private static final ObjectMapper JSON = mapper();

  private Payloads() {}

  /** What a delivery of a provider says. */
  public static Reading read(Provider provider, Delivery delivery) {
    JsonNode body;
    try {
      body = JSON.readTree(delivery.body());
    } catch (IOException _) {
      return new Reading.Broken("the body is not JSON");
    }
    if (body == null || !body.isObject()) {
      return new Reading.Broken("the body is not a JSON object");
    }
    if (!isPush(provider, delivery, body)) {
      return new Reading.Ignored();
    }
    List<Push> pushes =
        provider == Provider.GITHUB && !body.has("ref")
            ? RegistryPayloads.github(body)
            : pushes(provider, body);
    return pushes.isEmpty() ? new Reading.Ignored() : new Reading.Pushed(pushes);
  }

  /** The pushes of a body that is known to be about pushes. */
  public static List<Push> pushes(Provider provider, JsonNode body) {
    List<Push> pushes =
        switch (provider) {
          case GITHUB, GITEA, GOGS -> byRef(body, body.path("repository"));
          case GITLAB -> byRef(body, body.path("project"));
          case BITBUCKET_CLOUD -> bitbucketCloud(body);
          case BITBUCKET_SERVER -> bitbucketServer(body);
          case AZURE_DEVOPS -> azure(body);
          case HARBOR -> RegistryPayloads.harbor(body);
          case GENERIC -> generic(body);
        };
    return pushes.subList(0, Math.min(MAX_PUSHES, pushes.size()));
  }

  private static boolean isPush(Provider provider, Delivery delivery, JsonNode body) {
    return switch (provider) {
      case GITHUB ->
          delivery.header("x-github-event").equals("push")
              || delivery.header("x-github-event").equals("package");
      case GITEA ->
          delivery.header("x-gitea-event").equals("push")
              || delivery.header("x-forgejo-event").equals("push");
      case GOGS -> delivery.header("x-gogs-event").equals("push");
      // System hooks say in the body what they are about.
      case GITLAB -> {
        String kind = body.path("object_kind").asText(body.path("event_name").asText());
        yield kind.equals("push") || kind.equals("tag_push");
      }
      case BITBUCKET_CLOUD -> delivery.header("x-event-key").equals("repo:push");
      case BITBUCKET_SERVER -> delivery.header("x-event-key").equals("repo:refs_changed");
      case AZURE_DEVOPS -> body.path("eventType").asText().equals("git.push");
      case HARBOR -> body.path("type").asText().equals("PUSH_ARTIFACT");
      case GENERIC -> delivery.header("x-freehold-event").equals("push");
    };
  }

  private static List<Push> byRef(JsonNode body, JsonNode repository) {
    String ref = body.path("ref").asText();
    String revision = Push.shortName(ref);
    boolean head =
        !ref.startsWith("refs/tags/")
            && revision.equals(repository.path("default_branch").asText());
    return List.of(
        new Push(
            urls(
                repository.path("html_url"),
                repository.path("web_url"),
                repository.path("clone_url"),
                repository.path("ssh_url"),
                repository.path("git_http_url"),
                repository.path("git_ssh_url")),
            revision,
            head));
  }

  private static List<Push> bitbucketCloud(JsonNode body) {
    List<String> urls = urls(body.at("/repository/links/html/href"));
    List<Push> pushes = new ArrayList<>();
    for (JsonNode change : body.at("/push/changes")) {
      JsonNode moved = change.path("new").isObject() ? change.path("new") : change.path("old");
      // It does not tell the default branch, so that may always have moved.
      pushes.add(new Push(urls, moved.path("name").asText(), true));
    }
    return pushes;
  }

  private static List<Push> bitbucketServer(JsonNode body) {
    List<JsonNode> links = new ArrayList<>();
    body.at("/repository/links/clone").forEach(link -> links.add(link.path("href")));
    List<String> urls = urls(links.toArray(JsonNode[]::new));
    List<Push> pushes = new ArrayList<>();
    for (JsonNode change : body.path("changes")) {
      pushes.add(new Push(urls, Push.shortName(change.at("/ref/id").asText()), true));
    }
    return pushes;
  }

  private static List<Push> azure(JsonNode body) {
    JsonNode repository = body.at("/resource/repository");
    List<Push> pushes = new ArrayList<>();
    for (JsonNode update : body.at("/resource/refUpdates")) {
      String ref = update.path("name").asText();
      pushes.add(
          new Push(
              urls(repository.path("remoteUrl")),
              Push.shortName(ref),
              ref.equals(repository.path("defaultBranch").asText())));
    }
    return pushes;
  }

  private static List<Push> generic(JsonNode body) {
    String ref = body.path("ref").asText();
    List<String> urls = urls(body.path("repository"));
    return urls.isEmpty() ? List.of() : List.of(new Push(urls, Push.shortName(ref), true));
  }

  private static List<String> urls(JsonNode... texts) {
    Set<String> urls = new LinkedHashSet<>();
    for (JsonNode text : texts) {
      if (!text.asText().isEmpty()) {
        urls.add(text.asText());
      }
    }
    return List.copyOf(urls);
  }

  private static ObjectMapper mapper() {
    JsonMapper mapper = new JsonMapper();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    return mapper;
  }
}
