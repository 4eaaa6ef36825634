package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.yaml.MapValue;
import java.util.Base64;
import java.util.Optional;

/**
 * Looks for cosign signatures of an artifact: an artifact in the same repository under the tag
 * {@code sha256-….sig}, whose layers are statements that name the signed digest.
 */
final class CosignSignatures {
  private static final String STATEMENT = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  private static final String TYPE = "cosign container image signature";
  private static final long LARGEST = 64 << 10;
  private static final int MOST = 50;

  private final OciRegistry registry;

  CosignSignatures(OciRegistry registry) {
    this.registry = registry;
  }

  /**
   * Demands that one of some keys signed a manifest.
   *
   * @throws SourceException with code {@code SIGNATURE}
   */
  void require(OciUrl url, Digest digest, CosignKeys keys) {
    String tag = digest.algorithm() + "-" + digest.hex() + ".sig";
    Optional<OciManifest> signatures = registry.manifest(url, tag);
    if (signatures.isEmpty()) {
      throw refused(url, digest, "it is not signed");
    }
    boolean good =
        signatures.get().layers().stream()
            .limit(MOST)
            .filter(layer -> layer.mediaType().equals(STATEMENT) && layer.size() <= LARGEST)
            .anyMatch(layer -> isGood(url, layer, digest, keys));
    if (!good) {
      throw refused(url, digest, "none of its signatures is of a trusted key and for this digest");
    }
  }

  private boolean isGood(OciUrl url, OciManifest.Layer layer, Digest digest, CosignKeys keys) {
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(layer.annotations().getOrDefault(SIGNATURE, ""));
    } catch (IllegalArgumentException _) {
      return false;
    }
    byte[] statement = registry.blob(url, layer);
    if (!keys.signed(statement, signature)) {
      return false;
    }
    MapValue critical = OciManifest.json(statement, "the signed statement").map("critical");
    return critical.text("type").equals(TYPE)
        && critical.map("image").text("docker-manifest-digest").equals(digest.toString());
  }

  private static SourceException refused(OciUrl url, Digest digest, String why) {
    return new SourceException(
        Code.SIGNATURE,
        "%s@%s is refused: %s; sign it with cosign sign --key, or change the policy"
            .formatted(url, digest, why));
  }
}
