package io.freehold.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a repository, {@code owner/name}. It can only name a folder below the one of all
 * repositories.
 */
record RepositoryName(String owner, String name) {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,38}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  RepositoryName {
    if (!OWNER.matcher(owner).matches()
        || !NAME.matcher(name).matches()
        || name.endsWith(".git")
        || name.endsWith(".lock")) {
      throw new IllegalArgumentException("not a repository name: %s/%s".formatted(owner, name));
    }
  }

  static RepositoryName of(String fullName) {
    return parse(fullName)
        .orElseThrow(() -> new IllegalArgumentException("not a repository name: " + fullName));
  }

  /** The repository that a path of an SSH command or URL means, if it can mean one at all. */
  static Optional<RepositoryName> parse(String path) {
    var bare = path.startsWith("/") ? path.substring(1) : path;
    bare = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    bare = bare.endsWith(".git") ? bare.substring(0, bare.length() - 4) : bare;
    var parts = bare.split("/", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RepositoryName(parts[0], parts[1]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Path folder(Path root) {
    return root.resolve(owner).resolve(name + ".git");
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
