package io.freehold.sops;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Which values of a file are encrypted, by the keys on their path. */
final class Scope {
  private static final String DEFAULT_SUFFIX = "_unencrypted";
  private static final int MAX_PATTERN = 1_000;

  private final Predicate<String> names;
  private final boolean encrypts;
  private final boolean byContent;

  private Scope(Predicate<String> names, boolean encrypts, boolean byContent) {
    this.names = names;
    this.encrypts = encrypts;
    this.byContent = byContent;
  }

  /** Reads the rule of a file; the default leaves out what ends in {@code _unencrypted}. */
  static Scope of(String file, MapValue metadata) {
    var rules = new ArrayList<Scope>();
    suffix(metadata, "unencrypted_suffix", false, rules);
    suffix(metadata, "encrypted_suffix", true, rules);
    regex(file, metadata, "unencrypted_regex", false, rules);
    regex(file, metadata, "encrypted_regex", true, rules);
    for (String key : List.of("unencrypted_comment_regex", "encrypted_comment_regex")) {
      if (!metadata.text(key).isEmpty()) {
        // Comments are not read here; each value says itself, and the MAC covers all of them.
        rules.add(new Scope(_ -> false, false, true));
      }
    }
    if (rules.size() > 1) {
      throw new SopsException(
          SopsException.Code.MALFORMED, file, "sops has more than one rule for what is encrypted");
    }
    return rules.isEmpty()
        ? new Scope(name -> name.endsWith(DEFAULT_SUFFIX), false, false)
        : rules.getFirst();
  }

  private static void suffix(MapValue metadata, String key, boolean encrypts, List<Scope> rules) {
    String suffix = metadata.text(key);
    if (!suffix.isEmpty()) {
      rules.add(new Scope(name -> name.endsWith(suffix), encrypts, false));
    }
  }

  private static void regex(
      String file, MapValue metadata, String key, boolean encrypts, List<Scope> rules) {
    String text = metadata.text(key);
    if (text.isEmpty()) {
      return;
    }
    if (text.length() > MAX_PATTERN) {
      throw new SopsException(
          SopsException.Code.LIMIT,
          file,
          "sops.%s is longer than %d characters".formatted(key, MAX_PATTERN));
    }
    try {
      Pattern pattern = Pattern.compile(text);
      rules.add(new Scope(name -> pattern.matcher(name).find(), encrypts, false));
    } catch (PatternSyntaxException e) {
      throw new SopsException(
          SopsException.Code.MALFORMED, file, "sops.%s is no regular expression".formatted(key), e);
    }
  }

  /**
   * Whether a text has to be encrypted.
   *
   * @param path the keys from the root; lists add none
   */
  boolean covers(List<String> path, String text) {
    return byContent ? EncryptedText.isEncrypted(text) : path.stream().anyMatch(names) == encrypts;
  }

  /** As {@link #covers}, for a value that is no text and thus not encrypted now. */
  boolean covers(List<String> path) {
    return !byContent && path.stream().anyMatch(names) == encrypts;
  }
}
