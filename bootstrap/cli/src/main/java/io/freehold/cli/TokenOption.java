package io.freehold.cli;

import picocli.CommandLine.Option;

/** What a plane knows the caller by. */
final class TokenOption {
  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:FREEHOLD_TOKEN:-}",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Token of the plane's API ($FREEHOLD_TOKEN, which other users cannot see).")
  private String token = "";

  /** The token, empty for none. */
  String token() {
    return token;
  }
}
