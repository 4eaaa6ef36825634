package io.freehold.render;

import io.freehold.yaml.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a folder means.
 *
 * @param objects the objects, in the order of the files and of the documents in them
 * @param digest {@code sha256:} and the hexadecimal digest of the objects as canonical JSON, one
 *     per line
 * @param bytes size of that JSON
 */
public record Rendered(List<RenderedObject> objects, String digest, long bytes) {
  public Rendered {
    objects = List.copyOf(objects);
  }

  /** Computes the digest. */
  static Rendered of(List<RenderedObject> objects) {
    MessageDigest sha256 = sha256();
    long bytes = 0;
    for (RenderedObject object : objects) {
      byte[] json = Json.canonical(object.content());
      sha256.update(json);
      sha256.update((byte) '\n');
      bytes += json.length + 1;
    }
    return new Rendered(objects, "sha256:" + HexFormat.of().formatHex(sha256.digest()), bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
