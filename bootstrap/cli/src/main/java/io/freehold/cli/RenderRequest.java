package io.freehold.cli;

import io.freehold.api.Source;
import io.freehold.kustomize.BuildOptions;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One folder to render.
 *
 * @param folder the folder
 * @param root what may be read; found from the folder when null
 * @param source tool and options; its path is not used
 * @param name of the application; the folder's name when empty
 * @param namespace where objects go that name none
 * @param build how kustomizations are built
 * @param substitute values of variables in rendered objects; nothing is substituted when empty
 */
record RenderRequest(
    Path folder,
    @Nullable Path root,
    Source source,
    String name,
    String namespace,
    BuildOptions build,
    Map<String, String> substitute) {
  RenderRequest {
    substitute = Map.copyOf(substitute);
  }
}
