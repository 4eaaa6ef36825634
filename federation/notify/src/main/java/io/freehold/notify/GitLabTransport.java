package io.freehold.notify;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Marks a commit on GitLab, or comments on the merge requests that it came with.
 *
 * @param repository path of the project; nothing else is written to, whatever agents say
 * @param token a token with the scope {@code api} there
 * @param url its API
 * @param comments whether it comments instead
 */
record GitLabTransport(String repository, SecretRef token, String url, boolean comments)
    implements Transport {
  static final String URL = "https://gitlab.com/api/v4";

  @Override
  public String type() {
    return "gitlab";
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
    Map<String, String> headers = Map.of("PRIVATE-TOKEN", wires.secret(token));
    String base = url + "/projects/" + URLEncoder.encode(repository, StandardCharsets.UTF_8);
    String commit = ForgeMarks.commit(message);
    if (!comments) {
      HttpAnswer answer =
          wires.request(
              "POST",
              base + "/statuses/" + commit,
              headers,
              Wires.text(
                  Wires.object()
                      .put("state", ForgeMarks.bad(message) ? "failed" : "success")
                      .put("name", ForgeMarks.context(message))
                      .put("description", ForgeMarks.description(message))));
      // GitLab refuses to set a status to what it is already.
      boolean same = answer.status() == 400 && answer.body().contains("Cannot transition status");
      if (!same) {
        Wires.expect(answer);
      }
      return;
    }
    ForgeMarks.comment(
        message,
        wires,
        headers,
        base + "/repository/commits/" + commit + "/merge_requests",
        "iid",
        number -> base + "/merge_requests/" + number + "/notes",
        "?per_page=100");
  }
}
