package io.freehold.sops;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.Optional;

/** The last look at an object before it leaves: nothing encrypted is ever applied. */
public final class EncryptedGuard {
  private EncryptedGuard() {}

  /**
   * The first field that is still encrypted, as {@code data.password}; {@code sops} for a note of
   * SOPS.
   */
  public static Optional<String> encryptedField(MapValue object) {
    return Metadata.isMetadata(object.map(Metadata.KEY))
        ? Optional.of(Metadata.KEY)
        : find(object, "");
  }

  private static Optional<String> find(Value value, String path) {
    switch (value) {
      case MapValue map -> {
        for (int i = 0; i < map.size(); i++) {
          String key = map.keyAt(i);
          var found = find(map.valueAt(i), path.isEmpty() ? key : path + "." + key);
          if (found.isPresent()) {
            return found;
          }
        }
      }
      case ListValue list -> {
        for (int i = 0; i < list.size(); i++) {
          var found = find(list.get(i), path + "[" + i + "]");
          if (found.isPresent()) {
            return found;
          }
        }
      }
      case StringValue string -> {
        return EncryptedText.isEncrypted(string.text()) ? Optional.of(path) : Optional.empty();
      }
      case ScalarValue _ -> {}
    }
    return Optional.empty();
  }
}
