package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import java.util.List;

/**
 * What a build gave.
 *
 * @param objects the objects in output order; immutable and shared with other builds
 * @param warnings deprecated fields and the like, one line each
 */
public record BuildResult(List<MapValue> objects, List<String> warnings) {
  public BuildResult {
    objects = List.copyOf(objects);
    warnings = List.copyOf(warnings);
  }
}
