package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/**
 * Puts the content of submodules in their places. Each is read at the commit that the outer commit
 * names, from a repository that the policy allows, with the credentials that are bound to its own
 * URL. When one cannot be read, the whole tree cannot.
 */
public final class Submodules {
  private static final String FILE = ".gitmodules";
  private static final String SECTION = "submodule";
  private static final long LARGEST_FILE = 64 << 10;

  private final SubmodulePolicy policy;
  private final Function<GitUrl, GitRepository> open;

  /**
   * Follows submodules by a policy.
   *
   * @param open the repository of a URL; it stays the giver's to close
   */
  public Submodules(SubmodulePolicy policy, Function<GitUrl, GitRepository> open) {
    this.policy = policy;
    this.open = open;
  }

  /**
   * The tree of a commit with its submodules in it; the tree itself when the policy follows none or
   * there are none.
   *
   * @param repository where the tree is from; relative URLs start there
   * @param root the root of a commit
   * @throws SourceException when a submodule is not allowed, cannot be fetched, or there are too
   *     many
   */
  public Tree follow(GitUrl repository, Tree root) {
    return !policy.follows()
        ? root
        : follow(repository, root, policy.depth(), new int[] {policy.count()});
  }

  private Tree follow(GitUrl repository, Tree root, int depth, int[] left) {
    var mounts = new LinkedHashMap<String, Tree>();
    for (var module : modules(repository, root).entrySet()) {
      String path = module.getKey();
      Optional<Tree.Entry> entry =
          root.find(path).filter(found -> found.type() == Tree.Type.SUBMODULE);
      if (entry.isEmpty()) {
        continue;
      }
      if (depth <= 0 || left[0]-- <= 0) {
        throw new SourceException(
            Code.LIMIT,
            "%s has more submodules, or more levels of them, than the policy follows, at %s"
                .formatted(repository, path));
      }
      GitUrl url = url(repository, path, module.getValue());
      mounts.put(path, follow(url, tree(url, entry.get().id()), depth - 1, left));
    }
    return OverlayTree.of(root, mounts);
  }

  private Tree tree(GitUrl url, String commit) {
    GitRepository repository = open.apply(url);
    if (!repository.holds(commit)) {
      repository.fetch(commit);
    }
    return repository.treeAt(commit, "");
  }

  private GitUrl url(GitUrl parent, String path, String text) {
    GitUrl url;
    try {
      url = GitUrl.parse(absolute(parent, text));
    } catch (SourceException e) {
      throw new SourceException(
          e.code(), "the submodule %s of %s: %s".formatted(path, parent, e.getMessage()), e);
    }
    if (!policy.allowed().test(url.text())) {
      throw new SourceException(
          Code.URL,
          "the submodule %s of %s is at %s, which the policy does not allow"
              .formatted(path, parent, url));
    }
    return url;
  }

  /** A relative URL starts at the outer repository, as if that were a folder. */
  private static String absolute(GitUrl parent, String text) {
    if (!text.startsWith("./") && !text.startsWith("../")) {
      return text;
    }
    String base = parent.text();
    int path = base.indexOf('/', base.indexOf("://") + "://".length());
    var segments = new ArrayList<>(List.of(base.substring(path + 1).split("/", -1)));
    for (String segment : text.split("/", -1)) {
      switch (segment) {
        case ".", "" -> {
          // Stays.
        }
        case ".." -> {
          if (segments.isEmpty()) {
            throw new SourceException(
                Code.URL, "the relative URL " + Redaction.url(text) + " leaves its server");
          }
          segments.removeLast();
        }
        default -> segments.add(segment);
      }
    }
    return base.substring(0, path + 1) + String.join("/", segments);
  }

  /** URL by path, as .gitmodules says. */
  private static Map<String, String> modules(GitUrl repository, Tree root) {
    Optional<Tree.Entry> file = root.find(FILE).filter(found -> found.type() == Tree.Type.FILE);
    if (file.isEmpty()) {
      return Map.of();
    }
    if (file.get().size() > LARGEST_FILE) {
      throw new SourceException(
          Code.LIMIT, "the file .gitmodules of " + repository + " is too large");
    }
    var config = new Config();
    try {
      config.fromText(new String(root.read(FILE), StandardCharsets.UTF_8));
    } catch (ConfigInvalidException e) {
      throw new SourceException(
          Code.FORMAT, "the file .gitmodules of " + repository + " cannot be read; correct it", e);
    }
    var modules = new LinkedHashMap<String, String>();
    for (String name : config.getSubsections(SECTION)) {
      String path = value(config, name, "path");
      String url = value(config, name, "url");
      if (!path.isEmpty() && !url.isEmpty()) {
        modules.put(Paths.normal(path), url);
      }
    }
    return modules;
  }

  @SuppressWarnings("NullAway") // null for what is not set
  private static String value(Config config, String name, String key) {
    String value = config.getString(SECTION, name, key);
    return value == null ? "" : value;
  }
}
