package io.freehold.render;

import java.util.List;

/**
 * What a tool gave.
 *
 * @param objects in order
 * @param warnings one line each
 */
public record ToolResult(List<RenderedObject> objects, List<String> warnings) {
  public ToolResult {
    objects = List.copyOf(objects);
    warnings = List.copyOf(warnings);
  }
}
