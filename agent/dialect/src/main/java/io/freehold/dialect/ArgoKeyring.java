package io.freehold.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The OpenPGP public keys of the ConfigMap {@code argocd-gpg-keys-cm}: an armored key under each of
 * their long ids.
 *
 * @param keys by id, in upper case
 */
public record ArgoKeyring(Map<String, String> keys) {
  /** Without any key. */
  public static final ArgoKeyring EMPTY = new ArgoKeyring(Map.of());

  private static final int LONG_ID = 16;

  public ArgoKeyring {
    Map<String, String> known = new TreeMap<>();
    keys.forEach((id, key) -> known.put(longId(id), key));
    keys = Map.copyOf(known);
  }

  /** The keys of these ids; what is not in the ring is nobody's key. */
  List<String> of(List<String> ids) {
    return ids.stream().map(ArgoKeyring::longId).filter(keys::containsKey).map(keys::get).toList();
  }

  /** A fingerprint ends with the long id. */
  private static String longId(String id) {
    String plain = id.strip().toUpperCase(Locale.ROOT);
    return plain.length() > LONG_ID ? plain.substring(plain.length() - LONG_ID) : plain;
  }
}
