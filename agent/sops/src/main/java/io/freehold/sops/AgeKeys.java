package io.freehold.sops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Opens data keys with age keys. Immutable. */
public final class AgeKeys implements DataKeySource {
  private static final String KIND = "age";
  private static final String ENTRY_SUFFIX = ".agekey";
  private static final int MAX_KEYS = 100;

  private final List<AgeIdentity> identities;

  private AgeKeys(List<AgeIdentity> identities) {
    this.identities = List.copyOf(identities);
  }

  /**
   * The keys of key files as {@code age-keygen} writes them: one key a line, with comments.
   *
   * @param text the content of one or more such files
   * @param name where they come from, for messages
   * @throws SopsException when a line is neither a comment nor an X25519 key
   */
  public static AgeKeys parse(String name, String text) {
    var identities = new ArrayList<AgeIdentity>();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      String key = line.strip();
      if (key.isEmpty() || key.startsWith("#")) {
        continue;
      }
      var identity = AgeIdentity.parse(key);
      if (identity.isEmpty()) {
        throw new SopsException(
            SopsException.Code.MALFORMED,
            name,
            "line %d is no age key; a key starts with AGE-SECRET-KEY-1 and is an X25519 key"
                .formatted(number));
      }
      identities.add(identity.get());
      if (identities.size() > MAX_KEYS) {
        throw new SopsException(
            SopsException.Code.LIMIT, name, "there are more than %d keys".formatted(MAX_KEYS));
      }
    }
    return new AgeKeys(identities);
  }

  /**
   * The keys of a Secret: all of its entries whose names end in {@code .agekey}.
   *
   * @param name the Secret, for messages
   * @param data its entries, not base64 any more
   * @throws SopsException when an entry is no key file, or there is none
   */
  public static AgeKeys ofSecret(String name, Map<String, byte[]> data) {
    var identities = new ArrayList<AgeIdentity>();
    new TreeMap<>(data)
        .forEach((entry, value) -> {
          if (entry.endsWith(ENTRY_SUFFIX)) {
            String text = new String(value, StandardCharsets.UTF_8);
            identities.addAll(parse(name + "/" + entry, text).identities);
          }
        });
    if (identities.isEmpty()) {
      throw new SopsException(
          SopsException.Code.NOT_CONFIGURED,
          name,
          "the Secret has no age key; put the output of age-keygen into an entry whose name ends in .agekey");
    }
    return new AgeKeys(identities);
  }

  /** The public keys, {@code age1…}. */
  public List<String> recipients() {
    return identities.stream().map(AgeIdentity::recipient).toList();
  }

  @Override
  public Optional<byte[]> open(WrappedKey wrapped) {
    if (!wrapped.kind().equals(KIND)) {
      return Optional.empty();
    }
    try {
      return AgeFile.read(wrapped.text()).open(identities);
    } catch (GeneralSecurityException e) {
      throw new CannotOpenException(
          "the key wrapped for %s cannot be read: %s".formatted(wrapped.recipient(), reason(e)));
    }
  }

  @Override
  public String id() {
    return KIND + String.join(",", recipients());
  }

  /** What the JDK says about keys may say too much. */
  private static String reason(GeneralSecurityException e) {
    return e.getClass().equals(GeneralSecurityException.class)
        ? String.valueOf(e.getMessage())
        : "it was changed";
  }

  @Override
  public String toString() {
    return "age keys " + recipients();
  }
}
