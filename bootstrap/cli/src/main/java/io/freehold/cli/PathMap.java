package io.freehold.cli;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the paths of a container are on this machine, and how they read in command lines and
 * configuration.
 */
final class PathMap {
  private final Map<String, Path> mounts;
  private final Pattern pattern;

  PathMap(Map<String, Path> mounts) {
    this.mounts = new HashMap<>(mounts);
    // One pass over the text, the longest path first: what was put in is never looked at again.
    String alternatives =
        mounts.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    this.pattern =
        Pattern.compile(
            "(?<![\\w./-])(" + alternatives + ")(?=/|$|[\\s\"',:;)])", Pattern.MULTILINE);
  }

  /** The text with all container paths replaced. */
  String apply(String text) {
    if (mounts.isEmpty()) {
      return text;
    }
    Matcher matcher = pattern.matcher(text);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(String.valueOf(mounts.get(found.group(1)))));
  }
}
