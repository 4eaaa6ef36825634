package io.freehold.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The federation plane as a process of its own, on the loopback interface. */
final class PlaneProcess implements AutoCloseable {
  static final String LOG = "plane.log";

  private static final Pattern READY =
      Pattern.compile(
          "freehold-plane ready http=(\\S+) otlp-http=(\\S+) otlp-grpc=(\\S+) webhooks=(\\S+)");

  private final ChildProcess process;
  private final URI http;
  private final URI otlp;
  private final URI webhooks;
  private final PlaneSecrets secrets;

  private PlaneProcess(
      ChildProcess process, URI http, URI otlp, URI webhooks, PlaneSecrets secrets) {
    this.process = process;
    this.http = http;
    this.otlp = otlp;
    this.webhooks = webhooks;
    this.secrets = secrets;
  }

  /** Starts it on free ports and waits until it serves. */
  static PlaneProcess start(
      Path program, Path directory, String registry, Path credentials, Duration timeout) {
    return start(program, directory, registry, credentials, 0, 0, timeout);
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param program its program folder
   * @param directory its own folder, for the database and the log
   * @param registry URL of the registry
   * @param credentials folder with its own read-only key
   * @param httpPort port of the page, 0 for any that is free
   * @param otlpPort port for reports over HTTP, 0 for any that is free
   */
  static PlaneProcess start(
      Path program,
      Path directory,
      String registry,
      Path credentials,
      int httpPort,
      int otlpPort,
      Duration timeout) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FREEHOLD_DATA_DIR", directory.resolve("data").toString());
    environment.put("FREEHOLD_BIND", "127.0.0.1");
    environment.put("FREEHOLD_ANONYMOUS", "viewer");
    environment.put("FREEHOLD_HTTP_PORT", Integer.toString(httpPort));
    environment.put("FREEHOLD_OTLP_HTTP_PORT", Integer.toString(otlpPort));
    environment.put("FREEHOLD_OTLP_GRPC_PORT", "0");
    PlaneSecrets secrets = PlaneSecrets.in(directory.resolve("secrets"));
    environment.put("FREEHOLD_SECRETS_DIR", secrets.folder().toString());
    environment.put("FREEHOLD_LOCAL_ADMIN", secrets.password().toString());
    // Whoever is told something here is on this machine, too.
    environment.put("FREEHOLD_NOTIFY_ALLOW", "127.0.0.1");
    environment.put("FREEHOLD_WEBHOOK_SECRETS", secrets.webhooks().toString());
    environment.put("FREEHOLD_WEBHOOK_PORT", "0");
    environment.put("FREEHOLD_REGISTRY_URL", registry);
    environment.put("FREEHOLD_REGISTRY_CREDENTIALS", credentials.toString());
    environment.put("FREEHOLD_REGISTRY_INTERVAL", Demo.POLL_INTERVAL);
    var ready = new CompletableFuture<Matcher>();
    ChildProcess process =
        ChildProcess.start(
            "plane",
            List.of(
                Installation.java().toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                program.resolve("lib") + "/*",
                "io.freehold.server.Main"),
            environment,
            directory,
            directory.resolve(LOG),
            line -> {
              Matcher matcher = READY.matcher(line);
              if (matcher.matches()) {
                ready.complete(matcher);
              }
            });
    var _ =
        process
            .onExit()
            .thenRun(() -> ready.completeExceptionally(new IllegalStateException("it ended")));
    try {
      Matcher urls = ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new PlaneProcess(
          process,
          URI.create(urls.group(1)),
          URI.create(urls.group(2)),
          URI.create(urls.group(4)),
          secrets);
    } catch (ExecutionException | TimeoutException e) {
      process.close();
      throw new CliException(
          ExitCode.FAILED, "%s did not start:%n%s".formatted(process, process.tail()), e);
    } catch (InterruptedException e) {
      process.close();
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILED, "interrupted", e);
    }
  }

  /** Tells it that a repository moved, as a forge would. */
  void pushed(String repository) {
    PushHook.send(webhooks, secrets, repository);
  }

  /** The page and the API. */
  URI http() {
    return http;
  }

  /** Its secrets. */
  PlaneSecrets secrets() {
    return secrets;
  }

  /** Where agents report to. */
  URI otlp() {
    return otlp;
  }

  /** Ends it as SIGKILL does, and waits until it is gone. */
  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
