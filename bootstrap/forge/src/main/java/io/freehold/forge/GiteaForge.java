package io.freehold.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Gitea and Forgejo, by their REST API version 1. The token needs {@code write:repository} on a
 * repository it administers.
 */
public final class GiteaForge implements Forge {
  private static final int PAGE = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final ForgeHttp http;

  /**
   * A forge.
   *
   * @param base URL of its start page
   * @throws IllegalArgumentException when the token would travel in clear text to another host
   */
  public GiteaForge(URI base, ForgeToken token) {
    this.base = base;
    this.http = new ForgeHttp(base, "token " + token.value());
  }

  @Override
  public String name() {
    return "Gitea at " + base;
  }

  @Override
  public Registration register(RepositoryName repository, String title, String publicKey) {
    boolean created = find(repository, publicKey).isEmpty();
    if (created) {
      ObjectNode body = JSON.createObjectNode();
      // read_only must be said: its zero value is write access.
      body.put("title", title).put("key", publicKey.strip()).put("read_only", true);
      http.post(path(repository), body);
    }
    DeployKey key =
        find(repository, publicKey).stream()
            .findFirst()
            .orElseThrow(() ->
                new ForgeException(
                    ForgeException.Code.UNEXPECTED,
                    name() + " took the deploy key, but does not list it"));
    return key.readOnly()
        ? new Registration.ReadOnly(key, created)
        : new Registration.Writable(key);
  }

  @Override
  public List<DeployKey> keys(RepositoryName repository) {
    List<DeployKey> keys = new ArrayList<>();
    for (int page = 1; ; page++) {
      JsonNode items = http.get(path(repository) + "?page=" + page + "&limit=" + PAGE);
      if (!items.isArray()) {
        throw new ForgeException(
            ForgeException.Code.UNEXPECTED, name() + " did not answer with a list of deploy keys");
      }
      items.forEach(item -> keys.add(key(item)));
      if (items.size() < PAGE) {
        return List.copyOf(keys);
      }
    }
  }

  @Override
  public void delete(RepositoryName repository, DeployKey key) {
    http.delete(path(repository) + "/" + Long.parseLong(key.id()));
  }

  private List<DeployKey> find(RepositoryName repository, String publicKey) {
    return keys(repository).stream().filter(key -> key.same(publicKey)).toList();
  }

  private static DeployKey key(JsonNode item) {
    return new DeployKey(
        item.path("id").asText(),
        item.path("title").asText(),
        item.path("key").asText(),
        // An answer without the field is no promise.
        item.path("read_only").asBoolean(false));
  }

  private static String path(RepositoryName repository) {
    return "/api/v1/repos/" + repository.owner() + "/" + repository.name() + "/keys";
  }
}
