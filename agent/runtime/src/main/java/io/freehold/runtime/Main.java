package io.freehold.runtime;

import io.freehold.api.ParentWatch;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the agent: {@code --config FILE}. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final Path DEFAULT_CONFIG = Path.of("/etc/freehold/agent.yaml");
  private static final int USAGE = 2;

  private Main() {}

  /**
   * Runs until the process is told to end; ends with 0 then, with 1 after a failure, with 2 when it
   * was started wrongly.
   */
  public static void main(String[] arguments) {
    ParentWatch.startIfAsked();
    LogFormat.install(System.getenv());
    AgentConfig config;
    try {
      config = AgentConfig.read(file(List.of(arguments)), System.getenv());
    } catch (IllegalArgumentException e) {
      LOG.error("{}", e.getMessage());
      exit(USAGE);
      return;
    }
    AgentProcess process = new AgentProcess(config, Main::halt);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> halt(process.stop()), "stop"));
    try {
      process.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The agent cannot run", e);
      exit(1);
    }
  }

  private static Path file(List<String> arguments) {
    if (arguments.isEmpty()) {
      return DEFAULT_CONFIG;
    }
    if (arguments.size() == 2 && arguments.getFirst().equals("--config")) {
      return Path.of(arguments.getLast());
    }
    throw new IllegalArgumentException("usage: --config FILE");
  }

  private static void exit(int code) {
    System.exit(code);
  }

  /** Without waiting for anything: no thread may write after this. */
  private static void halt(int code) {
    Runtime.getRuntime().halt(code);
  }
}
