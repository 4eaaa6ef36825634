package io.freehold.cli;

import java.net.URI;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which plane a {@code fleet} command asks and how it prints. */
final class PlaneOptions {
  @Option(
      names = "--plane",
      paramLabel = "URL",
      defaultValue = "${env:FREEHOLD_PLANE:-http://127.0.0.1:8080}",
      description = "The plane to ask ($FREEHOLD_PLANE, else ${DEFAULT-VALUE}).")
  private URI plane = URI.create("http://127.0.0.1:8080");

  @Mixin private TokenOption token = new TokenOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.TABLE;

  PlaneClient plane() {
    return new PlaneClient(plane, token.token());
  }

  OutputFormat format() {
    return format;
  }
}
