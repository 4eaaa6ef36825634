package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.CorruptPackIndexException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;

/** Turns what JGit and the SSH client throw into messages that say what to do. */
final class Failures {
  private Failures() {}

  static SourceException of(
      GitUrl url, GitCredentials credentials, Access access, Throwable error) {
    if (error instanceof SourceException known) {
      return known;
    }
    String reason = Redaction.message(messages(error), credentials);
    var refused = access.refusedHostKey();
    if (refused.isPresent()) {
      return new SourceException(
          Code.HOST_KEY,
          "%s answered with the host key %s, which is not the pinned one; if the server's key was changed on purpose, update known_hosts"
              .formatted(PinnedHostKeys.name(url), refused.get()),
          error);
    }
    var redirect = HttpAccess.foreignRedirect(error);
    if (redirect.isPresent()) {
      return new SourceException(
          Code.URL,
          "%s redirects to %s, which is not followed; use that URL".formatted(url, redirect.get()),
          error);
    }
    Code code = code(error, reason.toLowerCase(Locale.ROOT));
    var address = GuardedResolverProvider.refused(url.host());
    if (address.isPresent() && code == Code.UNREACHABLE) {
      return Addresses.refused(url + " resolves to " + address.get() + ", which");
    }
    String advice =
        switch (code) {
          case AUTH ->
              "the server refused the credentials for %s; check that the key or token is registered and may read";
          case NOT_FOUND ->
              "there is no repository at %s for these credentials; check the URL and that the key or token may read it";
          case DAMAGED -> "the copy of %s on disk is broken and will be made anew";
          case LIMIT ->
              "fetching %s took longer than allowed; check the network or raise the limit";
          case UNREACHABLE,
              URL,
              CREDENTIALS,
              HOST_KEY,
              NOT_FOUND_REF,
              HISTORY_REWRITTEN,
              FORMAT,
              DIGEST,
              SIGNATURE ->
              "%s cannot be reached; it is tried again";
        };
    return new SourceException(code, advice.formatted(url) + " (" + reason + ")", error);
  }

  private static Code code(Throwable error, String reason) {
    if (cause(error, UnknownHostException.class).isPresent()
        || cause(error, SocketException.class).isPresent()
        || cause(error, SocketTimeoutException.class).isPresent()) {
      return Code.UNREACHABLE;
    }
    if (cause(error, SshException.class)
            .filter(ssh ->
                ssh.getDisconnectCode()
                    == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE)
            .isPresent()
        || reason.contains("not authorized")
        || reason.contains("authentication is required")
        || reason.contains("not permitted")
        || reason.contains("no more authentication methods")
        || reason.contains("permission denied")
        || reason.contains("access denied")) {
      return Code.AUTH;
    }
    if (isDamage(error)) {
      return Code.DAMAGED;
    }
    if (reason.contains("cancel")) {
      return Code.LIMIT;
    }
    if (cause(error, NoRemoteRepositoryException.class).isPresent()
        || reason.contains("not found")) {
      return Code.NOT_FOUND;
    }
    return Code.UNREACHABLE;
  }

  /** Whether the local copy itself is the problem. */
  static boolean isDamage(Throwable error) {
    return cause(error, MissingObjectException.class).isPresent()
        || cause(error, CorruptObjectException.class).isPresent()
        || cause(error, CorruptPackIndexException.class).isPresent()
        || cause(error, PackInvalidException.class).isPresent()
        || cause(error, PackMismatchException.class).isPresent();
  }

  private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return Optional.of(type.cast(e));
      }
    }
    return Optional.empty();
  }

  /** The messages of the whole chain, as the deepest one usually is the one that helps. */
  private static String messages(Throwable error) {
    var text = new StringBuilder();
    for (Throwable e = error; e != null; e = e.getCause()) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      if (text.indexOf(message) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(message);
      }
      if (e instanceof SSLException) {
        break;
      }
    }
    return text.toString();
  }
}
