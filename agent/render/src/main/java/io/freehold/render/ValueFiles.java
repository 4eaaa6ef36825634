package io.freehold.render;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import io.freehold.worker.ValuesFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the files that a source names beside its chart: relative to the chart, from the root of the
 * repository with a slash, or {@code $ref/path} in another source. Nothing outside of these trees
 * is read.
 */
final class ValueFiles {
  private static final int LIMIT = 500;

  private final ToolInput input;
  private final RenderLimits limits;

  /**
   * A file in a tree.
   *
   * @param reference the other source; empty for the chart's own
   */
  private record Place(Optional<ToolInput.Reference> reference, String path, String written) {}

  ValueFiles(ToolInput input, RenderLimits limits) {
    this.input = input;
    this.limits = limits;
  }

  /** The values documents, in order; a glob stands for its files in the order of their paths. */
  List<ValuesFile> values() {
    var options = input.source().helmOptions();
    var files = new ArrayList<ValuesFile>();
    for (String written : options.valueFiles()) {
      List<Place> places = places(written);
      if (places.isEmpty() && !options.ignoreMissingValueFiles()) {
        throw missing(written);
      }
      for (Place place : places) {
        Optional<String> text = text(place);
        if (text.isPresent()) {
          files.add(new ValuesFile(place.path(), text.get()));
        } else if (!options.ignoreMissingValueFiles()) {
          throw missing(written);
        }
      }
      if (files.size() > LIMIT) {
        throw new RenderException(
            Code.LIMIT, input.path(), 0, "there are more than " + LIMIT + " value files");
      }
    }
    return files;
  }

  /** The content of a file of {@code fileParameters}. */
  String content(String written) {
    return text(place(written)).orElseThrow(() -> missing(written));
  }

  private List<Place> places(String written) {
    Place place = place(written);
    if (!isGlob(place.path())) {
      return List.of(place);
    }
    String folder = place.path();
    while (isGlob(folder)) {
      folder = TreePaths.parent(folder);
    }
    Tree tree = place.reference().map(ToolInput.Reference::tree).orElse(input.tree());
    var reads = place.reference().map(ToolInput.Reference::reads).orElse(input.reads());
    Pattern pattern = glob(place);
    var found = new ArrayList<Place>();
    collect(reads.folder(tree, folder), "", folder, pattern, place, found);
    found.sort((a, b) -> a.path().compareTo(b.path()));
    return found;
  }

  private static void collect(
      Tree tree, String below, String folder, Pattern pattern, Place place, List<Place> found) {
    for (Tree.Entry entry : tree.list(below)) {
      String path = folder.isEmpty() ? entry.path() : folder + "/" + entry.path();
      if (entry.type() == Tree.Type.DIRECTORY) {
        collect(tree, entry.path(), folder, pattern, place, found);
      } else if (entry.type() == Tree.Type.FILE
          && pattern.matcher(path).matches()
          && found.size() <= LIMIT) {
        found.add(new Place(place.reference(), path, place.written()));
      }
    }
  }

  private Place place(String written) {
    if (written.startsWith("$")) {
      int slash = written.indexOf('/');
      String name = written.substring(1, slash < 0 ? written.length() : slash);
      ToolInput.Reference reference = input.references().get(name);
      if (reference == null || slash < 0) {
        throw new RenderException(
            Code.BUILD,
            input.path(),
            0,
            "the value file %s names no source; give one source the ref %s"
                .formatted(written, name));
      }
      return new Place(
          Optional.of(reference), resolve("", written.substring(slash), written), written);
    }
    if (written.matches("[a-z][a-z0-9+.-]*://.*")) {
      throw new RenderException(
          Code.UNSUPPORTED,
          input.path(),
          0,
          "the value file %s is a URL; values come from Git: add a source with a ref"
              .formatted(written.replaceFirst("://[^/@]*@", "://")));
    }
    return new Place(Optional.empty(), resolve(input.path(), written, written), written);
  }

  private String resolve(String folder, String path, String written) {
    return TreePaths.resolve(folder, path)
        .orElseThrow(() ->
            new RenderException(
                Code.LINK,
                input.path(),
                0,
                "the value file " + written + " leads out of the repository"));
  }

  private Optional<String> text(Place place) {
    Tree tree = place.reference().map(ToolInput.Reference::tree).orElse(input.tree());
    var entry =
        place.reference().isPresent()
            ? place.reference().get().find(place.path())
            : input.find(place.path());
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    if (entry.get().type() != Tree.Type.FILE) {
      throw new RenderException(
          Code.LINK, place.path(), 0, "this is not a file; a link is not followed");
    }
    if (entry.get().size() > limits.file().bytes()) {
      throw new RenderException(
          Code.LIMIT,
          place.path(),
          0,
          "the file has %d bytes; at most %d are read"
              .formatted(entry.get().size(), limits.file().bytes()));
    }
    return Optional.of(new String(tree.read(place.path()), StandardCharsets.UTF_8));
  }

  private RenderException missing(String written) {
    return new RenderException(
        Code.BUILD,
        input.path(),
        0,
        "there is no value file %s; add it, or set ignoreMissingValueFiles".formatted(written));
  }

  private static boolean isGlob(String path) {
    return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  /**
   * {@code *} and {@code ?} stay in a folder, {@code **} goes through folders. Matching takes time
   * in proportion to pattern and path.
   */
  private Pattern glob(Place place) {
    String glob = place.path();
    var regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        regex.append("(?:[^/]+/)*");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[') {
        int end = glob.indexOf(']', i + 2);
        if (end < 0) {
          throw badGlob(place);
        }
        String set = glob.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = end;
      } else if (c == '{') {
        braces++;
        regex.append("(?:");
      } else if (c == '}' && braces > 0) {
        braces--;
        regex.append(')');
      } else if (c == ',' && braces > 0) {
        regex.append('|');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Pattern.compile(regex.toString());
    } catch (PatternSyntaxException _) {
      throw badGlob(place);
    }
  }

  private RenderException badGlob(Place place) {
    return new RenderException(
        Code.BUILD, input.path(), 0, "the value file " + place.written() + " is no pattern");
  }
}
