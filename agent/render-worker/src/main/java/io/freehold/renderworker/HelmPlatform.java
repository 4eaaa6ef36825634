package io.freehold.renderworker;

import java.util.Locale;

/** Names of platforms as helm-java has them. */
final class HelmPlatform {
  private HelmPlatform() {}

  /** File name of the native library for this machine. */
  static String libraryName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> System.getProperty("os.arch");
        };
    return os.startsWith("mac") ? "helm-darwin-" + arch + ".dylib" : "helm-linux-" + arch + ".so";
  }
}
