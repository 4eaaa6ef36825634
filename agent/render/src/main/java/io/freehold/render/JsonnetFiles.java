package io.freehold.render;

import io.freehold.api.DirectoryOptions;
import io.freehold.render.RenderException.Code;

/** Evaluates Jsonnet files. Thread safe. */
@FunctionalInterface
public interface JsonnetFiles {
  /** For processes without a render worker. */
  JsonnetFiles MISSING =
      (_, file, _) -> {
        throw new RenderException(
            Code.UNSUPPORTED,
            file,
            0,
            "this is Jsonnet, and no render worker is configured to evaluate it");
      };

  /**
   * Evaluates one file; imports come from its tree and are looked up through the input.
   *
   * @param file from the root of the tree
   * @return JSON: an object, or a list of objects
   * @throws RenderException when it cannot be evaluated
   */
  byte[] evaluate(ToolInput input, String file, DirectoryOptions.Jsonnet options);
}
