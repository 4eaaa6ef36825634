package io.freehold.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code go} command of this machine. */
final class GoToolchain {
  private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+).*");
  private static final int MAJOR = 1;
  private static final int MINOR = 26;

  private final String command;

  GoToolchain(String command) {
    this.command = command;
  }

  /** Why this toolchain can not build the control plane; empty if it can. */
  Optional<String> problem() {
    try {
      var process =
          new ProcessBuilder(command, "env", "GOVERSION")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      var version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor();
      return tooOld(version)
          ? Optional.of(
              "the go command is too old (%s): install Go %d.%d or newer to build the local control plane"
                  .formatted(version, MAJOR, MINOR))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "the go command was not found: install Go %d.%d or newer to build the local control plane"
              .formatted(MAJOR, MINOR));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while asking for the version of Go");
    }
  }

  /** A build of the main package in the working directory, the same on every machine. */
  ProcessBuilder build(String kubernetesVersion, String output) {
    var parts = kubernetesVersion.substring(1).split("\\.", -1);
    var variable = "-X k8s.io/component-base/version.";
    // Without these variables clients can not parse the server's version.
    var flags =
        "-s -w %sgitVersion=%s %sgitMajor=%s %sgitMinor=%s"
            .formatted(variable, kubernetesVersion, variable, parts[0], variable, parts[1]);
    var builder =
        new ProcessBuilder(
            command,
            "build",
            "-v",
            "-trimpath",
            "-buildvcs=false",
            "-mod=readonly",
            "-ldflags",
            flags,
            "-o",
            output,
            ".");
    builder
        .environment()
        .put("GOTOOLCHAIN", "local"); // never another compiler than the checked one
    builder.environment().put("GOWORK", "off");
    builder.environment().remove("GOFLAGS");
    return builder;
  }

  private static boolean tooOld(String version) {
    var matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return false; // a development build of Go itself
    }
    var major = Integer.parseInt(matcher.group(1));
    return major < MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) < MINOR);
  }
}
