package io.freehold.renderworker;

import io.freehold.worker.Channel;
import io.freehold.worker.HelmRequest;
import io.freehold.worker.JsonnetRequest;
import io.freehold.worker.Lookup;
import io.freehold.worker.Message;
import io.freehold.worker.Message.Answer;
import io.freehold.worker.Message.Failed;
import io.freehold.worker.Message.LookupAnswer;
import io.freehold.worker.Message.LookupCall;
import io.freehold.worker.Message.Rendered;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.worker.WorkerPool;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The worker: answers requests on its standard input until that ends. */
public final class Main {
  private static final int REQUEST_LIMIT = 256 << 20;

  private final Path libraries;
  private final int resultLimit;
  private final Channel channel;
  private @Nullable HelmRenderer helm;

  private Main(Path libraries, int resultLimit) {
    this.libraries = libraries;
    this.resultLimit = resultLimit;
    this.channel = new Channel(System.in, System.out, REQUEST_LIMIT);
  }

  /**
   * Runs the worker.
   *
   * @param arguments the folder with the native library, how many bytes a result may have, and the
   *     folder to remove at the end
   */
  public static void main(String[] arguments) {
    var main = new Main(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    // Whatever a library prints must not get between the frames.
    System.setOut(System.err);
    AgentWatch.start(() -> end(1, arguments));
    int status = 0;
    try {
      main.run();
    } catch (IOException | RuntimeException e) {
      System.err.println(e);
      status = 1;
    }
    end(status, arguments);
  }

  private static void end(int status, String[] arguments) {
    try {
      clean(arguments);
    } catch (IOException | RuntimeException e) {
      System.err.println(e);
    }
    // Helm's threads would keep the process alive.
    Runtime.getRuntime().halt(status);
  }

  /** The agent removes the folder, unless it was killed. Only a folder that it made goes. */
  private static void clean(String[] arguments) throws IOException {
    if (arguments.length > 2) {
      Path home = Path.of(arguments[2]);
      if (String.valueOf(home.getFileName()).startsWith(WorkerPool.FOLDER_PREFIX)) {
        ChartFolder.delete(home);
      }
    }
  }

  private void run() throws IOException {
    for (var message = channel.receive(); message.isPresent(); message = channel.receive()) {
      channel.send(answer(message.get()));
    }
  }

  private Answer answer(Message request) throws IOException {
    try {
      return new Rendered(
          switch (request) {
            case HelmRequest chart -> helm().render(chart, lookup());
            case JsonnetRequest program -> JsonnetRenderer.render(program, resultLimit);
            case Answer _, LookupCall _, LookupAnswer _ ->
                throw new IOException("a message out of turn");
          });
    } catch (WorkerException e) {
      return new Failed(e.code(), String.valueOf(e.getMessage()));
    } catch (YamlException e) {
      return new Failed(Code.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /** Loaded with the first chart: who renders only Jsonnet needs no memory for it. */
  private HelmRenderer helm() throws IOException {
    HelmRenderer loaded = helm;
    if (loaded == null) {
      loaded = HelmRenderer.start(libraries.resolve(HelmPlatform.libraryName()), resultLimit);
      helm = loaded;
    }
    return loaded;
  }

  /** Template functions run on several threads, the channel is for one. */
  private Lookup lookup() {
    return (apiVersion, kind, namespace, name) -> {
      synchronized (channel) {
        try {
          channel.send(new LookupCall(apiVersion, kind, namespace, name));
          return channel
              .receive()
              .map(message ->
                  message instanceof LookupAnswer(var json) ? json : Optional.<String>empty())
              .orElseThrow(() -> new IOException("the agent is gone"));
        } catch (IOException e) {
          throw new WorkerException(Code.FAILED, "a lookup was not answered", e);
        }
      }
    };
  }
}
