package io.freehold.forge;

import java.util.regex.Pattern;

/**
 * A repository on a forge.
 *
 * @param owner user, organisation or group path
 * @param name repository without {@code .git}
 */
public record RepositoryName(String owner, String name) {
  // Nested groups (GitLab) have slashes in the owner; nothing else that could change the meaning of
  // a URL may pass.
  private static final Pattern OWNER = Pattern.compile("[\\w][\\w.-]*(/[\\w][\\w.-]*)*");
  private static final Pattern NAME = Pattern.compile("[\\w][\\w.-]*");

  public RepositoryName {
    if (!OWNER.matcher(owner).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"%s/%s\" is not the name of a repository: owner/name is expected"
              .formatted(owner, name));
    }
  }

  /**
   * Reads {@code owner/name}, tolerating a leading slash and a trailing {@code .git}.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static RepositoryName parse(String path) {
    String trimmed = path.startsWith("/") ? path.substring(1) : path;
    trimmed = trimmed.endsWith(".git") ? trimmed.substring(0, trimmed.length() - 4) : trimmed;
    int slash = trimmed.lastIndexOf('/');
    return slash < 0
        ? new RepositoryName("", trimmed)
        : new RepositoryName(trimmed.substring(0, slash), trimmed.substring(slash + 1));
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
