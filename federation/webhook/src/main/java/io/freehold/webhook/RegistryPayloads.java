package io.freehold.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What registries tell: a tag was pushed to a repository, whose URL is {@code https://HOST/PATH}.
 */
public final class RegistryPayloads {
  private static final String SCHEME = "https://";
  private static final String OCI = "oci://";

  private RegistryPayloads() {}

  /** Pushes of a container or other artifact to GitHub's registry. */
  public static List<Push> github(JsonNode body) {
    JsonNode artifact = body.path("package");
    String owner = artifact.at("/owner/login").asText();
    String name = artifact.path("name").asText();
    String tag = artifact.at("/package_version/container_metadata/tag/name").asText();
    boolean published =
        body.path("action").asText().equals("published")
            && artifact.path("package_type").asText().equalsIgnoreCase("container");
    return published && !owner.isEmpty() && !name.isEmpty() && !tag.isEmpty()
        ? List.of(push("ghcr.io", owner + "/" + name, tag))
        : List.of();
  }

  /** Pushes to Harbor. */
  public static List<Push> harbor(JsonNode body) {
    JsonNode repository = body.at("/event_data/repository");
    String path = repository.path("repo_full_name").asText();
    if (path.isEmpty()) {
      path = repository.path("namespace").asText() + "/" + repository.path("name").asText();
    }
    List<Push> pushes = new ArrayList<>();
    for (JsonNode resource : body.at("/event_data/resources")) {
      String host = host(resource.path("resource_url").asText());
      String tag = resource.path("tag").asText();
      if (!host.isEmpty() && !tag.isEmpty()) {
        pushes.add(push(host, path, tag));
      }
    }
    return pushes;
  }

  /** The server that the URL of an artifact names, with or without a scheme. */
  public static String host(String url) {
    int scheme = url.indexOf("://");
    String rest = scheme < 0 ? url : url.substring(scheme + 3);
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  /** A repository as it is compared: without its scheme, in lower case. */
  public static String normalized(String url) {
    String text = url.startsWith(OCI) ? url.substring(OCI.length()) : url;
    return text.toLowerCase(Locale.ROOT);
  }

  private static Push push(String host, String path, String tag) {
    return new Push(List.of(SCHEME + host + "/" + path), tag, false);
  }
}
