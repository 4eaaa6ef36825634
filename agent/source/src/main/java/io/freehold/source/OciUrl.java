package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A repository of an OCI registry: {@code oci://host[:port]/path}, or the same without {@code
 * oci://}.
 *
 * @param host host name or address with the port when one was given
 * @param repository path in the registry
 */
public record OciUrl(String host, String repository) {
  private static final String SCHEME = "oci://";
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::[0-9]{1,5})?");
  private static final String SEGMENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*");
  private static final int LONGEST = 255;

  /**
   * Reads a URL.
   *
   * @throws SourceException with code {@code URL}
   */
  public static OciUrl parse(String text) {
    String plain = text.strip();
    plain = plain.startsWith(SCHEME) ? plain.substring(SCHEME.length()) : plain;
    plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    int slash = plain.indexOf('/');
    String host = (slash < 0 ? plain : plain.substring(0, slash)).toLowerCase(Locale.ROOT);
    String repository = slash < 0 ? "" : plain.substring(slash + 1);
    var matcher = HOST.matcher(host);
    if (!matcher.matches()
        || repository.length() > LONGEST
        || !REPOSITORY.matcher(repository).matches()) {
      throw new SourceException(
          Code.URL,
          "an OCI repository is written oci://host/path, in lower case and without tag; this one is not: "
              + Redaction.url(text));
    }
    Addresses.requireAllowed(matcher.group(1));
    return new OciUrl(host, repository);
  }

  /** Whether a URL without scheme, or with {@code oci://}, is meant. */
  static boolean isOci(String text) {
    return text.strip().startsWith(SCHEME) || !text.contains("://");
  }

  /** A repository below this one. */
  OciUrl child(String name) {
    return parse(this + "/" + name);
  }

  /** The host name without port. */
  String hostName() {
    return host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.split(":", -1)[0];
  }

  /** The URL with its scheme. */
  @Override
  public String toString() {
    return SCHEME + host + "/" + repository;
  }
}
