package io.freehold.worker;

import io.freehold.worker.Message.Answer;
import io.freehold.worker.Message.LookupAnswer;
import io.freehold.worker.Message.LookupCall;
import io.freehold.worker.Message.Request;
import io.freehold.worker.WorkerException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One child JVM; used by one thread at a time, but killed by any. */
final class WorkerProcess implements AutoCloseable {
  private static final String MAIN = "io.freehold.renderworker.Main";
  // What -XX:+ExitOnOutOfMemoryError ends with.
  private static final int OUT_OF_MEMORY = 3;
  private static final String NO_PROXY = "http://127.0.0.1:9";

  private final Process process;
  private final WorkerFolder folder;
  private final Channel channel;
  private final StderrTail stderr;
  private final AtomicReference<@Nullable WorkerException> reason = new AtomicReference<>();
  private int requests;
  private long idleSince = System.nanoTime();

  private WorkerProcess(Process process, WorkerFolder folder, int resultLimit) {
    this.process = process;
    this.folder = folder;
    this.channel = new Channel(process.getInputStream(), process.getOutputStream(), resultLimit);
    this.stderr = StderrTail.of(process.getErrorStream());
  }

  /**
   * Starts a worker; it is ready when it answers.
   *
   * @throws WorkerException when the command cannot be run
   */
  static WorkerProcess start(WorkerOptions options) {
    try {
      var folder = WorkerFolder.create();
      try {
        var builder = new ProcessBuilder(Confinement.of(command(options, folder.path())));
        builder.directory(folder.path().toFile());
        var environment = builder.environment();
        environment.clear();
        environment.put("HOME", folder.path().toString());
        environment.put("TMPDIR", folder.path().toString());
        // File names of charts are UTF-8.
        environment.put("LC_ALL", "C.UTF-8");
        // Helm's own garbage collector would rather let its memory double than collect it.
        environment.put("GOMEMLIMIT", "128MiB");
        // Nothing in a chart may make Helm ask another server: what is no loopback address is asked
        // for at a proxy that is not there.
        environment.put("HTTP_PROXY", NO_PROXY);
        environment.put("HTTPS_PROXY", NO_PROXY);
        // Helm would keep what a cluster offers on disk; here every request has a cluster of its
        // own.
        environment.put("KUBECACHEDIR", "/dev/null");
        return new WorkerProcess(builder.start(), folder, options.resultLimit());
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new WorkerException(
          Code.UNAVAILABLE, "no render worker can be started: " + e.getMessage(), e);
    }
  }

  private static List<String> command(WorkerOptions options, Path folder) {
    var command = new ArrayList<String>();
    command.add(options.java().toString());
    command.add("-Xms16m");
    command.add("-Xmx" + options.heapMegabytes() + "m");
    command.add("-XX:MaxMetaspaceSize=96m");
    command.add("-XX:ReservedCodeCacheSize=32m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:-UsePerfData");
    command.add("-XX:+ExitOnOutOfMemoryError");
    // Standard output is for messages.
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=/dev/null");
    command.add("-Xshare:auto");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Duser.home=" + folder);
    command.add("-cp");
    command.add(options.library() + "/*");
    command.add(MAIN);
    command.add(options.library().toString());
    command.add(String.valueOf(options.resultLimit()));
    command.add(folder.toString());
    return command;
  }

  /** The answer to a request; a worker that fails is dead afterwards. */
  Answer call(Request request, Lookup lookup) {
    requests++;
    try {
      channel.send(request);
      while (true) {
        Message message = channel.receive().orElseThrow(() -> new IOException("no answer"));
        switch (message) {
          case Answer answer -> {
            idleSince = System.nanoTime();
            return answer;
          }
          case LookupCall(var apiVersion, var kind, var namespace, var name) ->
              channel.send(new LookupAnswer(lookup.find(apiVersion, kind, namespace, name)));
          case LookupAnswer _, Request _ -> throw new IOException("an answer out of turn");
        }
      }
    } catch (IOException e) {
      throw ended(e);
    } catch (WorkerException e) {
      kill(e);
      throw e;
    } catch (RuntimeException e) {
      // The lookup failed; the worker still waits for it.
      kill(new WorkerException(Code.FAILED, "a lookup failed", e));
      throw e;
    }
  }

  /** Ends the worker at once; the request under way fails with the reason. */
  void kill(WorkerException cause) {
    reason.compareAndSet(null, cause);
    process.destroyForcibly();
  }

  private WorkerException ended(IOException cause) {
    WorkerException known = reason.get();
    if (known != null) {
      return known;
    }
    int status = exitStatus();
    if (status == OUT_OF_MEMORY) {
      return new WorkerException(
          Code.MEMORY, "the rendering needs more memory than a worker has", cause);
    }
    return new WorkerException(
        Code.CRASHED,
        "the render worker ended with status %d%s"
            .formatted(status, stderr.line().map(line -> ": " + line).orElse("")),
        cause);
  }

  private int exitStatus() {
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
      return process.exitValue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return -1;
    }
  }

  long pid() {
    return process.pid();
  }

  int requests() {
    return requests;
  }

  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  boolean isAlive() {
    return reason.get() == null && process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitStatus();
    stderr.close();
    folder.close();
  }
}
