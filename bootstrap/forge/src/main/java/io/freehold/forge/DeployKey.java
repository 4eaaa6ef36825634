package io.freehold.forge;

import static java.util.Objects.requireNonNull;

/**
 * A deploy key as the forge lists it.
 *
 * @param id the forge's id
 * @param title name given by people
 * @param publicKey OpenSSH line, with or without comment
 * @param readOnly whether pushes with it are refused
 */
public record DeployKey(String id, String title, String publicKey, boolean readOnly) {
  public DeployKey {
    requireNonNull(id, "id is null");
    requireNonNull(title, "title is null");
    requireNonNull(publicKey, "publicKey is null");
  }

  /** Whether it is the same key, whatever the comments say. */
  public boolean same(String otherPublicKey) {
    return material(publicKey).equals(material(otherPublicKey));
  }

  private static String material(String line) {
    String[] fields = line.strip().split("\\s+", 3);
    return fields.length < 2 ? line : fields[0] + " " + fields[1];
  }
}
