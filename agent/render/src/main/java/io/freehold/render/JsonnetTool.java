package io.freehold.render;

import io.freehold.api.DirectoryOptions;
import io.freehold.render.RenderException.Code;
import io.freehold.worker.JsonnetRequest;
import io.freehold.worker.JsonnetRequest.Variables;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerPool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates Jsonnet files in the worker, each with just the files that it imports. */
public final class JsonnetTool implements JsonnetFiles {
  private final WorkerPool workers;
  private final RenderLimits limits;

  /**
   * A tool.
   *
   * @param workers where Jsonnet runs; closed by whoever opened it
   */
  public JsonnetTool(WorkerPool workers, RenderLimits limits) {
    this.workers = workers;
    this.limits = limits;
  }

  @Override
  public byte[] evaluate(ToolInput input, String file, DirectoryOptions.Jsonnet options) {
    var libraries = new ArrayList<String>();
    // As Argo CD: the application's folder comes before the libraries.
    libraries.add(input.path());
    for (String library : options.libs()) {
      libraries.add(
          TreePaths.resolve("", library)
              .orElseThrow(() ->
                  new RenderException(
                      Code.LINK,
                      file,
                      0,
                      "the library " + library + " leads out of the repository")));
    }
    Map<String, byte[]> files = new JsonnetImports(input, libraries, limits).of(file);
    Variables external = variables(options.extVars());
    Variables topLevel = variables(options.tlas());
    try {
      return workers
          .jsonnet(new JsonnetRequest(files, file, libraries, external, topLevel))
          .getBytes(StandardCharsets.UTF_8);
    } catch (WorkerException e) {
      Code code =
          switch (e.code()) {
            case FAILED -> Code.BUILD;
            case TIMEOUT, MEMORY, OUTPUT_LIMIT, INPUT_LIMIT, CRASHED -> Code.LIMIT;
            case UNAVAILABLE -> Code.SOURCE;
          };
      var mask = new SecretMask();
      options.extVars().forEach(variable -> mask.add(variable.name(), variable.value()));
      options.tlas().forEach(variable -> mask.add(variable.name(), variable.value()));
      String message = mask.apply(String.valueOf(e.getMessage()));
      throw new RenderException(
          code,
          file,
          0,
          "Jsonnet: " + message.replaceFirst("^\\Q" + file + "\\E: ", ""),
          new WorkerException(e.code(), message));
    }
  }

  private static Variables variables(List<DirectoryOptions.Variable> variables) {
    var texts = new HashMap<String, String>();
    var code = new HashMap<String, String>();
    for (DirectoryOptions.Variable variable : variables) {
      (variable.code() ? code : texts).put(variable.name(), variable.value());
    }
    return new Variables(texts, code);
  }
}
