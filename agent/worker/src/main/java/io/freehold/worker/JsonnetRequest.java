package io.freehold.worker;

import java.util.List;
import java.util.Map;

/**
 * One Jsonnet program to evaluate.
 *
 * @param files every file that may be imported, by path
 * @param main the program's path among the files
 * @param libraries folders that imports are looked for in, after the importing file's own; in order
 * @param external external variables
 * @param topLevel arguments of the program when it is a function
 */
public record JsonnetRequest(
    Map<String, byte[]> files,
    String main,
    List<String> libraries,
    Variables external,
    Variables topLevel)
    implements Message.Request {
  public JsonnetRequest {
    files = Map.copyOf(files);
    libraries = List.copyOf(libraries);
  }

  /**
   * Named values.
   *
   * @param texts values that are texts
   * @param code values that are Jsonnet expressions
   */
  public record Variables(Map<String, String> texts, Map<String, String> code) {
    /** None. */
    public static final Variables NONE = new Variables(Map.of(), Map.of());

    public Variables {
      texts = Map.copyOf(texts);
      code = Map.copyOf(code);
    }
  }
}
