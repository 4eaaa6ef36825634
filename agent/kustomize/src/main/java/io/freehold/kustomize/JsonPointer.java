package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import java.util.Arrays;
import java.util.List;

/**
 * A place in a tree as JSON patches write it.
 *
 * @param text as written
 * @param parts the unescaped parts
 */
record JsonPointer(String text, List<String> parts) {
  static JsonPointer of(String text) {
    if (text.isEmpty()) {
      return new JsonPointer(text, List.of());
    }
    if (text.charAt(0) != '/') {
      throw new KustomizeException(
          Code.PATCH, "the path '" + text + "' must start with a slash, as in /spec/replicas");
    }
    return new JsonPointer(
        text,
        Arrays.stream(text.substring(1).split("/", -1))
            .map(part -> part.replace("~1", "/").replace("~0", "~"))
            .toList());
  }
}
