package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP and HTTPS with basic credentials and, if given, own certificates. No request leaves the
 * scheme, host and port of the URL, so neither reaches anybody else by a redirect.
 */
final class HttpAccess implements Access {
  private final GitUrl url;
  private final GitCredentials credentials;
  private final TrustManager @Nullable [] trust;

  HttpAccess(GitUrl url, GitCredentials credentials) {
    this.url = url;
    this.credentials = credentials;
    this.trust =
        credentials.certificates().isBlank()
            ? null
            : Certificates.trust(credentials.certificates());
    if (credentials.username().isEmpty() != credentials.password().isEmpty()) {
      throw new SourceException(
          Code.CREDENTIALS, "the credentials folder needs both username and password, or neither");
    }
  }

  @Override
  public void configure(Transport transport) {
    var http = (TransportHttp) transport;
    http.setHttpConnectionFactory(new SameOrigin());
    if (!credentials.password().isEmpty()) {
      http.setCredentialsProvider(
          new UsernamePasswordCredentialsProvider(credentials.username(), credentials.password()));
    }
  }

  /** Opens connections to the URL's own server only. */
  private final class SameOrigin implements HttpConnectionFactory {
    private final HttpConnectionFactory jdk = new JDKHttpConnectionFactory();

    @Override
    public HttpConnection create(URL target) throws IOException {
      return configured(target, jdk.create(allowed(target)));
    }

    @Override
    public HttpConnection create(URL target, Proxy proxy) throws IOException {
      return configured(target, jdk.create(allowed(target), proxy));
    }

    private URL allowed(URL target) throws IOException {
      int port = target.getPort() > 0 ? target.getPort() : target.getDefaultPort();
      if (!target.getProtocol().equalsIgnoreCase(url.scheme())
          || !target.getHost().equalsIgnoreCase(url.host())
          || port != url.port()) {
        throw new ForeignRedirectException(
            "%s://%s%s"
                .formatted(
                    target.getProtocol(),
                    target.getHost(),
                    target.getPort() > 0 ? ":" + target.getPort() : ""));
      }
      return target;
    }

    private HttpConnection configured(URL target, HttpConnection connection) throws IOException {
      if (trust != null && target.getProtocol().equalsIgnoreCase("https")) {
        try {
          connection.configure(null, trust, null);
        } catch (GeneralSecurityException e) {
          throw new IOException("TLS cannot be set up", e);
        }
      }
      return connection;
    }
  }

  /** The server of a redirect that was not followed, if that is why a call failed. */
  static Optional<String> foreignRedirect(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof ForeignRedirectException redirect) {
        return Optional.of(redirect.origin);
      }
    }
    return Optional.empty();
  }

  /** A redirect to another server. */
  private static final class ForeignRedirectException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String origin;

    private ForeignRedirectException(String origin) {
      super("redirected to " + origin);
      this.origin = origin;
    }
  }
}
