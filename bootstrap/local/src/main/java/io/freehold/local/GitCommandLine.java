package io.freehold.local;

import java.util.Optional;
import java.util.regex.Pattern;

/** A command that a Git client sends over SSH. */
record GitCommandLine(Service service, String path) {
  private static final int LONGEST = 512;
  private static final Pattern FORM =
      Pattern.compile("git[- ](upload|receive)-pack (?:'([^'\\\\]+)'|([^'\\\\\\s]+))");

  enum Service {
    FETCH,
    PUSH
  }

  /** Reads the command; empty if it is not one of Git's two. */
  static Optional<GitCommandLine> parse(String command) {
    if (command.length() > LONGEST) {
      return Optional.empty();
    }
    var matcher = FORM.matcher(command.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var service = matcher.group(1).equals("upload") ? Service.FETCH : Service.PUSH;
    var path = Optional.ofNullable(matcher.group(2)).orElseGet(() -> matcher.group(3));
    return Optional.of(new GitCommandLine(service, path));
  }
}
