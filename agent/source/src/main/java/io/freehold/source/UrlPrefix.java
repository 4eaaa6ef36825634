package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The beginning of URLs that credentials are for. Scheme, host and port must be equal; the path
 * must be equal or continue with a whole segment, and {@code .git} at the end of a URL counts for
 * nothing. A URL whose path could mean another one to its server ({@code ..}, encoded slashes) is
 * covered by no prefix with a path.
 *
 * @param scheme {@code https}, {@code http}, {@code ssh} or {@code oci}
 * @param host host name in lower case, or address
 * @param port the port, the scheme's own when none was given
 * @param path begins with a slash and does not end with one; empty for the whole server
 */
public record UrlPrefix(String scheme, String host, int port, String path) {
  private static final Map<String, Integer> PORTS =
      Map.of("https", 443, "http", 80, "ssh", 22, "oci", 443);
  private static final Pattern SCP = Pattern.compile("(?:[^@/:\\s]+@)?([^/:\\s]+):(?!//)(\\S*)");
  private static final Pattern ENCODED = Pattern.compile("(?i)%(2e|2f|5c|25|00)|\\\\|;");
  private static final String GIT = ".git";

  /**
   * Reads a prefix: a URL, or {@code git@host:path} for SSH.
   *
   * @throws SourceException with code {@code URL}
   */
  public static UrlPrefix parse(String text) {
    UrlPrefix prefix =
        read(text)
            .orElseThrow(() ->
                new SourceException(
                    Code.URL,
                    "credentials are bound to a URL that starts with https://, http://, ssh:// or oci:// and has no user, query or fragment; this one does not fit: "
                        + Redaction.url(text)));
    if (!isPlain(prefix.path)) {
      throw new SourceException(
          Code.URL, "the path of the URL is not plain: " + Redaction.url(text));
    }
    return prefix;
  }

  /** Whether credentials for this prefix may be sent to a URL. */
  public boolean covers(String url) {
    return read(url).filter(this::covers).isPresent();
  }

  private boolean covers(UrlPrefix url) {
    if (!scheme.equals(url.scheme) || !host.equals(url.host) || port != url.port) {
      return false;
    }
    if (path.isEmpty()) {
      return true;
    }
    return isPlain(url.path)
        && (withoutGit(url.path).equals(withoutGit(path)) || url.path.startsWith(path + "/"));
  }

  /** Longer paths are more specific. */
  int specificity() {
    return path.length();
  }

  private static Optional<UrlPrefix> read(String text) {
    String trimmed = text.strip();
    var scp = SCP.matcher(trimmed);
    if (scp.matches()) {
      String path = scp.group(2).startsWith("/") ? scp.group(2) : "/" + scp.group(2);
      return Optional.of(of("ssh", scp.group(1), -1, path));
    }
    try {
      var uri = new URI(trimmed);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean user = uri.getRawUserInfo() != null && !scheme.equals("ssh");
      if (!PORTS.containsKey(scheme) || uri.getHost() == null || user) {
        return Optional.empty();
      }
      return Optional.of(of(scheme, uri.getHost(), uri.getPort(), uri.getRawPath()));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static UrlPrefix of(String scheme, String host, int port, String path) {
    String inner = path;
    while (inner.endsWith("/")) {
      inner = inner.substring(0, inner.length() - 1);
    }
    return new UrlPrefix(
        scheme,
        host.toLowerCase(Locale.ROOT),
        port > 0 ? port : PORTS.getOrDefault(scheme, 0),
        inner);
  }

  private static boolean isPlain(String path) {
    List<String> segments = List.of(path.split("/", -1));
    return !ENCODED.matcher(path).find()
        && segments.stream().noneMatch(segment -> segment.equals(".") || segment.equals(".."));
  }

  private static String withoutGit(String path) {
    return path.endsWith(GIT) ? path.substring(0, path.length() - GIT.length()) : path;
  }

  /** The prefix as a URL. */
  @Override
  public String toString() {
    String number = port == PORTS.getOrDefault(scheme, 0) ? "" : ":" + port;
    return scheme + "://" + host + number + path;
  }
}
