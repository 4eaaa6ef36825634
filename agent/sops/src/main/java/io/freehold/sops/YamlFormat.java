package io.freehold.sops;

import io.freehold.yaml.Document;
import io.freehold.yaml.Limits;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * YAML. Neighbouring documents with the same note were encrypted together; others in the same file
 * each by itself or not at all. Comments are dropped.
 */
final class YamlFormat implements Format {
  private static final Pattern NOTE = Pattern.compile("(?m)^['\"]?sops['\"]?[ \t]*:");

  private final Limits limits;

  YamlFormat(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Optional<byte[]> decrypt(String file, String text, Keys keys) {
    if (!NOTE.matcher(text).find()) {
      return Optional.empty();
    }
    List<Document> documents;
    try {
      // SOPS reads YAML as kustomize does, and its codes are made of what it read.
      documents = Yaml.parse(file, text.getBytes(StandardCharsets.UTF_8), Schema.KUSTOMIZE, limits);
    } catch (YamlException _) {
      return Optional.empty(); // perhaps a template; whoever reads the file says what is wrong
    }
    if (documents.stream().noneMatch(document -> note(document).isPresent())) {
      return Optional.empty();
    }
    return Optional.of(clear(file, documents, keys).getBytes(StandardCharsets.UTF_8));
  }

  private static String clear(String file, List<Document> documents, Keys keys) {
    var out = new StringBuilder();
    for (int i = 0; i < documents.size(); ) {
      Optional<MapValue> note = note(documents.get(i));
      Optional<ValueDecryption> decryption = note.map(n -> keys.open(file, Metadata.of(file, n)));
      do {
        var root = documents.get(i).root();
        out.append(out.isEmpty() ? "" : "---\n");
        out.append(
            Yaml.text(
                decryption.isPresent()
                    ? decryption.get().document(((MapValue) root).without(Metadata.KEY))
                    : root));
        i++;
      } while (note.isPresent() && i < documents.size() && note(documents.get(i)).equals(note));
      decryption.ifPresent(ValueDecryption::verify);
    }
    return out.toString();
  }

  private static Optional<MapValue> note(Document document) {
    return document.root() instanceof MapValue map
        ? Optional.of(map.map(Metadata.KEY)).filter(Metadata::isMetadata)
        : Optional.empty();
  }
}
