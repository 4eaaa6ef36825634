package io.freehold.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which repository a URL means, however it is spelled: host and path without scheme, user, port and
 * {@code .git}, in lower case. Forges name their repositories by other URLs than people clone them
 * with; this is what they have in common. Its digest is all that a hint says.
 *
 * @param host name of the server
 * @param path path without slashes at its ends
 */
public record RepositoryId(String host, String path) {
  private static final String USER = "(?:[\\w.][\\w.+-]*(?::[^@/]*)?@)?";
  private static final Pattern WITH_SCHEME =
      Pattern.compile("(?:https?|ssh|git)://" + USER + "([^@/:]+)(?::\\d{1,5})?/(.+)");
  private static final Pattern SCP = Pattern.compile(USER + "([^@/:]+)(?::\\d{1,5}/|[:/])(.+)");
  private static final int MAX_LENGTH = 2048;

  /** The repository that a URL means; empty when it is no URL of a repository. */
  public static Optional<RepositoryId> of(String url) {
    String text = url.strip().toLowerCase(Locale.ROOT);
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher matcher = (text.contains("://") ? WITH_SCHEME : SCP).matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String path = trim(matcher.group(2));
    if (path.endsWith(".git")) {
      path = trim(path.substring(0, path.length() - ".git".length()));
    }
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(new RepositoryId(matcher.group(1), path));
  }

  /** SHA-256 of host and path, hexadecimal. */
  public String digest() {
    try {
      byte[] text = (host + "/" + path).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String trim(String path) {
    int begin = 0;
    int end = path.length();
    while (begin < end && path.charAt(begin) == '/') {
      begin++;
    }
    while (end > begin && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(begin, end);
  }
}
