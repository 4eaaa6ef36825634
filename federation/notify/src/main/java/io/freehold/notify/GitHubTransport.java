package io.freehold.notify;

import java.util.List;
import java.util.Map;

/**
 * Marks a commit on GitHub, or comments on the pull requests that it came with.
 *
 * @param repository {@code owner/name}; nothing else is written to, whatever agents say
 * @param token a token that may write statuses or pull requests there
 * @param url its API
 * @param comments whether it comments instead
 */
record GitHubTransport(String repository, SecretRef token, String url, boolean comments)
    implements Transport {
  static final String URL = "https://api.github.com";

  @Override
  public String type() {
    return "github";
  }

  @Override
  public Escape escape() {
    return comments ? Escape.MARKDOWN : Escape.PLAIN;
  }

  @Override
  public Kind kind() {
    return comments ? Kind.MESSAGES : Kind.COMMITS;
  }

  @Override
  public List<SecretRef> secrets() {
    return List.of(token);
  }

  @Override
  public void deliver(Message message, Wires wires) throws DeliveryException {
    Map<String, String> headers =
        Map.of(
            "Authorization", "Bearer " + wires.secret(token),
            "Accept", "application/vnd.github+json",
            "X-GitHub-Api-Version", "2022-11-28");
    String base = url + "/repos/" + repository;
    String commit = ForgeMarks.commit(message);
    if (!comments) {
      wires.post(
          base + "/statuses/" + commit,
          headers,
          Wires.object()
              .put("state", ForgeMarks.bad(message) ? "failure" : "success")
              .put("context", ForgeMarks.context(message))
              .put("description", ForgeMarks.description(message)));
      return;
    }
    ForgeMarks.comment(
        message,
        wires,
        headers,
        base + "/commits/" + commit + "/pulls",
        "number",
        number -> base + "/issues/" + number + "/comments",
        "?per_page=100&sort=created");
  }
}
