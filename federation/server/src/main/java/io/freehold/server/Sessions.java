package io.freehold.server;

import io.freehold.access.AccessPolicy;
import io.freehold.access.Person;
import io.freehold.access.Rights;
import io.freehold.access.Role;
import io.freehold.access.Secret;
import io.freehold.store.SessionRow;
import io.freehold.store.SessionTable;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * People who are signed in: the browser holds a random text in a cookie that scripts cannot read,
 * the database its digest. Each sign-in makes a new one.
 */
final class Sessions {
  private static final int LONGEST = 100;

  private final Origins origins;
  private final boolean local;
  private final Supplier<AccessPolicy> policy;
  private final SessionTable table;
  private final InstantSource clock;

  /**
   * @param local whether there is a local administrator
   */
  Sessions(
      Origins origins,
      boolean local,
      Supplier<AccessPolicy> policy,
      SessionTable table,
      InstantSource clock) {
    this.origins = origins;
    this.local = local;
    this.policy = policy;
    this.table = table;
    this.clock = clock;
  }

  /** Begins a session, and ends the one that the browser had. */
  void begin(
      ServerRequest request,
      ServerResponse response,
      Caller.Kind kind,
      String issuer,
      Person person) {
    cookie(request, name()).ifPresent(before -> table.close(Secret.hash(before)));
    AccessPolicy now = policy.get();
    Instant at = clock.instant();
    table.prune(at.minus(now.absolute()), at.minus(now.idle()));
    String secret = Secret.random();
    table.open(
        new SessionRow(
            Secret.hash(secret),
            kind.toString(),
            issuer,
            person.name(),
            person.groups().stream().sorted().toList(),
            at,
            at));
    set(response, name(), secret, now.absolute().toSeconds());
  }

  /** Ends the session of a caller. */
  void end(Caller caller, ServerResponse response) {
    table.close(caller.credential());
    set(response, name(), "", 0);
  }

  /** Who is signed in with the browser that asks. */
  Optional<Caller> find(ServerRequest request) {
    return cookie(request, name()).flatMap(this::find);
  }

  /** What somebody may do who signed in once; empty when that sign-in no longer counts. */
  Optional<Rights> rights(String kind, String issuer, String name, List<String> groups) {
    AccessPolicy now = policy.get();
    if (kind.equals(Caller.Kind.LOCAL.toString())) {
      return local ? Optional.of(Rights.everywhere(Role.ADMIN)) : Optional.empty();
    }
    return now.provider()
        .filter(provider -> provider.issuer().toString().equals(issuer))
        .map(_ -> now.rights(new Person(name, Set.copyOf(groups))));
  }

  private Optional<Caller> find(String secret) {
    String hash = Secret.hash(secret);
    Instant now = clock.instant();
    AccessPolicy current = policy.get();
    Optional<SessionRow> found =
        table
            .find(hash)
            .filter(row -> now.isBefore(row.createdAt().plus(current.absolute())))
            .filter(row -> now.isBefore(row.usedAt().plus(current.idle())));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SessionRow row = found.get();
    Optional<Rights> rights = rights(row.kind(), row.issuer(), row.name(), row.groups());
    rights.ifPresent(_ -> table.used(row, now));
    return rights.map(may ->
        new Caller(
            row.kind().equals(Caller.Kind.LOCAL.toString()) ? Caller.Kind.LOCAL : Caller.Kind.USER,
            row.name(),
            Set.copyOf(row.groups()),
            may,
            hash,
            row.issuer(),
            Secret.derived(secret, "csrf")));
  }

  /** The only cookie of a name. */
  static Optional<String> cookie(ServerRequest request, String name) {
    var cookies = request.headers().cookies();
    List<String> values = cookies.contains(name) ? cookies.all(name) : List.of();
    // Two of them: one was put there by somebody else.
    return values.size() == 1 && values.getFirst().length() <= LONGEST
        ? Optional.of(values.getFirst())
        : Optional.empty();
  }

  /** Sets a cookie that only the plane gets, and forms of other sites do not send. */
  void set(ServerResponse response, String name, String value, long seconds) {
    response
        .headers()
        .add(
            HeaderNames.SET_COOKIE,
            name
                + "="
                + value
                + "; Path=/; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Lax"
                + (origins.secure() ? "; Secure" : ""));
  }

  /**
   * The name of a cookie. The prefix makes browsers refuse it from neighbours (RFC 6265bis 4.1.3);
   * it needs TLS, which there is none of on plain loopback.
   */
  String name(String base) {
    return (origins.secure() ? "__Host-" : "") + base;
  }

  private String name() {
    return name("freehold");
  }
}
