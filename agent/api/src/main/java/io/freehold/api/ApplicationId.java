package io.freehold.api;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identity of an Application inside one cluster.
 *
 * @param namespace namespace of the custom resource
 * @param name name of the custom resource
 */
public record ApplicationId(String namespace, String name) {
  private static final int HASH_BYTES = 10;

  public ApplicationId {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
  }

  /**
   * A short stable digest that is a valid label value for names of any length: 20 lower-case hex
   * digits.
   */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
