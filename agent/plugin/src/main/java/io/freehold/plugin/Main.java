package io.freehold.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The process in the sidecar container. */
public final class Main {
  private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
  private static final int REQUESTS = 4;

  private Main() {}

  /**
   * Serves until the container ends.
   *
   * @param args {@code --file} plugin file, {@code --sockets} folder, {@code --time-limit} seconds,
   *     {@code --env} a variable of the container that commands see (may be repeated)
   */
  public static void main(String[] args) throws InterruptedException {
    try {
      run(args, System.getenv(), TOKEN);
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  /**
   * Starts the server.
   *
   * @param token where a service account's token would be
   * @throws IllegalArgumentException when arguments, file or container are not as they must be
   */
  static PluginServer run(String[] args, Map<String, String> container, Path token)
      throws IOException {
    if (Files.exists(token)) {
      throw new IllegalArgumentException(
          token
              + " is there: this container holds the agent's credentials. Mount an emptyDir over its folder,"
              + " as docs/plugins.md shows");
    }
    Path file = Path.of("/home/argocd/cmp-server/config/plugin.yaml");
    Path sockets = Path.of("/plugins");
    PluginLimits limits = PluginLimits.SERVER;
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", container.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
    for (int i = 0; i + 1 < args.length; i += 2) {
      String value = args[i + 1];
      switch (args[i]) {
        case "--file" -> file = Path.of(value);
        case "--sockets" -> sockets = Path.of(value);
        case "--time-limit" -> limits = limits.withTime(Duration.ofSeconds(Long.parseLong(value)));
        case "--env" -> environment.put(value, container.getOrDefault(value, ""));
        default -> throw usage();
      }
    }
    if (args.length % 2 != 0) {
      throw usage();
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("cannot read the plugin file " + file, e);
    }
    PluginFile plugin = PluginFile.parse(file.toString(), bytes);
    return new PluginServer(plugin, sockets, limits, REQUESTS, environment, System.err::println);
  }

  private static IllegalArgumentException usage() {
    return new IllegalArgumentException(
        "usage: --file PLUGIN.YAML --sockets FOLDER --time-limit SECONDS --env NAME...");
  }
}
