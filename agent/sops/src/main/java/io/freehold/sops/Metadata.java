package io.freehold.sops;

import io.freehold.sops.DataKeySource.WrappedKey;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.StringValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * What SOPS notes in a file.
 *
 * @param keys the data key, once for each recipient
 * @param scope which values are encrypted
 * @param onlyEncrypted whether the message authentication code leaves out values in clear
 * @param mac the message authentication code, encrypted
 * @param modified what the code is bound to: the time of the last change in RFC 3339
 */
record Metadata(
    List<WrappedKey> keys, Scope scope, boolean onlyEncrypted, String mac, String modified) {
  static final String KEY = "sops";

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
  private static final int MAX_KEYS = 200;

  /** Whether a map is such a note and not something else of that name. */
  static boolean isMetadata(MapValue map) {
    return map.has("mac") && map.has("lastmodified");
  }

  /** Reads the note. */
  static Metadata of(String file, MapValue map) {
    var keys = new ArrayList<WrappedKey>();
    keys(map, keys);
    ListValue groups = map.list("key_groups");
    if (groups.size() > 1) {
      throw new SopsException(
          SopsException.Code.UNSUPPORTED,
          file,
          "the key is split over several key groups, which is not supported; use one group");
    }
    groups.forEach(group -> keys(group instanceof MapValue g ? g : MapValue.empty(), keys));
    if (keys.size() > MAX_KEYS) {
      throw new SopsException(
          SopsException.Code.LIMIT, file, "it has more than %d recipients".formatted(MAX_KEYS));
    }
    var only = map.getOr("mac_only_encrypted", BooleanValue.FALSE);
    return new Metadata(
        List.copyOf(keys),
        Scope.of(file, map),
        only.equals(BooleanValue.TRUE) || only.equals(new StringValue("true")),
        map.text("mac"),
        modified(file, map.text("lastmodified")));
  }

  private static void keys(MapValue map, List<WrappedKey> keys) {
    keys(map, "age", "recipient", keys);
    keys(map, "pgp", "fp", keys);
    keys(map, "kms", "arn", keys);
    keys(map, "gcp_kms", "resource_id", keys);
    keys(map, "azure_kv", "name", keys);
    keys(map, "hc_vault", "key_name", keys);
  }

  private static void keys(MapValue map, String kind, String name, List<WrappedKey> keys) {
    for (var item : map.list(kind)) {
      if (item instanceof MapValue key && key.getOr("enc", NullValue.NULL) instanceof StringValue) {
        keys.add(new WrappedKey(kind, key.text(name), key.text("enc")));
      }
    }
  }

  private static String modified(String file, String text) {
    try {
      return SECONDS.format(OffsetDateTime.parse(text));
    } catch (DateTimeException e) {
      throw new SopsException(
          SopsException.Code.MALFORMED, file, "sops.lastmodified is no point in time", e);
    }
  }
}
