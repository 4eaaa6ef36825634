package io.freehold.render;

import io.freehold.render.RenderException.Code;

/** Makes objects out of one source. Thread safe. */
@FunctionalInterface
public interface Tool {
  /**
   * Renders one source completely.
   *
   * @throws RenderException when it cannot be
   */
  ToolResult render(ToolInput input);

  /** Refuses everything because the process has no such tool. */
  static Tool missing(String what) {
    return input -> {
      throw new RenderException(Code.UNSUPPORTED, input.path(), 0, what);
    };
  }
}
