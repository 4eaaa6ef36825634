package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.Document;
import io.freehold.yaml.Schema;
import java.util.List;

/**
 * The text of a patch, from a file or from the kustomization.
 *
 * @param loader reads the file
 * @param file the file, or empty
 * @param text the text, or empty
 * @param owner where the patch is named, for messages
 */
record PatchSource(Loader loader, String file, String text, String owner) {
  /** Where the text is, for messages. */
  String display() {
    return file.isEmpty() ? owner : loader.displayFile(file);
  }

  /** As objects are read. */
  List<Document> asObjects() {
    return documents(Schema.KUSTOMIZE);
  }

  /** As JSON patches are read: the older rules for scalars hold there. */
  JsonPatch asJsonPatch() {
    var documents = documents(Schema.KUBERNETES).stream().filter(d -> !d.isEmpty()).toList();
    if (documents.size() != 1) {
      throw new KustomizeException(
          Code.PATCH, display() + ": a JSON patch is one list of operations");
    }
    try {
      return JsonPatch.of(documents.getFirst().root());
    } catch (KustomizeException e) {
      throw e.at(display());
    }
  }

  private List<Document> documents(Schema schema) {
    return file.isEmpty() ? loader.inline(text, owner, schema) : loader.documents(file, schema);
  }
}
