package io.freehold.render;

import io.freehold.api.KustomizeOptions;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The components of a source, with patterns in their paths resolved as {@code kustomize edit add
 * component} does it: {@code *}, {@code ?} and sets match within one name, in the order of names.
 */
final class ComponentPaths {
  private static final Pattern WILD = Pattern.compile("[*?\\[]");

  private final ToolInput input;
  private final KustomizeOptions options;

  ComponentPaths(ToolInput input) {
    this.input = input;
    this.options = input.source().kustomizeOptions();
  }

  /**
   * Paths from the kustomization.
   *
   * @throws RenderException when a pattern matches nothing, and components may not be missing
   */
  List<String> all() {
    var all = new ArrayList<String>();
    for (String component : options.components()) {
      if (WILD.matcher(component).find()) {
        List<String> matches = matches(component);
        if (matches.isEmpty() && !options.ignoreMissingComponents()) {
          throw new RenderException(
              Code.BUILD,
              input.path(),
              0,
              "no folder matches the component %s; correct it, or set ignoreMissingComponents"
                  .formatted(component));
        }
        all.addAll(matches);
      } else if (!options.ignoreMissingComponents() || isThere(component)) {
        all.add(component);
      }
    }
    return all.stream().distinct().toList();
  }

  private boolean isThere(String component) {
    return input.find(KustomizeOverlay.path(input, component)).isPresent();
  }

  private List<String> matches(String component) {
    List<String> paths = List.of("");
    for (String name : component.split("/", -1)) {
      var next = new ArrayList<String>();
      for (String path : paths) {
        if (WILD.matcher(name).find()) {
          names(path, name).forEach(found -> next.add(path + found + "/"));
        } else {
          next.add(path + name + "/");
        }
      }
      paths = next;
    }
    return paths.stream()
        .map(path -> path.substring(0, path.length() - 1))
        .filter(this::isThere)
        .toList();
  }

  private List<String> names(String path, String pattern) {
    GlobPattern glob =
        GlobPattern.of(pattern)
            .orElseThrow(() ->
                new RenderException(
                    Code.BUILD, input.path(), 0, "the component " + pattern + " is no pattern"));
    String folder = KustomizeOverlay.path(input, path);
    boolean isFolder =
        input.find(folder).filter(entry -> entry.type() == Tree.Type.DIRECTORY).isPresent();
    if (!isFolder) {
      return List.of();
    }
    // A folder that is added later may match.
    return input.reads().folder(input.tree(), folder).list("").stream()
        .filter(entry -> entry.type() == Tree.Type.DIRECTORY && isWhole(glob, entry.name()))
        .map(Tree.Entry::name)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static boolean isWhole(GlobPattern glob, String name) {
    return glob.prefix(name, true).orElse(0) == name.length();
  }
}
