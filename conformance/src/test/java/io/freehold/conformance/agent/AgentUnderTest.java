package io.freehold.conformance.agent;

import io.freehold.api.ReportToken;
import io.freehold.cli.Installation;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestRepository;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One agent process after the other on the same data folder. */
final class AgentUnderTest implements AutoCloseable {
  private static final int STOP_SECONDS = 30;
  private static final Pattern LISTENING = Pattern.compile("Listening on port (\\d+)");

  private final TestCluster cluster;
  private final Map<String, String> environment;
  private final List<String> options;
  private final Path directory;
  private final Path config;
  private Process process;

  /** Starts the agent of the folder {@code clusters/test}. */
  AgentUnderTest(TestCluster cluster, TestRepository registry, Path directory) throws IOException {
    this(cluster, registry, directory, Map.of());
  }

  /** As without an environment, with some variables more. */
  AgentUnderTest(
      TestCluster cluster, TestRepository registry, Path directory, Map<String, String> environment)
      throws IOException {
    this(cluster, registry, directory, environment, "500ms", List.of());
  }

  /**
   * For many starts: looks at Git often, and keeps the classes that it loaded where the next
   * process finds them, once it was asked to end.
   */
  static AgentUnderTest quick(TestCluster cluster, TestRepository registry, Path directory)
      throws IOException {
    return new AgentUnderTest(
        cluster,
        registry,
        directory,
        Map.of(),
        "100ms",
        List.of(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + directory.resolve("classes.jsa"),
            "-Xlog:disable"));
  }

  private AgentUnderTest(
      TestCluster cluster,
      TestRepository registry,
      Path directory,
      Map<String, String> environment,
      String pollInterval,
      List<String> options)
      throws IOException {
    this.environment = Map.copyOf(environment);
    this.options = List.copyOf(options);
    this.cluster = cluster;
    this.directory = directory;
    this.config = directory.resolve("agent.yaml");
    Path key = directory.resolve("key");
    Files.writeString(key, ReportToken.encode(ReportToken.newKeyPair().getPrivate()));
    Files.writeString(
        config,
        """
        cluster: test
        registry: {url: "%s", branch: main, path: clusters/test, pollInterval: %s}
        gitCredentials: "%s"
        identityKey: "%s"
        dataDir: "%s"
        listen: 127.0.0.1:0
        renderWorker: "%s"
        """
            .formatted(
                registry.url(),
                pollInterval,
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

  /** A metric of the process that runs now; 0 while it has none of that name. */
  double metric(String name) {
    try {
      Matcher ports = LISTENING.matcher(log());
      String port = "";
      while (ports.find()) {
        port = ports.group(1);
      }
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
      try (var http = HttpClient.newHttpClient()) {
        String page = http.send(request.build(), BodyHandlers.ofString()).body();
        return page.lines()
            .filter(line -> line.startsWith(name + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
            .findFirst()
            .orElse(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Process id of the process that runs now. */
  long pid() {
    return process.pid();
  }

  /** Ends it as a power failure would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again after its end. */
  void restart() throws IOException {
    process = launch();
  }

  /** Drops what it keeps on disk, as a new pod does; for a process that has ended. */
  void forget() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), "io.freehold.runtime.Main"));
    command.addAll(List.of("--config", config.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    return builder.start();
  }

  /** Without the tests: classes are kept for jars only. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).startsWith(Path.of("target").toAbsolutePath()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
