package io.freehold.renderworker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.collection.mutable.HashMap;

/** A path among the files of a request; equal paths name the same file. */
final class JsonnetPath implements sjsonnet.Path {
  private final String path;
  private final Map<String, byte[]> files;

  JsonnetPath(String path, Map<String, byte[]> files) {
    this.path = path;
    this.files = files;
  }

  /** From the root of the files. */
  String path() {
    return path;
  }

  @Override
  public String relativeToString(sjsonnet.Path other) {
    return path;
  }

  @Override
  public JsonnetPath parent() {
    return new JsonnetPath(path.substring(0, Math.max(0, path.lastIndexOf('/'))), files);
  }

  @Override
  public int segmentCount() {
    return path.isEmpty() ? 0 : path.split("/", -1).length;
  }

  @Override
  public String last() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public JsonnetPath $div(String name) {
    return new JsonnetPath(path.isEmpty() ? name : path + "/" + name, files);
  }

  @Override
  public String renderOffsetStr(int offset, HashMap<sjsonnet.Path, int[]> lineStarts) {
    byte[] bytes = files.getOrDefault(path, new byte[0]);
    String text = new String(bytes, StandardCharsets.UTF_8);
    String before = text.substring(0, Math.min(offset, text.length()));
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    return path + ":" + line + ":" + (before.length() - before.lastIndexOf('\n'));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonnetPath that && that.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path;
  }
}
