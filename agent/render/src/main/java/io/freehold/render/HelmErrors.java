package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.worker.WorkerException;
import java.util.regex.Pattern;

/** What a worker says of a chart, at the place of the repository where the template is. */
final class HelmErrors {
  // The first place is the template that was rendered; the last is where it went wrong.
  private static final Pattern TEMPLATE =
      Pattern.compile("[\\w.+-]+/((?:charts/[\\w.+-]+/)*templates/[\\w./+-]+)(?::(\\d+))?");
  // Helm quotes whole texts that are templates, and these are made of values.
  private static final Pattern QUOTED =
      Pattern.compile(
          "((?:cannot parse template|tpl function execution for) \")(?:[^\"\\\\]|\\\\.)*+\"");

  private HelmErrors() {}

  static RenderException of(WorkerException cause, ToolInput input, SecretMask mask) {
    String message =
        mask.apply(QUOTED.matcher(String.valueOf(cause.getMessage())).replaceAll("$1…\""));
    Code code =
        switch (cause.code()) {
          case FAILED -> Code.BUILD;
          case TIMEOUT, MEMORY, OUTPUT_LIMIT, INPUT_LIMIT, CRASHED -> Code.LIMIT;
          case UNAVAILABLE -> Code.SOURCE;
        };
    String file = input.path();
    int line = 0;
    var match = TEMPLATE.matcher(message);
    while (code == Code.BUILD && match.find()) {
      file = input.inFolder(match.group(1));
      line = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
    }
    return new RenderException(code, file, line, "Helm: " + message, masked(cause, message));
  }

  /** The cause is logged too, so it must not say more. */
  private static WorkerException masked(WorkerException cause, String message) {
    return new WorkerException(cause.code(), message);
  }
}
