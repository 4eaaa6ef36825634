package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ObjectRef;

/** Values of fields as people are shown them: as JSON, cut when they are long, never secret. */
final class ValueText {
  private static final int LIMIT = 200;
  private static final String HIDDEN = "(hidden)";

  private final boolean secret;

  ValueText(ObjectRef ref) {
    this.secret = ref.group().isEmpty() && ref.kind().equals("Secret");
  }

  /** A value at a path; empty when there is none. */
  String of(String path, JsonNode value) {
    if (value.isMissingNode()) {
      return "";
    }
    if (secret && !isPlain(path)) {
      return HIDDEN;
    }
    String text = value.toString();
    return text.length() <= LIMIT ? text : text.substring(0, LIMIT) + "…";
  }

  /** What of a Secret is no secret: everything else may be data, also what was applied last. */
  private static boolean isPlain(String path) {
    return path.startsWith(".metadata.labels")
        || path.startsWith(".metadata.finalizers")
        || path.startsWith(".metadata.annotations[\"" + ApiGroup.GROUP)
        || path.equals(".type")
        || path.equals(".immutable");
  }
}
