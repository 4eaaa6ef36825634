package io.freehold.render;

import io.freehold.api.Source;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of a build that Argo CD documents, for the options of kustomizations: {@code $NAME}
 * and <code>${NAME}</code> are replaced, {@code $$} is a dollar sign, and a name that nobody knows
 * becomes nothing, with a warning. Not thread safe.
 */
final class BuildVariables {
  /** The syntax of Go's {@code os.Expand}: names, single signs, and braces that nobody closes. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\{([^}]*)}|\\{|([*#$@!?\\-0-9])|([A-Za-z0-9_]+))");

  private static final String REVISION = "ARGOCD_APP_REVISION";
  private static final int SHORT = 7;
  private static final int SHORT_8 = 8;

  private final Map<String, String> known;
  private final TreeSet<String> unknown = new TreeSet<>();
  private boolean isRevisionUsed;

  private BuildVariables(Map<String, String> known) {
    this.known = known;
  }

  static BuildVariables of(ToolInput input) {
    Source source = input.source();
    String revision = input.revision();
    return new BuildVariables(
        Map.of(
            "ARGOCD_APP_NAME",
            input.name(),
            "ARGOCD_APP_NAMESPACE",
            input.namespace(),
            REVISION,
            revision,
            REVISION + "_SHORT",
            start(revision, SHORT),
            REVISION + "_SHORT_8",
            start(revision, SHORT_8),
            "ARGOCD_APP_SOURCE_PATH",
            source.path(),
            "ARGOCD_APP_SOURCE_REPO_URL",
            source.repoUrl(),
            "ARGOCD_APP_SOURCE_TARGET_REVISION",
            source.revision()));
  }

  /** A text with its variables replaced. */
  String fill(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  /** Whether a text named the revision: another one gives another result then. */
  boolean isRevisionUsed() {
    return isRevisionUsed;
  }

  /** One line for each name that has no value. */
  List<String> warnings() {
    return unknown.stream()
        .map(name ->
            "spec.sources[].kustomize: the variable " + name + " has no value here; it is left out")
        .toList();
  }

  private String value(MatchResult match) {
    String name =
        match.group(1) != null
            ? match.group(1)
            : match.group(2) != null ? match.group(2) : match.group(3);
    if (name == null) {
      return "";
    }
    if (name.equals("$")) {
      return "$";
    }
    isRevisionUsed |= name.startsWith(REVISION);
    String value = known.getOrDefault(name, "");
    if (value.isEmpty()) {
      unknown.add(name);
    }
    return value;
  }

  private static String start(String revision, int length) {
    return revision.substring(0, Math.min(length, revision.length()));
  }
}
