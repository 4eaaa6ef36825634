package io.freehold.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/** Deploy keys as Gitea's REST API has them: {@code /api/v1/repos/OWNER/NAME/keys[/ID]}. */
record ForgeKeys(URI address, Repositories repositories, AccessBook book) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile("/api/v1/repos/([^/]+/[^/]+)/keys(?:/(\\d{1,18}))?/?");
  private static final int PAGE = 30;
  private static final int LARGEST_PAGE = 50;

  ForgeReply answer(String method, URI uri, byte[] body) {
    var path = PATH.matcher(uri.getPath());
    if (!path.matches()) {
      return ForgeReply.error(404, "not found");
    }
    var repository = RepositoryName.parse(path.group(1)).filter(repositories::exists);
    if (repository.isEmpty()) {
      return ForgeReply.error(404, "repository not found");
    }
    var id = path.group(2);
    if (id == null) {
      return switch (method) {
        case "GET" -> list(repository.get(), uri);
        case "POST" -> add(repository.get(), body);
        default -> ForgeReply.error(405, "method not allowed");
      };
    }
    return switch (method) {
      case "GET" -> one(repository.get(), Long.parseLong(id));
      case "DELETE" ->
          book.removeDeployKey(repository.get(), Long.parseLong(id))
              ? ForgeReply.noContent()
              : ForgeReply.error(404, "key not found");
      default -> ForgeReply.error(405, "method not allowed");
    };
  }

  private ForgeReply list(RepositoryName repository, URI uri) {
    var keys = book.deployKeys(repository);
    var limit = Math.clamp(number(uri, "limit", PAGE), 1, LARGEST_PAGE);
    var page = Math.clamp(number(uri, "page", 1), 1, 1_000_000);
    var items = JSON.createArrayNode();
    keys.stream().skip((page - 1L) * limit).limit(limit).map(this::json).forEach(items::add);
    return ForgeReply.page(items, keys.size());
  }

  private ForgeReply one(RepositoryName repository, long id) {
    return book.deployKey(repository, id)
        .map(key -> ForgeReply.of(200, json(key)))
        .orElseGet(() -> ForgeReply.error(404, "key not found"));
  }

  private ForgeReply add(RepositoryName repository, byte[] body) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (IOException e) {
      return ForgeReply.error(400, "the body is not JSON");
    }
    var title = request.path("title").asText();
    var key = request.path("key").asText();
    if (title.isBlank() || key.isBlank()) {
      return ForgeReply.error(422, "title and key are required");
    }
    try {
      // Absent means a key that can write, as on Gitea: a client must say what it wants.
      var readOnly = request.path("read_only").asBoolean(false);
      return ForgeReply.of(201, json(book.addDeployKey(repository, title, key, readOnly)));
    } catch (LocalPlatformException e) {
      return ForgeReply.error(422, String.valueOf(e.getMessage()));
    }
  }

  private JsonNode json(DeployKey key) {
    var url = "%s/api/v1/repos/%s/keys/%d".formatted(address, key.repository(), key.id());
    return JSON.createObjectNode()
        .put("id", key.id())
        .put("key_id", key.id())
        .put("key", key.key())
        .put("title", key.title())
        .put("url", url)
        .put("read_only", key.readOnly())
        .put("created_at", key.createdAt().toString());
  }

  private static int number(URI uri, String name, int otherwise) {
    var query = uri.getQuery() == null ? "" : uri.getQuery();
    var matcher = Pattern.compile("(?:^|&)" + name + "=(\\d{1,9})(?:&|$)").matcher(query);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
  }
}
