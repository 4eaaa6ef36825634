package io.freehold.server;

import io.freehold.access.AccessException;
import io.freehold.access.AccessFile;
import io.freehold.access.AccessPolicy;
import io.freehold.access.DeclaredToken;
import io.freehold.access.Rights;
import io.freehold.access.Role;
import io.freehold.access.Secret;
import io.freehold.store.TokenRow;
import io.freehold.store.TokenTable;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Tells who makes a request; asked for each one, so that what changes counts at once. */
final class Callers {
  private static final Caller ANYBODY =
      new Caller(
          Caller.Kind.ANONYMOUS, "anonymous", Set.of(), Rights.everywhere(Role.VIEWER), "", "", "");
  private static final String BEARER = "Bearer ";
  private static final int LONGEST_TOKEN = 200;

  private final boolean anonymous;
  private final Origins origins;
  private final Supplier<AccessPolicy> policy;
  private final Sessions sessions;
  private final TokenTable tokens;
  private final AccessAudit audit;
  private final InstantSource clock;

  /**
   * @param anonymous whether anybody may look
   */
  Callers(
      boolean anonymous,
      Origins origins,
      Supplier<AccessPolicy> policy,
      Sessions sessions,
      TokenTable tokens,
      AccessAudit audit,
      InstantSource clock) {
    this.anonymous = anonymous;
    this.origins = origins;
    this.policy = policy;
    this.sessions = sessions;
    this.tokens = tokens;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Who asks; empty when nobody knows.
   *
   * @throws RefusedException when a token was sent that is not good: then nothing else counts
   */
  Optional<Caller> find(ServerRequest request) {
    Optional<String> sent = request.headers().first(HeaderNames.AUTHORIZATION);
    if (sent.isPresent()) {
      return Optional.of(
          token(sent.get(), request)
              .orElseThrow(() -> RefusedException.unknown("This token is not good (any more).")));
    }
    Optional<Caller> signedIn = sessions.find(request);
    return signedIn.isEmpty() && anonymous && origins.addressed(request)
        ? Optional.of(ANYBODY)
        : signedIn;
  }

  /**
   * Who asks.
   *
   * @throws RefusedException when nobody knows
   */
  Caller require(ServerRequest request) {
    return find(request)
        .orElseThrow(() -> RefusedException.unknown("Sign in at /login, or send a token."));
  }

  /**
   * Who asks.
   *
   * @throws RefusedException when nobody knows, or when they do not have a role anywhere
   */
  Caller require(ServerRequest request, Role role) {
    Caller caller = require(request);
    Optional<Role> highest = caller.rights().highest();
    if (highest.isEmpty()) {
      throw RefusedException.forbidden(
          caller.name() + " has no right in this plane: see plane/access.yaml of the registry.");
    }
    if (!highest.get().covers(role)) {
      throw RefusedException.forbidden("This needs the role " + role + ".");
    }
    return caller;
  }

  private Optional<Caller> token(String header, ServerRequest request) {
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || header.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    String hash = Secret.hash(header.substring(BEARER.length()).strip());
    Instant now = clock.instant();
    Optional<DeclaredToken> declared = policy.get().token(hash, now);
    if (declared.isPresent()) {
      DeclaredToken token = declared.get();
      Caller caller = caller(token.name(), new Rights(List.of(token.grant())), hash);
      audit.declaredUsed(caller, now, request);
      return Optional.of(caller);
    }
    return tokens
        .find(hash)
        .filter(row -> row.revokedAt().isEmpty() && now.isBefore(row.expiresAt()))
        .flatMap(row -> made(row, now, request));
  }

  /** A token that somebody made does no more than they may do now. */
  private Optional<Caller> made(TokenRow row, Instant now, ServerRequest request) {
    TokenRow.Owner owner = row.owner();
    Optional<Rights> rights =
        sessions.rights(owner.kind(), owner.issuer(), owner.name(), owner.groups());
    if (rights.isEmpty()) {
      return Optional.empty();
    }
    try {
      Rights may = rights.get().and(new Rights(List.of(AccessFile.grant(row.allows()))));
      Caller caller = caller(owner.name() + "/" + row.name(), may, row.id());
      if (tokens.used(row, now)) {
        audit.used(caller, request);
      }
      return Optional.of(caller);
    } catch (AccessException _) {
      // Written by another version: what is not understood allows nothing.
      return Optional.empty();
    }
  }

  private static Caller caller(String name, Rights rights, String credential) {
    return new Caller(Caller.Kind.TOKEN, name, Set.of(), rights, credential, "", "");
  }
}
