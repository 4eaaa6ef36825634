package io.freehold.render;

import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.util.List;

/** Files parsed once, whatever they are called and whichever application reads them. */
final class ParsedFiles {
  private final WeightedCache<Key, Parsed> cache;

  /** Equal ids hold equal bytes. */
  private record Key(String id, boolean json) {}

  private record Parsed(List<Document> documents, long bytes) {}

  ParsedFiles(long bound) {
    cache = new WeightedCache<>(bound, Parsed::bytes);
  }

  /**
   * The documents of a file.
   *
   * @param name the file, from the root of the repository
   */
  List<Document> read(Tree folder, Tree.Entry file, String name, Limits limits) {
    boolean json = file.name().endsWith(".json");
    var key = new Key(file.id(), json);
    var known = cache.get(key);
    if (known.isPresent()) {
      return known.get().documents();
    }
    try {
      byte[] bytes = folder.read(file.path());
      var documents =
          json
              ? List.of(Json.parse(name, bytes, Schema.KUBERNETES, limits))
              : Yaml.parse(name, bytes, Schema.KUBERNETES, limits);
      cache.put(key, new Parsed(documents, Renderer.MEMORY_PER_BYTE * (bytes.length + 100L)));
      return documents;
    } catch (YamlException e) {
      var code =
          e.code() == YamlException.Code.LIMIT
              ? RenderException.Code.LIMIT
              : RenderException.Code.SYNTAX;
      String place = name + ":" + e.line() + ":";
      // The line is said once, by us; the column is not needed to find the place.
      String problem =
          String.valueOf(e.getMessage()).substring(place.length()).replaceFirst("^\\d+: ", "");
      throw new RenderException(code, name, e.line(), problem, e);
    } catch (TreeException e) {
      throw new RenderException(
          RenderException.Code.SOURCE, name, 0, String.valueOf(e.getMessage()), e);
    }
  }
}
