package io.freehold.render;

import static java.util.Objects.requireNonNull;

import io.freehold.api.ObjectRef;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;

/**
 * One object as its folder means it; {@code apiVersion}, {@code kind} and {@code metadata.name} (of
 * charts also {@code generateName}) are there and are text.
 *
 * @param content the object
 * @param file file it was written in, from the root of the repository
 * @param line its first line, from 1; 0 when it was generated
 */
public record RenderedObject(MapValue content, String file, int line) {
  public RenderedObject {
    requireNonNull(content, "content is null");
    requireNonNull(file, "file is null");
  }

  /** Group and version. */
  public String apiVersion() {
    return content.text("apiVersion");
  }

  /** Kind. */
  public String kind() {
    return content.text("kind");
  }

  /**
   * Name; of a hook that leaves its name to the API server the prefix, which is no other object's
   * name.
   */
  public String name() {
    MapValue metadata = content.map("metadata");
    return metadata.has("name") ? metadata.text("name") : metadata.text("generateName");
  }

  /** Namespace, empty when none is written. */
  public String namespace() {
    return content.map("metadata").text("namespace");
  }

  /** Identity as written: the namespace may still have to be filled in. */
  public ObjectRef ref() {
    return new ObjectRef(ObjectRef.groupOf(apiVersion()), kind(), namespace(), name());
  }

  /** The object as compact JSON. */
  public byte[] json() {
    return Json.bytes(content);
  }

  /** Where it was written: {@code file:line}. */
  public String origin() {
    return line == 0 ? file : file + ":" + line;
  }

  /** Identity and origin, not the content, which may be secret. */
  @Override
  public String toString() {
    return ref() + " (" + origin() + ")";
  }
}
