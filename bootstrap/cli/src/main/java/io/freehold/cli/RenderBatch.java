package io.freehold.cli;

import io.freehold.render.RenderException;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.YamlException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Renders one folder per line of input, as many at once as there are processors. */
final class RenderBatch {
  private static final int WAITING_PER_WORKER = 4;

  private final LocalRenders renders;

  RenderBatch(LocalRenders renders) {
    this.renders = renders;
  }

  /** Serves until the input ends and everything is answered. */
  void serve(InputStream in, PrintWriter out) {
    int workers = Runtime.getRuntime().availableProcessors();
    // Input is not read faster than it is worked on.
    var waiting = new Semaphore(workers * WAITING_PER_WORKER);
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var executor = Executors.newFixedThreadPool(workers)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isBlank()) {
          continue;
        }
        String request = line;
        waiting.acquireUninterruptibly();
        executor.execute(() -> {
          try {
            String answer = answer(request);
            synchronized (out) {
              out.println(answer);
              out.flush();
            }
          } finally {
            waiting.release();
          }
        });
      }
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }

  private String answer(String line) {
    Value id = new StringValue("");
    var answer = MapValue.builder();
    try {
      var root =
          Json.parse("request", line.getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES).root();
      if (!(root instanceof MapValue request)) {
        throw new CliException(ExitCode.USAGE, "a request is a JSON object with id and dir");
      }
      id = request.getOr("id", id);
      answer.put("id", id).put("yaml", render(request));
    } catch (RenderException | CliException | YamlException e) {
      answer.put("id", id).put("error", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // One folder must not end the process that serves all others.
      answer.put("id", id).put("error", "that was not foreseen: " + e);
    }
    return Json.text(answer.build());
  }

  private String render(MapValue request) {
    return RenderCommand.yaml(renders.render(BatchRequest.read(request)).objects());
  }
}
