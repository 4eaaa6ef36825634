package io.freehold.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, with a real provider, a real PostgreSQL and a browser's cookies. */
@Timeout(120)
class SignInTest {
  private static final String PASSWORD = TestPlane.PASSWORD;
  private static final String LISTS = "/api/v1/clusters";

  @TempDir private Path directory;
  private TestPlane plane;
  private TestProvider provider;
  private Browser browser;

  @BeforeEach
  void start() throws Exception {
    provider = new TestProvider();
    plane = new TestPlane(directory);
    Files.writeString(directory.resolve("oidc"), TestProvider.SECRET + "\n");
    plane.access(settings(Optional.empty()));
    provider.redirect(plane.plane().http() + "/login/callback");
    configure("- {role: viewer, groups: [developers], clusters: {names: [" + east() + "]}}");
    browser = new Browser(plane);
  }

  @AfterEach
  void stop() {
    plane.close();
    provider.close();
  }

  @Test
  void a_person_signs_in_at_the_provider_and_sees_what_the_file_gives_their_group() {
    assertThat(browser.get(LISTS).statusCode()).isEqualTo(401);
    HttpResponse<String> page = browser.get("/clusters/" + east());
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(Browser.location(page)).startsWith("/login?return=");
    assertThat(browser.get(Browser.location(page)).body()).contains("/login/start?return=");

    HttpResponse<String> answer = browser.signIn("/clusters/" + east());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    assertThat(Browser.location(answer)).isEqualTo("/clusters/" + east());
    assertThat(answer.headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
        .doesNotContain("Domain");

    JsonNode me = json(browser.get("/api/v1/me"));
    assertThat(me.get("name").textValue()).isEqualTo("eve@example.org");
    assertThat(me.get("role").textValue()).isEqualTo("viewer");
    assertThat(json(browser.get(LISTS)).get("items").findValuesAsText("name")).contains(east());
    assertThat(browser.get(LISTS + "/" + plane.name("west")).statusCode()).isEqualTo(404);
    assertThat(browser.get("/").statusCode()).isEqualTo(200);
    assertThat(browser.get("/login").body()).contains("eve@example.org", "Sign out");
  }

  @Test
  void behind_tls_the_cookies_are_bound_to_the_host_and_to_tls() {
    plane.access(settings(Optional.of(URI.create("https://plane.example.org/"))));
    HttpResponse<String> start = browser.get("/login/start");
    assertThat(start.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("__Host-freehold-sign-in=")
        .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/");
    assertThat(Browser.location(start))
        .contains("redirect_uri=https%3A%2F%2Fplane.example.org%2Flogin%2Fcallback")
        .contains("code_challenge_method=S256");
    HttpResponse<String> local = browser.form("/login/local", Map.of("password", PASSWORD));
    assertThat(local.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("__Host-freehold=")
        .contains("; Secure");
  }

  @Test
  void tokens_that_must_not_be_believed_sign_nobody_in() throws Exception {
    Map<String, TestProvider.Minter> bad = new LinkedHashMap<>();
    bad.put("wrong nonce", claims -> provider.signed(claims.claim("nonce", "other")));
    bad.put("no nonce", claims -> provider.signed(claims.claim("nonce", null)));
    bad.put("other issuer", claims -> provider.signed(claims.issuer("https://evil.example")));
    bad.put("other audience", claims -> provider.signed(claims.audience("somebody")));
    bad.put(
        "several audiences",
        claims -> provider.signed(claims.audience(List.of(TestProvider.CLIENT, "somebody"))));
    bad.put("other party", claims -> provider.signed(claims.claim("azp", "somebody")));
    bad.put(
        "expired",
        claims ->
            provider.signed(claims.expirationTime(Date.from(Instant.now().minusSeconds(600)))));
    bad.put("without end", claims -> provider.signed(claims.expirationTime(null)));
    bad.put("alg none", claims -> new PlainJWT(claims.build()));
    bad.put("alg HS256 with the secret", claims -> mac(claims, padded(TestProvider.SECRET)));
    bad.put(
        "alg HS256 with the public key",
        claims -> mac(claims, provider.key().toRSAPublicKey().getEncoded()));
    bad.put("foreign key", claims -> TestProvider.signed(claims, TestProvider.newKey()));
    bad.put("no address", claims -> provider.signed(claims.claim("email", null)));
    bad.put("empty address", claims -> provider.signed(claims.claim("email", "")));
    bad.put("address unverified", claims -> provider.signed(claims.claim("email_verified", false)));
    bad.put("verified as text", claims -> provider.signed(claims.claim("email_verified", "no")));
    for (var entry : bad.entrySet()) {
      provider.mint(entry.getValue());
      var fresh = new Browser(plane);
      HttpResponse<String> answer = fresh.signIn("/");
      assertThat(answer.statusCode()).as(entry.getKey()).isEqualTo(401);
      assertThat(answer.headers().allValues("Set-Cookie")).as(entry.getKey()).isEmpty();
      assertThat(fresh.get(LISTS).statusCode()).as(entry.getKey()).isEqualTo(401);
    }
  }

  @Test
  void empty_and_unknown_claims_give_no_right() {
    for (Object groups : new Object[] {List.of(), List.of("", "strangers"), "developers", 7}) {
      provider.claim("groups", groups);
      var fresh = new Browser(plane);
      assertThat(fresh.signIn("/").statusCode()).isEqualTo(303);
      assertThat(fresh.get(LISTS).statusCode()).as(String.valueOf(groups)).isEqualTo(403);
      assertThat(json(fresh.get("/api/v1/me")).has("role")).isFalse();
    }
  }

  @Test
  void keys_that_the_provider_rotates_are_found() {
    assertThat(browser.signIn("/").statusCode()).isEqualTo(303);
    provider.rotate();
    assertThat(new Browser(plane).signIn("/").statusCode()).isEqualTo(303);
  }

  @Test
  void what_one_browser_began_counts_once_and_in_no_other() {
    String callback = browser.callback("/");
    var thief = new Browser(plane);
    assertThat(thief.get(callback).statusCode()).isEqualTo(401);
    assertThat(browser.get(callback).statusCode()).as("taken away by the thief").isEqualTo(401);

    String second = browser.callback("/");
    assertThat(browser.get(second).statusCode()).isEqualTo(303);
    assertThat(browser.get(second).statusCode()).as("replayed").isEqualTo(401);
    assertThat(browser.get("/login/callback?code=a&state=b").statusCode()).isEqualTo(401);

    String other = browser.callback("/").replaceFirst("iss=[^&]*", "iss=https://evil.example");
    assertThat(browser.get(other).statusCode()).as("of another provider").isEqualTo(401);
    String late = browser.callback("/");
    plane.move(Duration.ofMinutes(11));
    assertThat(browser.get(late).statusCode()).as("too late").isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "/\u0000",
        "/%0d%0a//",
        "/api/v1/me",
        "evil",
        ""
      })
  void nobody_is_sent_elsewhere_after_signing_in(String place) {
    HttpResponse<String> answer = browser.signIn(place);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(Browser.location(answer)).isIn("/", "/%0d%0a//");
    assertThat(answer.headers().map()).doesNotContainKey("x");
    assertThat(browser.cookies).doesNotContainKey("x");
  }

  @Test
  void a_session_that_somebody_put_into_a_browser_is_not_the_one_it_gets() {
    browser.cookies.put("freehold", "fixed-by-somebody-else-fixed-by-somebody-els");
    assertThat(browser.signIn("/").statusCode()).isEqualTo(303);
    String first = browser.cookies.get("freehold");
    assertThat(first).hasSize(43).isNotEqualTo("fixed-by-somebody-else-fixed-by-somebody-els");
    assertThat(browser.signIn("/").statusCode()).isEqualTo(303);
    assertThat(browser.cookies.get("freehold")).isNotEqualTo(first);
    var old = new Browser(plane);
    old.cookies.put("freehold", first);
    assertThat(old.get(LISTS).statusCode()).isEqualTo(401);
  }

  @Test
  void signing_out_needs_the_page_and_ends_the_session() {
    browser.signIn("/");
    String cookie = browser.cookies.get("freehold");
    assertThat(browser.form("/logout", Map.of("csrf", "wrong")).statusCode()).isEqualTo(403);
    assertThat(browser.get(LISTS).statusCode()).isEqualTo(200);
    assertThat(browser.form("/logout", Map.of("csrf", browser.csrf())).statusCode()).isEqualTo(303);
    browser.cookies.put("freehold", cookie);
    assertThat(browser.get(LISTS).statusCode()).isEqualTo(401);
  }

  @Test
  void sessions_end_by_themselves() throws Exception {
    configure("- {role: viewer, groups: [developers]}");
    browser.signIn("/");
    for (int i = 0; i < 23; i++) {
      plane.move(Duration.ofMinutes(29));
      assertThat(browser.get(LISTS).statusCode()).isEqualTo(200);
    }
    plane.move(Duration.ofMinutes(29));
    plane.move(Duration.ofMinutes(29));
    assertThat(browser.get(LISTS).statusCode()).as("idle").isEqualTo(401);
    browser.signIn("/");
    for (int i = 0; i < 25; i++) {
      plane.move(Duration.ofMinutes(29));
      browser.get(LISTS);
    }
    assertThat(browser.get(LISTS).statusCode()).as("absolute").isEqualTo(401);
  }

  @Test
  void rights_follow_the_newest_good_file_at_once() throws Exception {
    browser.signIn("/");
    assertThat(browser.get(LISTS).statusCode()).isEqualTo(200);
    plane.registry.configure("access.yaml", "kind: Nonsense");
    plane.plane().registry().look();
    assertThat(browser.get(LISTS).statusCode()).as("broken keeps the last good").isEqualTo(200);
    assertThat(json(browser.get("/api/v1/plane")).get("configurations").toString())
        .contains("plane/access.yaml");

    configure("- {role: viewer, users: [somebody@example.org]}");
    assertThat(browser.get(LISTS).statusCode()).as("binding gone").isEqualTo(403);
    plane.registry.unconfigure("access.yaml");
    plane.registry.put("any", "");
    plane.plane().registry().look();
    assertThat(browser.get(LISTS).statusCode()).as("provider gone").isEqualTo(401);
  }

  @Test
  void the_local_administrator_signs_in_with_the_password_and_no_other_page_can_do_it() {
    for (String wrong : List.of("", "wrong", PASSWORD + " ", "x".repeat(5_000))) {
      assertThat(browser.form("/login/local", Map.of("password", wrong)).statusCode())
          .isEqualTo(401);
    }
    for (Map<String, String> foreign :
        List.of(
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Origin", "http://localhost:1"),
            Map.of("Origin", "http://127.0.0.1"),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"))) {
      assertThat(browser.form("/login/local", Map.of("password", PASSWORD), foreign).statusCode())
          .as(foreign.toString())
          .isEqualTo(403);
    }
    HttpResponse<String> answer =
        browser.form("/login/local", Map.of("password", PASSWORD, "return", "//evil.example"));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(Browser.location(answer)).isEqualTo("/");
    assertThat(json(browser.get("/api/v1/me")).get("role").textValue()).isEqualTo("admin");

    var guesser = new Browser(plane);
    int status = 0;
    for (int i = 0; i < 12 && status != 429; i++) {
      status = guesser.form("/login/local", Map.of("password", "guess")).statusCode();
    }
    assertThat(status).isEqualTo(429);
  }

  @Test
  void a_page_that_lets_its_name_lead_here_reads_nothing() throws Exception {
    plane.access(new AccessSettings(Optional.empty(), true, Optional.empty(), directory));
    assertThat(browser.get(LISTS).statusCode()).isEqualTo(200);
    URI http = URI.create(plane.plane().http());
    try (var socket = new Socket(http.getHost(), http.getPort());
        var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + LISTS + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void names_and_places_are_shown_as_text() {
    provider.person("<script>alert(1)</script>\"'&@example.org", "developers");
    assertThat(browser.signIn("/").statusCode()).isEqualTo(303);
    assertThat(browser.get("/login").body())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;@example.org")
        .doesNotContain("<script");
    assertThat(new Browser(plane).get("/login?return=/%22%3E%3Cscript%3E").body())
        .doesNotContain("<script");
  }

  @Test
  void every_answer_keeps_browsers_strict_whatever_it_is() {
    browser.signIn("/");
    List<HttpResponse<String>> answers =
        List.of(
            new Browser(plane).get(LISTS),
            new Browser(plane).get("/"),
            browser.get(LISTS),
            browser.get(LISTS + "/nowhere"),
            browser.get(LISTS + "?nonsense=1"),
            browser.get("/login"),
            browser.get("/login/start"),
            browser.get("/login/callback"),
            browser.form("/logout", Map.of("csrf", "wrong")),
            browser.form(LISTS, Map.of()),
            browser.post("/api/v1/tokens", "{}", Map.of()));
    assertThat(answers)
        .extracting(HttpResponse::statusCode)
        .containsExactly(401, 303, 200, 404, 400, 200, 303, 401, 403, 405, 403);
    for (HttpResponse<String> answer : answers) {
      assertThat(answer.headers().allValues("Content-Security-Policy"))
          .as(answer.uri() + " " + answer.statusCode())
          .singleElement()
          .asString()
          .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
          .matches("no-store|private, no-cache|no-cache");
    }
  }

  @Test
  void answers_of_the_sign_in_forbid_scripts_too() {
    for (String place : List.of("/login", "/login?return=%22%3E%3Cscript%3E", "/login/callback")) {
      HttpResponse<String> answer = browser.get(place);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.body()).doesNotContain("<script");
    }
  }

  private String east() {
    return plane.name("east");
  }

  private void configure(String bindings) throws Exception {
    plane.registry.configure(
        "access.yaml",
        """
        apiVersion: freehold.io/v1
        kind: PlaneAccess
        spec:
          oidc: {issuer: "%s", clientId: %s, clientSecretFile: oidc}
          bindings:
          %s
        """
            .formatted(provider.issuer(), TestProvider.CLIENT, bindings));
    plane.plane().registry().look();
  }

  private AccessSettings settings(Optional<URI> url) {
    return new AccessSettings(url, false, Optional.of(TestPlane.LOCAL), directory);
  }

  private static JWT mac(JWTClaimsSet.Builder claims, byte[] secret) throws Exception {
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    jwt.sign(new MACSigner(secret));
    return jwt;
  }

  private static byte[] padded(String secret) {
    return (secret + " ".repeat(32)).substring(0, 32).getBytes(UTF_8);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return TestPlane.JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
