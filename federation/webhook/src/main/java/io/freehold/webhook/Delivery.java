package io.freehold.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One webhook request.
 *
 * @param headers by name in lower case
 * @param body as it came
 */
// The array is handed over, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Delivery(Map<String, String> headers, byte[] body) {
  /** Largest body: what GitHub sends at most. */
  public static final int MAX_BODY = 25 << 20;

  public Delivery {
    var lower = new TreeMap<String, String>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  /** A header's value, empty when it is absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /**
   * Who sent it, by its headers. Gitea and Forgejo also send what GitHub and Gogs do, so they are
   * looked for first.
   */
  public Optional<Provider> provider() {
    if (has("x-gitea-event") || has("x-forgejo-event")) {
      return Optional.of(Provider.GITEA);
    }
    if (has("x-gogs-event")) {
      return Optional.of(Provider.GOGS);
    }
    if (has("x-github-event")) {
      return Optional.of(Provider.GITHUB);
    }
    if (has("x-gitlab-event")) {
      return Optional.of(Provider.GITLAB);
    }
    if (has("x-hook-uuid")) {
      return Optional.of(Provider.BITBUCKET_CLOUD);
    }
    if (has("x-event-key")) {
      return Optional.of(Provider.BITBUCKET_SERVER);
    }
    if (has("x-vss-activityid")) {
      return Optional.of(Provider.AZURE_DEVOPS);
    }
    if (has("x-freehold-event")) {
      return Optional.of(Provider.GENERIC);
    }
    // Harbor names itself nowhere; it sends its secret as it is.
    return header("authorization").isEmpty() ? Optional.empty() : Optional.of(Provider.HARBOR);
  }

  private boolean has(String name) {
    return headers.containsKey(name);
  }
}
