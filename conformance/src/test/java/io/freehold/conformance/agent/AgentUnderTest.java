package io.freehold.conformance.agent;

import io.freehold.api.ReportToken;
import io.freehold.cli.Installation;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One agent process after the other on the same data folder. */
final class AgentUnderTest implements AutoCloseable {
  private static final int STOP_SECONDS = 30;

  private final TestCluster cluster;
  private final Path directory;
  private final Path config;
  private Process process;

  /** Starts the agent of the folder {@code clusters/test}. */
  AgentUnderTest(TestCluster cluster, TestRepository registry, Path directory) throws IOException {
    this.cluster = cluster;
    this.directory = directory;
    this.config = directory.resolve("agent.yaml");
    Path key = directory.resolve("key");
    Files.writeString(key, ReportToken.encode(ReportToken.newKeyPair().getPrivate()));
    Files.writeString(
        config,
        """
        cluster: test
        registry: {url: "%s", branch: main, path: clusters/test, pollInterval: 500ms}
        gitCredentials: "%s"
        identityKey: "%s"
        dataDir: "%s"
        listen: 127.0.0.1:0
        renderWorker: "%s"
        """
            .formatted(
                registry.url(),
                registry.deployCredentials(true),
                key,
                directory.resolve("data"),
                Installation.find().renderWorker()));
    this.process = launch();
  }

  /** What it logged. */
  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** Ends it as a power failure would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again after its end. */
  void restart() throws IOException {
    process = launch();
  }

  /** Asks it to end; returns its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the agent did not stop within " + STOP_SECONDS + " s");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private Process launch() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.freehold.runtime.Main",
            "--config",
            config.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    return builder.start();
  }
}
