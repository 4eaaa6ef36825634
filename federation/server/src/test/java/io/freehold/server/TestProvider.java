package io.freehold.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An OpenID Connect provider with one client and one person at a time: it holds what comes to the
 * standard as strictly as real ones do, and can be told to answer with a token that must not be
 * believed.
 */
final class TestProvider implements AutoCloseable {
  static final String CLIENT = "freehold";
  static final String SECRET = "s3cret & more/than:that";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final WebServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Map<String, Object> claims = new ConcurrentHashMap<>();
  private volatile String redirect = "";
  private volatile RSAKey key = newKey();
  private volatile Minter minter = this::signed;

  TestProvider() {
    person("eve@example.org", "developers");
    this.server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .routing(routing ->
                routing
                    .get("/.well-known/openid-configuration", this::discovery)
                    .get("/keys", this::keys)
                    .get("/authorize", this::authorize)
                    .post("/token", this::token))
            .build()
            .start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Registers where browsers may be sent. */
  void redirect(String url) {
    redirect = url;
  }

  /** Who signs in. */
  void person(String email, String... groups) {
    claims.putAll(
        Map.of("email", email, "email_verified", true, "groups", List.of(groups), "sub", "4711"));
  }

  /** Sets one claim, or takes it away. */
  void claim(String name, Object value) {
    claims.put(name, value);
  }

  void without(String name) {
    claims.remove(name);
  }

  /** Changes how tokens are made. */
  void mint(Minter other) {
    minter = other;
  }

  /** Replaces the key; tokens are signed with the new one from now on. */
  void rotate() {
    key = newKey();
  }

  RSAKey key() {
    return key;
  }

  /** A token signed as it should be. */
  JWT signed(JWTClaimsSet.Builder content) throws JOSEException {
    return signed(content, key);
  }

  static JWT signed(JWTClaimsSet.Builder content, RSAKey with) throws JOSEException {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(),
            content.build());
    jwt.sign(new RSASSASigner(with));
    return jwt;
  }

  static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }

  private void discovery(ServerRequest request, ServerResponse response) throws Exception {
    json(
        response,
        200,
        Map.of(
            "issuer", issuer(),
            "authorization_endpoint", issuer() + "/authorize",
            "token_endpoint", issuer() + "/token",
            "jwks_uri", issuer() + "/keys",
            "subject_types_supported", List.of("public"),
            "response_types_supported", List.of("code"),
            "id_token_signing_alg_values_supported", List.of("RS256")));
  }

  private void keys(ServerRequest request, ServerResponse response) throws Exception {
    json(response, 200, new JWKSet(key.toPublicJWK()).toJSONObject());
  }

  private void authorize(ServerRequest request, ServerResponse response) {
    Map<String, String> sent = new HashMap<>();
    request.query().names().forEach(name -> sent.put(name, request.query().get(name)));
    boolean good =
        CLIENT.equals(sent.get("client_id"))
            && redirect.equals(sent.get("redirect_uri"))
            && "code".equals(sent.get("response_type"))
            && "S256".equals(sent.get("code_challenge_method"))
            && List.of(sent.getOrDefault("scope", "").split(" ", -1)).contains("openid")
            && sent.containsKey("state")
            && sent.containsKey("nonce");
    if (!good) {
      response.status(400).send("unusable: " + sent);
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, sent);
    response.header(
        HeaderNames.LOCATION,
        redirect
            + "?code="
            + code
            + "&state="
            + encode(sent.getOrDefault("state", ""))
            + "&iss="
            + issuer());
    response.status(302).send();
  }

  private void token(ServerRequest request, ServerResponse response) throws Exception {
    Map<String, String> form = new HashMap<>();
    for (String field : request.content().as(String.class).split("&", -1)) {
      String[] parts = field.split("=", 2);
      form.put(decode(parts[0]), decode(parts[1]));
    }
    String basic = request.headers().first(HeaderNames.AUTHORIZATION).orElse("Basic ");
    String client =
        new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8);
    Map<String, String> begun = codes.remove(form.getOrDefault("code", ""));
    byte[] challenge =
        MessageDigest.getInstance("SHA-256")
            .digest(form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
    boolean good =
        begun != null
            && client.equals(encode(CLIENT) + ":" + encode(SECRET))
            && "authorization_code".equals(form.get("grant_type"))
            && redirect.equals(form.get("redirect_uri"))
            && Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(challenge)
                .equals(begun.get("code_challenge"));
    if (begun == null || !good) {
      json(response, 400, Map.of("error", "invalid_grant"));
      return;
    }
    Instant now = Instant.now();
    var content =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", begun.get("nonce"));
    claims.forEach(content::claim);
    json(
        response,
        200,
        Map.of(
            "access_token", "none of our business",
            "token_type", "Bearer",
            "id_token", minter.mint(content).serialize()));
  }

  private static void json(ServerResponse response, int status, Object body) throws Exception {
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.status(status).send(JSON.writeValueAsBytes(body));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Makes an ID token. */
  @FunctionalInterface
  interface Minter {
    JWT mint(JWTClaimsSet.Builder content) throws Exception;
  }
}
