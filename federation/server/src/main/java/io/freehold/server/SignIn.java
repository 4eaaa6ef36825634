package io.freehold.server;

import io.freehold.access.LocalPassword;
import io.freehold.access.Person;
import io.freehold.access.Secret;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Signing in and out, in a browser. */
final class SignIn implements HttpService {
  /** The paths here that take a POST. */
  static final List<String> POSTS = List.of("/login/local", "/logout");

  private static final String ADMINISTRATOR = "admin";
  private static final int MOST_BYTES = 8 * 1024;

  private final Optional<LocalPassword> local;
  private final Origins origins;
  private final Sessions sessions;
  private final ProviderSignIn provider;
  private final RequestRate tries;
  // Each writes to the database.
  private final RequestRate visits;
  private final AccessAudit audit;

  /**
   * @param local password of the local administrator, empty for none
   * @param tries how often one address may try a password
   * @param visits how often one address may go to the provider and come back
   */
  SignIn(
      Optional<LocalPassword> local,
      Origins origins,
      Sessions sessions,
      ProviderSignIn provider,
      RequestRate tries,
      RequestRate visits,
      AccessAudit audit) {
    this.local = local;
    this.origins = origins;
    this.sessions = sessions;
    this.provider = provider;
    this.tries = tries;
    this.visits = visits;
    this.audit = audit;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/login", this::page)
        .get("/login/start", this::start)
        .get("/login/callback", this::callback)
        .post(POSTS.get(0), this::local)
        .post(POSTS.get(1), this::signOut);
  }

  private void page(ServerRequest request, ServerResponse response) {
    Optional<Caller> caller = sessions.find(request);
    String place = Origins.place(request.query().first("return").orElse("/"));
    LoginPage.send(
        response,
        200,
        caller.isPresent()
            ? LoginPage.signedIn(caller.get())
            : LoginPage.signIn(place, provider.available(), local.isPresent(), ""));
  }

  private void start(ServerRequest request, ServerResponse response) {
    if (admitted(visits, request, response)) {
      provider.start(request, response);
    }
  }

  private void callback(ServerRequest request, ServerResponse response) {
    if (!admitted(visits, request, response)) {
      return;
    }
    switch (provider.end(request)) {
      case ProviderSignIn.SignedIn(Person person, String issuer, String place) -> {
        sessions.begin(request, response, Caller.Kind.USER, issuer, person);
        audit.signedIn(Caller.Kind.USER, person.name(), request);
        goOn(response, place);
      }
      case ProviderSignIn.Failed(String reason) -> {
        audit.refused(Caller.Kind.USER, reason, request);
        LoginPage.send(
            response,
            401,
            LoginPage.signIn(
                "/", provider.available(), local.isPresent(), "Not signed in: " + reason));
      }
    }
  }

  private void local(ServerRequest request, ServerResponse response) {
    if (local.isEmpty()) {
      throw new NotFoundException("There is no local administrator.");
    }
    if (!origins.ownPage(request)) {
      throw RefusedException.forbidden("This form was not sent by a page of the plane.");
    }
    if (!admitted(tries, request, response)) {
      return;
    }
    Map<String, String> form = form(request);
    String place = Origins.place(form.getOrDefault("return", "/"));
    if (!local.get().matches(form.getOrDefault("password", ""))) {
      audit.refused(Caller.Kind.LOCAL, "wrong password", request);
      LoginPage.send(
          response,
          401,
          LoginPage.signIn(place, provider.available(), true, "This is not the password."));
      return;
    }
    var administrator = new Person(ADMINISTRATOR, java.util.Set.of());
    sessions.begin(request, response, Caller.Kind.LOCAL, "", administrator);
    audit.signedIn(Caller.Kind.LOCAL, ADMINISTRATOR, request);
    goOn(response, place);
  }

  private void signOut(ServerRequest request, ServerResponse response) {
    Optional<Caller> caller = sessions.find(request);
    if (caller.isPresent()) {
      // Both kinds of page: the form sends it as a field, a script as a header.
      String sent =
          request
              .headers()
              .first(PostBody.CSRF)
              .orElseGet(() -> form(request).getOrDefault("csrf", ""));
      if (!Secret.same(sent, caller.get().csrf())) {
        throw RefusedException.forbidden("This was not sent by a page of the plane.");
      }
      sessions.end(caller.get(), response);
      audit.did(caller.get(), "session.sign-out", "", request, AccessAudit.nothing());
    }
    goOn(response, "/login");
  }

  private static boolean admitted(
      RequestRate rate, ServerRequest request, ServerResponse response) {
    if (rate.count(request.remotePeer().host()).isZero()) {
      return true;
    }
    response.header(HeaderNames.RETRY_AFTER, "60");
    Answers.problem(response, 429, "Too many requests", "Try again in a minute.");
    return false;
  }

  /** Sends the browser to a place of the plane, with a GET. */
  static void goOn(ServerResponse response, String place) {
    response.header(HeaderNames.LOCATION, place);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.status(303).send();
  }

  private static Map<String, String> form(ServerRequest request) {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    Map<String, String> fields = new HashMap<>();
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
      return fields;
    }
    try (InputStream content = request.content().inputStream()) {
      byte[] bytes = content.readNBytes(MOST_BYTES);
      for (String field : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
        }
      }
      return fields;
    } catch (IOException | IllegalArgumentException _) {
      throw new BadRequestException("the form cannot be read");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
