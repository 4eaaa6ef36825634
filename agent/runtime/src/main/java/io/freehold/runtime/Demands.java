package io.freehold.runtime;

import io.freehold.api.Signatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a source besides its content.
 *
 * @param signatures what must be signed; all of them count
 * @param submodules patterns of the repositories that submodules may be in, as a project writes
 *     them; null when submodules are not followed
 */
record Demands(List<Signatures> signatures, @Nullable List<String> submodules) {
  /** Nothing. */
  static final Demands NONE = new Demands(List.of(), null);

  Demands {
    signatures = List.copyOf(signatures);
    submodules = submodules == null ? null : List.copyOf(submodules);
  }
}
