package io.freehold.kustomize;

import static java.util.Objects.requireNonNull;

import io.freehold.tree.TreeReads;
import io.freehold.yaml.MapValue;
import java.util.List;

/**
 * What a build gave.
 *
 * @param objects the objects in output order; immutable and shared with other builds
 * @param warnings deprecated fields and the like, one line each
 * @param reads what the build has looked up in its tree; read only
 * @param remote whether it also depends on more than the tree: remote bases or charts
 */
public record BuildResult(
    List<MapValue> objects, List<String> warnings, TreeReads reads, boolean remote) {
  public BuildResult {
    objects = List.copyOf(objects);
    warnings = List.copyOf(warnings);
    requireNonNull(reads, "reads is null");
  }
}
