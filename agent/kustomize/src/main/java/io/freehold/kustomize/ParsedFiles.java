package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.Document;
import io.freehold.yaml.Limits;
import io.freehold.yaml.RepeatedKeys;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Parsed files by content, shared by all builds of a process. Values are immutable, so sharing
 * needs no copies. Thread safe.
 */
final class ParsedFiles {
  /**
   * @param id content id of a file, or an inline text itself
   * @param isText which of both, so that no text can pass for a file by saying its id
   */
  private record Key(String id, boolean isText, Schema schema, RepeatedKeys repeated) {}

  /** A parsed tree takes a multiple of the memory of its text. */
  private static final long MAX_BYTES = 64L << 20;

  private final ContentCache<Key, List<Document>> files = new ContentCache<>(MAX_BYTES);

  /** The documents of a file. */
  List<Document> file(String id, String name, Schema schema, Supplier<byte[]> content) {
    return file(new Key(id, false, schema, RepeatedKeys.REFUSE), name, content);
  }

  /** The documents of a kustomization, which may repeat keys. */
  List<Document> kustomization(String id, String name, Supplier<byte[]> content) {
    return file(new Key(id, false, Schema.KUBERNETES, RepeatedKeys.LAST), name, content);
  }

  private List<Document> file(Key key, String name, Supplier<byte[]> content) {
    return files
        .get(key)
        .orElseGet(() -> {
          byte[] bytes = content.get();
          var documents = parse(name, bytes, key);
          files.put(key, documents, bytes.length);
          return documents;
        });
  }

  /** The documents of a text inside another file. */
  List<Document> inline(String text, String name, Schema schema) {
    return file(
        new Key(text, true, schema, RepeatedKeys.REFUSE),
        name,
        () -> text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Document> parse(String name, byte[] bytes, Key key) {
    try {
      return Yaml.parse(name, bytes, key.schema(), Limits.DEFAULT, key.repeated());
    } catch (YamlException e) {
      throw new KustomizeException(Code.FILE, String.valueOf(e.getMessage()), e);
    }
  }
}
