package io.freehold.source;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.transport.Transport;

/** How one repository's server is talked to, with one state of the credentials. */
sealed interface Access extends AutoCloseable permits SshAccess, HttpAccess, LocalAccess {
  /** Prepares a transport that was just opened. */
  void configure(Transport transport);

  /** The fingerprint of the server's key, when the last connection failed because of it. */
  default Optional<String> refusedHostKey() {
    return Optional.empty();
  }

  @Override
  default void close() {}

  /**
   * What fits a URL.
   *
   * @throws SourceException when the credentials do not fit
   */
  static Access of(GitUrl url, GitCredentials credentials, Path emptyHome) {
    if (url.isSsh()) {
      return new SshAccess(url, credentials, emptyHome);
    }
    return url.isHttp() ? new HttpAccess(url, credentials) : new LocalAccess();
  }
}
