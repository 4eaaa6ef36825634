package io.freehold.plugin;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Names of plugins: what an Application says, and the file name of the socket. */
final class PluginName {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  private PluginName() {}

  static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }

  static Path socket(Path folder, String name) {
    return folder.resolve(name + ".sock");
  }
}
