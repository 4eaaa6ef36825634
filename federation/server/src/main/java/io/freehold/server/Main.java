package io.freehold.server;

import io.freehold.api.ParentWatch;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the plane and keeps it running until it is told to stop. */
public final class Main {
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  // Kept here because the logging framework forgets the level of a logger that nobody holds.
  private static final List<Logger> CHATTY =
      List.of(
          Logger.getLogger("io.zonky"),
          Logger.getLogger("com.zaxxer.hikari"),
          Logger.getLogger("org.flywaydb"),
          Logger.getLogger("io.helidon"));

  private Main() {}

  /**
   * Entry point; configured by the environment, see docs/plane.md.
   *
   * @param args none to serve, or {@code export FILE} {@code import FILE} or {@code password}
   */
  public static void main(String[] args) throws InterruptedException {
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n");
    }
    CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
    ParentWatch.startIfAsked();
    if (args.length == 1 && args[0].equals("password")) {
      System.exit(PasswordCommand.run());
    }
    if (args.length > 0) {
      System.exit(ArchiveCommand.run(args));
    }
    Plane plane;
    try {
      plane = Plane.start(PlaneSettings.from(System.getenv()), Clock.systemUTC());
    } catch (RuntimeException e) {
      System.err.println("freehold-plane: " + reasons(e));
      System.exit(1);
      return;
    }
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  plane.close();
                  stopped.countDown();
                }));
    System.out.println(
        "freehold-plane ready http="
            + plane.http()
            + " otlp-http="
            + plane.otlpHttp()
            + " otlp-grpc="
            + plane.otlpGrpc()
            + (plane.webhooks().isEmpty() ? "" : " webhooks=" + plane.webhooks()));
    stopped.await();
  }

  /** The messages of an exception and its causes, in one line. */
  static String reasons(Throwable e) {
    var text = new StringBuilder(String.valueOf(e.getMessage()));
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      text.append(": ").append(cause.getMessage());
    }
    return text.toString();
  }
}
