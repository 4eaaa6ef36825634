package io.freehold.renderworker;

import io.freehold.worker.JsonnetRequest;
import io.freehold.worker.JsonnetRequest.Variables;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.immutable.Map;
import scala.runtime.BoxedUnit;
import scala.util.Either;
import sjsonnet.DefaultParseCache;
import sjsonnet.Interpreter;
import sjsonnet.Settings;
import sjsonnet.Std;

/** Evaluates Jsonnet with sjsonnet; the only place that knows its Scala types. */
final class JsonnetRenderer {
  // Room for the 500 nested calls that the reference implementation allows, and some.
  private static final long STACK_BYTES = 48L << 20;

  private JsonnetRenderer() {}

  /**
   * The value of a program as JSON.
   *
   * @param resultLimit bytes of it
   * @throws WorkerException when there is none
   */
  static String render(JsonnetRequest request, int resultLimit) {
    var evaluation = new FutureTask<>(() -> evaluate(request));
    Thread thread = new Thread(null, evaluation, "jsonnet", STACK_BYTES);
    thread.start();
    try {
      String json = evaluation.get();
      if (json.length() > resultLimit) {
        throw new WorkerException(
            Code.OUTPUT_LIMIT,
            "%s gives %d characters; at most %d are taken"
                .formatted(request.main(), json.length(), resultLimit));
      }
      return json;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerException(Code.UNAVAILABLE, "interrupted", e);
    } catch (ExecutionException e) {
      throw failure(request, e.getCause());
    }
  }

  private static WorkerException failure(JsonnetRequest request, @Nullable Throwable cause) {
    return switch (cause) {
      case WorkerException known -> known;
      case StackOverflowError _ ->
          new WorkerException(
              Code.FAILED,
              request.main() + ": the recursion never ends, or is deeper than is evaluated");
      case OutOfMemoryError _ ->
          new WorkerException(Code.MEMORY, request.main() + ": a value is too large");
      case null, default ->
          new WorkerException(Code.FAILED, request.main() + ": " + Texts.oneLine("" + cause));
    };
  }

  private static String evaluate(JsonnetRequest request) {
    byte[] main = request.files().get(request.main());
    if (main == null) {
      throw new WorkerException(Code.FAILED, "there is no file " + request.main());
    }
    var root = new JsonnetPath("", request.files());
    var interpreter =
        new Interpreter(
            code(request.external()),
            code(request.topLevel()),
            root,
            new JsonnetImporter(request.files(), request.libraries()),
            new DefaultParseCache(),
            new Settings(false, false, false, false, false, false),
            nothing(),
            nothing(),
            new Std().Std());
    Either<String, ujson.Value> result =
        interpreter.interpret(
            new String(main, StandardCharsets.UTF_8),
            new JsonnetPath(request.main(), request.files()));
    if (result.isLeft()) {
      throw new WorkerException(
          Code.FAILED, Texts.oneLine(result.left().getOrElse(() -> "no value")));
    }
    return result.toOption().get().toString();
  }

  private static <T> Function1<T, BoxedUnit> nothing() {
    return _ -> BoxedUnit.UNIT;
  }

  /** Variables as sjsonnet takes them: all as code. */
  @SuppressWarnings("unchecked") // Java sees the result of Scala's updated without its types
  private static Map<String, String> code(Variables variables) {
    Map<String, String> code = new scala.collection.immutable.HashMap<>();
    for (var text : variables.texts().entrySet()) {
      code = code.updated(text.getKey(), Texts.json(text.getValue()));
    }
    for (var expression : variables.code().entrySet()) {
      code = code.updated(expression.getKey(), expression.getValue());
    }
    return code;
  }
}
