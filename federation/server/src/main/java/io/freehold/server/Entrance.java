package io.freehold.server;

import io.freehold.access.AccessPolicy;
import io.freehold.access.OidcClient;
import io.freehold.store.AuditTrail;
import io.freehold.store.Database;
import io.freehold.store.SessionTable;
import io.freehold.store.SignInTable;
import io.freehold.store.TokenTable;
import io.helidon.webserver.http.HttpService;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Everything by which people and programs become known to the plane, put together. */
final class Entrance {
  // Of one address: enough for slips, not for guessing.
  private static final double TRIES_PER_SECOND = 0.1;
  private static final int TRIES = 10;
  // Many people may come by way of one proxy.
  private static final double VISITS_PER_SECOND = 2;
  private static final int VISITS = 200;

  private final Callers callers;
  private final HttpService pages;
  private final AccountEndpoints account;

  /**
   * @param here what browsers of this machine call the plane, once it listens
   * @param access who may do what
   */
  Entrance(
      AccessSettings settings,
      Supplier<URI> here,
      PlaneConfiguration<AccessPolicy> access,
      Database database,
      AuditTrail trail,
      InstantSource clock) {
    var audit = new AccessAudit(trail, clock);
    access.whenChanged(audit::changed);
    var origins = new Origins(() -> settings.url(here.get()));
    var sessions =
        new Sessions(
            origins,
            settings.local().isPresent(),
            access::value,
            new SessionTable(database),
            clock);
    var tokens = new TokenTable(database);
    this.callers =
        new Callers(settings.anonymous(), origins, access::value, sessions, tokens, audit, clock);
    var provider =
        new ProviderSignIn(
            access::value,
            settings.secrets(),
            origins,
            sessions,
            new SignInTable(database),
            new OidcClient(clock),
            clock);
    this.pages =
        new SignIn(
            settings.local(),
            origins,
            sessions,
            provider,
            new RequestRate(TRIES_PER_SECOND, TRIES, clock),
            new RequestRate(VISITS_PER_SECOND, VISITS, clock),
            audit);
    this.account = new AccountEndpoints(tokens, audit, clock);
  }

  /** Tells who makes a request. */
  Callers callers() {
    return callers;
  }

  /** Signing in and out in a browser. */
  HttpService pages() {
    return pages;
  }

  /** Who one is, and one's tokens. */
  List<Endpoint> endpoints() {
    return account.all();
  }
}
