package io.freehold.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks an OpenID Connect provider who somebody is: authorization code flow with PKCE. An ID token
 * counts when it is signed with a key of the provider's published set and an algorithm with a
 * public key, is of this issuer and for this client, has not expired and carries the nonce of the
 * sign-in (OpenID Connect Core 3.1.3.7). Thread safe.
 */
public final class OidcClient {
  // Only such with a public key: the client's secret can sign nothing here, and "none" is none.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofHours(1);
  private static final int MOST_BYTES = 1024 * 1024;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private Optional<Known> known = Optional.empty();

  public OidcClient(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Where to send a browser to sign in.
   *
   * @throws AccessException when the provider does not say where
   */
  public URI authorization(
      Provider provider, URI redirect, String state, String nonce, String verifier)
      throws AccessException {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            new Scope(provider.scopes().toArray(String[]::new)),
            new ClientID(provider.clientId()),
            redirect)
        .endpointURI(endpoint(provider, known(provider).metadata().getAuthorizationEndpointURI()))
        .state(new State(state))
        .nonce(new Nonce(nonce))
        .codeChallenge(new CodeVerifier(verifier), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * Who signed in.
   *
   * @param secret the client's secret, empty for a public client
   * @param redirect as it was in the request
   * @param code what the browser brought
   * @throws AccessException when the provider does not say, or what it says cannot be believed
   */
  public Person person(
      Provider provider, String secret, URI redirect, String code, String nonce, String verifier)
      throws AccessException {
    if (code.isEmpty()) {
      throw new AccessException("the provider sent no code");
    }
    Known of = known(provider);
    var client = new ClientID(provider.clientId());
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), redirect, new CodeVerifier(verifier));
    URI endpoint = endpoint(provider, of.metadata().getTokenEndpointURI());
    TokenRequest request =
        secret.isEmpty()
            ? new TokenRequest.Builder(endpoint, client, grant).build()
            : new TokenRequest.Builder(
                    endpoint,
                    new ClientSecretBasic(client, new com.nimbusds.oauth2.sdk.auth.Secret(secret)),
                    grant)
                .build();
    return believed(provider, of, client, nonce, exchange(request.toHTTPRequest()));
  }

  private OIDCTokenResponse exchange(HTTPRequest request) throws AccessException {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(request.getURI())
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request.getBody()));
    String authorization = request.getAuthorization();
    if (authorization != null) {
      sent.header("Authorization", authorization);
    }
    try {
      Answer answer = send(sent.build());
      var response = new HTTPResponse(answer.status());
      response.setContentType("application/json");
      response.setBody(answer.body());
      TokenResponse parsed = OIDCTokenResponseParser.parse(response);
      if (parsed.indicatesSuccess()
          && parsed.toSuccessResponse() instanceof OIDCTokenResponse tokens) {
        return tokens;
      }
      throw new AccessException("the provider does not accept the code");
    } catch (ParseException | IOException e) {
      throw new AccessException("the provider's answer cannot be read", e);
    }
  }

  private static Person believed(
      Provider provider, Known of, ClientID client, String nonce, OIDCTokenResponse tokens)
      throws AccessException {
    try {
      var validator =
          new IDTokenValidator(
              new Issuer(provider.issuer().toString()),
              client,
              new JWSVerificationKeySelector<>(ALGORITHMS, of.keys()),
              null);
      IDTokenClaimsSet claims =
          validator.validate(tokens.getOIDCTokens().getIDToken(), new Nonce(nonce));
      AuthorizedParty party = claims.getAuthorizedParty();
      if (party == null
          ? claims.getAudience().size() > 1
          : !party.getValue().equals(provider.clientId())) {
        throw new AccessException("the ID token was made for another client");
      }
      return Claims.person(provider, claims.toJSONObject());
    } catch (BadJOSEException | JOSEException e) {
      throw new AccessException("the ID token cannot be believed", e);
    }
  }

  private Known known(Provider provider) throws AccessException {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (known.isEmpty()
          || !known.get().issuer().equals(provider.issuer())
          || known.get().readAt().plus(FRESH).isBefore(now)) {
        known = Optional.of(read(provider, now));
      }
      return known.get();
    } finally {
      lock.unlock();
    }
  }

  private Known read(Provider provider, Instant now) throws AccessException {
    String issuer = provider.issuer().toString();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    try {
      OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(get(URI.create(base + DISCOVERY)));
      if (!metadata.getIssuer().getValue().equals(issuer)) {
        throw new AccessException(issuer + " says that it is another issuer");
      }
      URI keys = endpoint(provider, metadata.getJWKSetURI());
      // Keeps the keys for minutes, and asks again, not too often, for one that it does not have.
      JWKSource<SecurityContext> source =
          JWKSourceBuilder.create(
                  keys.toURL(), url -> new Resource(get(URI.create(url.toString())), null))
              .build();
      return new Known(provider.issuer(), metadata, source, now);
    } catch (ParseException | MalformedURLException e) {
      throw new AccessException(issuer + " cannot be understood", e);
    } catch (IOException e) {
      throw new AccessException(issuer + " does not answer", e);
    }
  }

  /** Codes, secrets and keys travel over TLS; plainly only to where the issuer itself is plain. */
  private static URI endpoint(Provider provider, URI endpoint) throws AccessException {
    boolean plain =
        Loopback.names(provider.issuer().getHost()) && Loopback.names(endpoint.getHost());
    if ("https".equals(endpoint.getScheme()) || plain) {
      return endpoint;
    }
    throw new AccessException(provider.issuer() + " has an endpoint without TLS");
  }

  private String get(URI url) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .GET()
            .build();
    Answer answer = send(request);
    if (answer.status() != 200) {
      throw new IOException(url + " answers " + answer.status());
    }
    return answer.body();
  }

  private Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new IOException(request.uri() + " answers with too much");
        }
        return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private record Answer(int status, String body) {}

  private record Known(
      URI issuer, OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant readAt) {}
}
