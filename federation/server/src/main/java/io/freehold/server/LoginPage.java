package io.freehold.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The page for signing in and out: plain HTML without any script or style. */
final class LoginPage {
  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private LoginPage() {}

  /**
   * What somebody sees who is not signed in.
   *
   * @param place where to go then, checked
   * @param provider whether there is a provider to sign in at
   * @param local whether there is a local administrator
   * @param problem what went wrong before, empty for nothing
   */
  static String signIn(String place, boolean provider, boolean local, String problem) {
    var html = new StringBuilder("<h1>Sign in</h1>");
    if (!problem.isEmpty()) {
      html.append("<p role=\"alert\">").append(escaped(problem)).append("</p>");
    }
    if (provider) {
      html.append("<p><a href=\"/login/start?return=")
          .append(escaped(URLEncoder.encode(place, StandardCharsets.UTF_8)))
          .append("\">Sign in with your account</a></p>");
    }
    if (local) {
      html.append("<form method=\"post\" action=\"/login/local\">")
          .append("<input type=\"hidden\" name=\"return\" value=\"")
          .append(escaped(place))
          .append("\"><p><label>Password of the local administrator <input type=\"password\"")
          .append(" name=\"password\" autocomplete=\"current-password\" required></label></p>")
          .append("<p><button>Sign in</button></p></form>");
    }
    if (!provider && !local) {
      html.append(
          "<p>Nobody can sign in: plane/access.yaml of the registry names no provider.</p>");
    }
    return page(html);
  }

  /** What somebody sees who is signed in. */
  static String signedIn(Caller caller) {
    String role = caller.rights().highest().map(Object::toString).orElse("no right in this plane");
    return page(
        new StringBuilder("<h1>Signed in</h1><p>")
            .append(escaped(caller.name()))
            .append(", ")
            .append(escaped(role))
            .append("</p><p><a href=\"/\">To the fleet</a></p>")
            .append("<form method=\"post\" action=\"/logout\"><input type=\"hidden\" name=\"csrf\"")
            .append(" value=\"")
            .append(escaped(caller.csrf()))
            .append("\"><p><button>Sign out</button></p></form>"));
  }

  /** Sends a page. */
  static void send(ServerResponse response, int status, String html) {
    response.header("Content-Security-Policy", POLICY);
    response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.status(status).send(html.getBytes(StandardCharsets.UTF_8));
  }

  private static String page(StringBuilder content) {
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Freehold</title><main>"
        + content
        + "</main></html>";
  }

  private static String escaped(String text) {
    var html = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }
}
