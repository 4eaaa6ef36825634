package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * Where a repository is: {@code ssh://git@host:port/path}, {@code git@host:path}, {@code
 * https://host/path} or {@code http://host/path}. Passwords in the URL are refused, because URLs
 * are written to Git and shown. Folders of this machine only come from {@link #local}, never from
 * text, so that no Application can name them.
 *
 * @param scheme {@code ssh}, {@code https}, {@code http} or {@code file}
 * @param host host name or address, empty for {@code file}
 * @param port the port, the scheme's own when none was given
 * @param text the URL without anything secret
 */
public record GitUrl(String scheme, String host, int port, String text) {
  private static final Pattern SCP = Pattern.compile("([^@/:\\s]+@)?([^/:\\s]+):(?!//)(\\S+)");
  private static final int SSH_PORT = 22;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * Reads a URL.
   *
   * @throws SourceException with code {@code URL}
   */
  public static GitUrl parse(String text) {
    String trimmed = text.strip();
    var scp = SCP.matcher(trimmed);
    if (scp.matches()) {
      String user = scp.group(1) == null ? "git@" : scp.group(1);
      String path = scp.group(3).startsWith("/") ? scp.group(3) : "/" + scp.group(3);
      return parse("ssh://" + user + scp.group(2) + path);
    }
    URIish uri = uri(trimmed);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    int port =
        switch (scheme) {
          case "ssh" -> SSH_PORT;
          case "https" -> HTTPS_PORT;
          case "http" -> HTTP_PORT;
          default ->
              throw new SourceException(
                  Code.URL,
                  "a repository URL starts with ssh://, https:// or http://; this one does not: "
                      + Redaction.url(trimmed));
        };
    if (uri.getPass() != null || (uri.getUser() != null && !scheme.equals("ssh"))) {
      throw new SourceException(
          Code.URL,
          "the URL carries credentials; put them into the credentials folder: "
              + Redaction.url(trimmed));
    }
    if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPath().length() <= 1) {
      throw new SourceException(
          Code.URL, "the URL needs a host and a path: " + Redaction.url(trimmed));
    }
    Addresses.requireAllowed(uri.getHost());
    URIish complete = scheme.equals("ssh") && uri.getUser() == null ? uri.setUser("git") : uri;
    return new GitUrl(
        scheme,
        uri.getHost(),
        uri.getPort() > 0 ? uri.getPort() : port,
        complete.toPrivateString());
  }

  /** A repository in a folder of this machine. */
  public static GitUrl local(Path folder) {
    return new GitUrl("file", "", 0, folder.toAbsolutePath().normalize().toUri().toString());
  }

  boolean isSsh() {
    return scheme.equals("ssh");
  }

  boolean isHttp() {
    return scheme.equals("http") || scheme.equals("https");
  }

  URIish uri() {
    return uri(text);
  }

  private static URIish uri(String text) {
    try {
      return new URIish(text);
    } catch (java.net.URISyntaxException _) {
      throw new SourceException(Code.URL, "this is not a URL: " + Redaction.url(text));
    }
  }

  /** The URL without anything secret. */
  @Override
  public String toString() {
    return text;
  }
}
