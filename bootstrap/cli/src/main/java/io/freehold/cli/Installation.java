package io.freehold.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where the other programs of this build are: the demo starts the agent and the plane from their
 * own folders.
 *
 * @param root folder of the source tree
 */
public record Installation(Path root) {
  private static final String HOME_PROPERTY = "freehold.home";

  /** Found from the launcher's property, else from where this class was loaded. */
  public static Installation find() {
    String home = System.getProperty(HOME_PROPERTY, "");
    if (!home.isEmpty()) {
      return new Installation(Path.of(home).toAbsolutePath().normalize());
    }
    try {
      Path code =
          Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path folder = code; folder != null; folder = folder.getParent()) {
        if (Files.isDirectory(folder.resolve("registry-template"))) {
          return new Installation(folder);
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path URL is not a URI", e);
    }
    throw new CliException(
        ExitCode.FAILED, "the demo needs a checkout of Freehold; start it with ./freehold demo");
  }

  /**
   * The agent's program folder: {@code lib/} in it is the class path, as {@code /app/lib} in its
   * image.
   */
  public Path agent() {
    return program("agent/runtime");
  }

  /** Class path and libraries of the process that renders charts and Jsonnet. */
  public Path renderWorker() {
    return renderWorkerBeside(root.resolve("agent/runtime/target/dist"));
  }

  /** As {@link #renderWorker}, of the build that an agent's program folder is from. */
  static Path renderWorkerBeside(Path agent) {
    return agent.resolve("../../../render-worker/target/dist/lib").normalize();
  }

  /** The plane's program folder. */
  public Path plane() {
    return program("federation/server");
  }

  /** The JVM of this process, for the others too. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Version of this build. */
  static String version() {
    Properties properties = new Properties();
    try (InputStream in = Installation.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  private Path program(String module) {
    Path dist = root.resolve(module).resolve("target/dist");
    if (!Files.isDirectory(dist.resolve("lib"))) {
      throw new CliException(
          ExitCode.FAILED, dist + " is not built; start with ./freehold, or run mvn package");
    }
    return dist;
  }
}
