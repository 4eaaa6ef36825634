package io.freehold.render;

import io.freehold.tree.TreeReads;
import io.freehold.yaml.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What an application means.
 *
 * @param objects the objects, in the order of the sources, of their files and of the documents in
 *     them
 * @param digest {@code sha256:} and the hexadecimal digest of the objects as canonical JSON, one
 *     per line
 * @param bytes size of that JSON
 * @param warnings one line each
 * @param reads for each source in order, what was looked up in its tree; read only
 * @param cluster what of the cluster went into it
 */
public record Rendered(
    List<RenderedObject> objects,
    String digest,
    long bytes,
    List<String> warnings,
    List<TreeReads> reads,
    ClusterUse cluster) {
  public Rendered {
    objects = List.copyOf(objects);
    warnings = List.copyOf(warnings);
    reads = List.copyOf(reads);
  }

  /** Computes the digest. */
  static Rendered of(
      List<RenderedObject> objects,
      List<String> warnings,
      List<TreeReads> reads,
      ClusterUse cluster) {
    MessageDigest sha256 = sha256();
    long bytes = 0;
    for (RenderedObject object : objects) {
      byte[] json = Json.canonical(object.content());
      sha256.update(json);
      sha256.update((byte) '\n');
      bytes += json.length + 1;
    }
    return new Rendered(
        objects,
        "sha256:" + HexFormat.of().formatHex(sha256.digest()),
        bytes,
        warnings,
        reads,
        cluster);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
