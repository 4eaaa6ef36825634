package io.freehold.server;

import io.freehold.access.AccessException;
import io.freehold.access.AccessPolicy;
import io.freehold.access.OidcClient;
import io.freehold.access.Person;
import io.freehold.access.Provider;
import io.freehold.access.Secret;
import io.freehold.store.SignInRow;
import io.freehold.store.SignInTable;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in at the OpenID Connect provider that the registry names: authorization code flow with
 * PKCE (RFC 7636). What belongs to one sign-in is in the database, is taken from there once, and
 * only for the browser that began it.
 */
final class ProviderSignIn {
  private static final Logger log = LoggerFactory.getLogger(ProviderSignIn.class);
  private static final String COOKIE = "freehold-sign-in";
  private static final int LONGEST = 4_000;

  private final Supplier<AccessPolicy> policy;
  private final Path secrets;
  private final Origins origins;
  private final Sessions sessions;
  private final SignInTable table;
  private final OidcClient client;
  private final InstantSource clock;

  ProviderSignIn(
      Supplier<AccessPolicy> policy,
      Path secrets,
      Origins origins,
      Sessions sessions,
      SignInTable table,
      OidcClient client,
      InstantSource clock) {
    this.policy = policy;
    this.secrets = secrets;
    this.origins = origins;
    this.sessions = sessions;
    this.table = table;
    this.client = client;
    this.clock = clock;
  }

  /** Whether the registry names a provider. */
  boolean available() {
    return policy.get().provider().isPresent();
  }

  /** Sends the browser to the provider. */
  void start(ServerRequest request, ServerResponse response) {
    Provider provider =
        policy
            .get()
            .provider()
            .orElseThrow(() -> new NotFoundException("The registry names no provider."));
    String state = Secret.random();
    String browser = Secret.random();
    String nonce = Secret.random();
    String verifier = Secret.random();
    URI there;
    try {
      there = client.authorization(provider, redirect(), state, nonce, verifier);
    } catch (AccessException e) {
      log.warn("Nobody can sign in: {}", e.problem());
      Answers.problem(response, 502, "Provider unavailable", "The provider does not answer.");
      return;
    }
    table.begin(
        new SignInRow(
            Secret.hash(state),
            Secret.hash(browser),
            nonce,
            verifier,
            Origins.place(request.query().first("return").orElse("/")),
            clock.instant()));
    sessions.set(response, sessions.name(COOKIE), browser, SignInTable.LONGEST.toSeconds());
    SignIn.goOn(response, there.toString());
  }

  /** Takes what the browser brings back from the provider. */
  Result end(ServerRequest request) {
    Optional<Provider> named = policy.get().provider();
    String state = parameter(request, "state");
    Optional<SignInRow> begun =
        state.isEmpty() ? Optional.empty() : table.take(Secret.hash(state), clock.instant());
    Optional<String> browser = Sessions.cookie(request, sessions.name(COOKIE));
    if (named.isEmpty()
        || begun.isEmpty()
        || browser.isEmpty()
        || !Secret.same(Secret.hash(browser.get()), begun.get().browserHash())) {
      return new Failed("this sign-in was not begun here, or took too long; begin again");
    }
    if (!parameter(request, "error").isEmpty()) {
      return new Failed("the provider refused");
    }
    Provider provider = named.get();
    // RFC 9207: an answer that says whose it is must be the provider's.
    String issuer = parameter(request, "iss");
    if (!issuer.isEmpty() && !issuer.equals(provider.issuer().toString())) {
      return new Failed("the answer is of another provider");
    }
    try {
      Person person =
          client.person(
              provider,
              secret(provider),
              redirect(),
              parameter(request, "code"),
              begun.get().nonce(),
              begun.get().verifier());
      return new SignedIn(person, provider.issuer().toString(), begun.get().returnTo());
    } catch (AccessException e) {
      log.warn("A sign-in failed: {}", e.problem());
      return new Failed(e.problem());
    }
  }

  private URI redirect() {
    return origins.url().resolve("/login/callback");
  }

  private String secret(Provider provider) throws AccessException {
    if (provider.secretFile().isEmpty()) {
      return "";
    }
    try {
      return Files.readString(secrets.resolve(provider.secretFile())).strip();
    } catch (IOException e) {
      log.warn("The client's secret {} cannot be read", provider.secretFile(), e);
      throw new AccessException("the plane has no secret for the provider", e);
    }
  }

  private static String parameter(ServerRequest request, String name) {
    var query = request.query();
    // Given twice it has no meaning (RFC 6749 3.1).
    return query.contains(name)
            && query.all(name).size() == 1
            && query.first(name).orElse("").length() <= LONGEST
        ? query.first(name).orElse("")
        : "";
  }

  /** How a sign-in ended. */
  sealed interface Result {}

  /**
   * Well.
   *
   * @param person who it is
   * @param issuer where they signed in
   * @param place where they wanted to go
   */
  record SignedIn(Person person, String issuer, String place) implements Result {}

  /**
   * Not at all.
   *
   * @param reason why, for people
   */
  record Failed(String reason) implements Result {}
}
