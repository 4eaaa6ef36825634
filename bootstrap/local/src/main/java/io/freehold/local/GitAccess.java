package io.freehold.local;

import java.security.PublicKey;
import java.util.function.Consumer;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/**
 * Knows the key behind every session and what it may do.
 *
 * @param book the keys
 * @param repositories the repositories
 * @param pushed told of every repository into which something was pushed
 */
record GitAccess(AccessBook book, Repositories repositories, Consumer<RepositoryName> pushed)
    implements PublickeyAuthenticator {
  private static final AttributeKey<String> KEY = new AttributeKey<>();

  @Override
  public boolean authenticate(String user, PublicKey key, ServerSession session) {
    // A client may ask about several keys before it signs with one. The last question before a
    // session is
    // authenticated is about the key that signed.
    var text = AccessBook.text(key);
    session.setAttribute(KEY, text);
    return user.equals(GitServer.USER) && book.knows(text);
  }

  /** Asked for every command anew, so that a removed key loses its right. */
  Access of(ServerSession session, RepositoryName repository) {
    var key = session.getAttribute(KEY);
    return key == null || !repositories.exists(repository)
        ? Access.NOT_FOUND
        : book.access(key, repository);
  }
}
