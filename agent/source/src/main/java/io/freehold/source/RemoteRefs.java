package io.freehold.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;

/**
 * The branches and tags of a server, and what revisions mean that are no exact names.
 *
 * @param commits ref to commit, annotated tags already followed
 */
record RemoteRefs(Map<String, String> commits) {
  private static final Pattern SHORT = Pattern.compile("[0-9a-f]{7,39}");

  RemoteRefs {
    commits = Map.copyOf(commits);
  }

  /** Whether a revision may be the beginning of a commit id. */
  static boolean isShortCommit(String revision) {
    return SHORT.matcher(revision).matches();
  }

  /**
   * The tag with the highest version of a range; empty when the revision is none or nothing fits.
   */
  Optional<Remote.Found> highest(String revision) {
    return VersionRange.parse(revision)
        .filter(_ -> !revision.isBlank())
        .flatMap(range -> range.highest(tags().keySet()))
        .map(tag -> new Remote.Found(Constants.R_TAGS + tag, tags().getOrDefault(tag, "")));
  }

  /** The commits of refs that begin with a short id. */
  List<String> startingWith(String shortCommit) {
    return commits.values().stream()
        .filter(commit -> commit.startsWith(shortCommit))
        .distinct()
        .toList();
  }

  /**
   * How one release relates to an earlier one. Releases of a range need not continue from each
   * other, as they are made on several branches; what must not happen is that a version goes back,
   * or that a tag is moved.
   */
  Ancestry compareVersions(String from, String to) {
    Optional<SemanticVersion> before = version(from::equals);
    Optional<SemanticVersion> after = version(to::equals);
    if (before.isEmpty() || after.isEmpty()) {
      return Ancestry.DIVERGED;
    }
    return after.get().comparePrecedence(before.get()) >= 0 ? Ancestry.FORWARD : Ancestry.BACKWARD;
  }

  private Optional<SemanticVersion> version(Predicate<String> commit) {
    return tags().entrySet().stream()
        .filter(tag -> commit.test(tag.getValue()))
        .map(tag -> SemanticVersion.parse(tag.getKey()))
        .flatMap(Optional::stream)
        .max(java.util.Comparator.naturalOrder());
  }

  private Map<String, String> tags() {
    return commits.entrySet().stream()
        .filter(ref -> ref.getKey().startsWith(Constants.R_TAGS))
        .collect(
            Collectors.toMap(
                ref -> ref.getKey().substring(Constants.R_TAGS.length()), Map.Entry::getValue));
  }
}
