package io.freehold.render;

import io.freehold.api.DirectoryOptions;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Limits;
import io.freehold.yaml.Schema;
import io.freehold.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;

/** Reads plain folders of YAML and JSON, and has Jsonnet evaluated. */
final class DirectoryTool implements Tool {
  private static final long OBJECT_OVERHEAD = 200;
  private static final long OBJECT_BYTES = 2_000;

  private final RenderLimits limits;
  private final JsonnetFiles jsonnet;
  private final ParsedFiles files;
  private final boolean tolerant;
  private final WeightedCache<Key, List<RenderedObject>> results;

  /** Equal keys mean equal objects. The path is part of it because origins name files by it. */
  private record Key(String id, String path, DirectoryOptions options) {}

  /**
   * @param tolerant whether a name may be no text
   */
  DirectoryTool(RenderLimits limits, JsonnetFiles jsonnet, long cacheBytes, boolean tolerant) {
    this.limits = limits;
    this.tolerant = tolerant;
    this.jsonnet = jsonnet;
    this.files = new ParsedFiles(cacheBytes / 2);
    // Mostly the very values of the parsed files, but those may have left their cache before.
    this.results =
        new WeightedCache<>(
            cacheBytes / 2,
            objects -> OBJECT_OVERHEAD + objects.size() * (OBJECT_OVERHEAD + OBJECT_BYTES));
  }

  @Override
  public ToolResult render(ToolInput input) {
    Tree folder = input.folder();
    DirectoryOptions options = input.source().directoryOptions();
    var key = new Key(folder.id(), input.path(), options);
    var known = results.get(key);
    if (known.isPresent()) {
      return input.result(known.get());
    }
    boolean evaluated = false;
    var objects = new ArrayList<RenderedObject>();
    for (Tree.Entry file : new ManifestFiles(folder, input.path(), limits, options).find()) {
      String name = input.inFolder(file.path());
      var check = new ObjectCheck(name, object -> add(object, objects, input.path()));
      if (ManifestFiles.isJsonnet(file.name())) {
        evaluated = true;
        jsonnet(input, name, options, check);
      } else {
        for (Document document : files.read(folder, file, name, limits.file())) {
          if (!document.isEmpty()) {
            check.accept(
                tolerant ? TextName.of(document.root()) : document.root(), document.line());
          }
        }
      }
    }
    // What Jsonnet imports is not in the key.
    if (!evaluated) {
      results.put(key, List.copyOf(objects));
    }
    return input.result(objects);
  }

  private void jsonnet(ToolInput input, String name, DirectoryOptions options, ObjectCheck check) {
    byte[] json = jsonnet.evaluate(input, name, options.jsonnet());
    Document document;
    try {
      document = Json.parse(name, json, Schema.KUBERNETES, Limits.DEFAULT);
    } catch (YamlException e) {
      throw new RenderException(
          Code.SYNTAX, name, 0, "it does not give objects: " + e.getMessage(), e);
    }
    if (!document.isEmpty()) {
      check.acceptAll(document.root());
    }
  }

  private void add(RenderedObject object, List<RenderedObject> objects, String path) {
    if (objects.size() == limits.objects()) {
      throw new RenderException(
          Code.LIMIT,
          path,
          0,
          "the folder has more than " + limits.objects() + " objects; split it");
    }
    objects.add(object);
  }
}
