package io.freehold.plugin;

import io.freehold.plugin.PluginException.Code;
import io.freehold.plugin.PluginFile.Discover;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Tells whether a folder is for a plugin; without conditions every folder is. */
final class Discovery {
  private final Discover discover;

  Discovery(Discover discover) {
    this.discover = discover;
  }

  boolean matches(RequestFolder folder, CommandRun commands) throws IOException {
    if (!discover.fileName().isEmpty()) {
      return exists(folder.files(), discover.fileName());
    }
    if (!discover.glob().isEmpty()) {
      return exists(folder.files(), discover.glob());
    }
    return discover.command().isEmpty() || !commands.run("discover", discover.command()).isBlank();
  }

  private static boolean exists(Path folder, String pattern) throws IOException {
    List<PathMatcher> matchers = matchers(pattern);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(folder::relativize)
          .anyMatch(path -> matchers.stream().anyMatch(matcher -> matcher.matches(path)));
    }
  }

  /** Here and with {@code **} for no folder at all, which the JDK's patterns do not mean. */
  private static List<PathMatcher> matchers(String pattern) {
    String plain = Path.of("/").relativize(Path.of("/", pattern).normalize()).toString();
    var matchers = new ArrayList<PathMatcher>();
    try {
      matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + plain));
      matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + plain.replace("**/", "")));
    } catch (PatternSyntaxException e) {
      throw new PluginException(
          Code.FAILED, "spec.discover of the plugin is no pattern: " + e.getDescription(), e);
    }
    return matchers;
  }
}
